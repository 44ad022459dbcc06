"""Laying the specification out: as a page of HTML, and as Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from datausage.evidence import markup
from datausage.spec import marks, palette, results, words
from datausage.spec.foreign import LONG, Foreign
from datausage.spec.pictures import coverage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from datausage.spec.document import Document

_PIECE = re.compile(r"<(\w+)>|\b([A-Z]+(?:_[A-Z]+)+)\b")
_MARKS = frozenset("\\`*_{}[]<>#|~&!$")
_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>#|~&!$@]|:/|\bwww\.", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n{3,}")


def html(document: Document) -> str:
    """Return one page that needs nothing but itself."""
    environment = _environment(autoescape=True)
    environment.filters |= {"phrase": _phrase, "prose": _Prose(document), "day": words.day}
    return environment.get_template("page.html.jinja").render(_context(document))


def markdown(document: Document) -> str:
    """Return the same as Markdown; pictures are tables there."""
    environment = _environment(autoescape=False)
    # Whatever a template prints is escaped, so that no text can become markup.
    environment.finalize = _in_markdown
    environment.filters |= {"code": _code, "listed": _listed, "day": words.day}
    text = environment.get_template("page.md.jinja").render(_context(document))
    return _BLANK_LINES.sub("\n\n", text).strip() + "\n"


def _environment(*, autoescape: bool) -> Environment:
    return Environment(
        loader=PackageLoader("datausage.spec"),
        autoescape=autoescape,  # noqa: S701 - Markdown is escaped in another way
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _context(document: Document) -> dict[str, Any]:
    return {
        "doc": document,
        "run": document.results,
        "record": document.results.record if document.results else None,
        "effort": results.effort,
        "relied_on": results.relied_on,
        "against": results.against,
        "colours": palette.COLOURS,
        "palette": Markup(palette.stylesheet()),  # noqa: S704 - made of constants
        "marks": marks,
        "modalities": words.MODALITIES,
        "origins": words.ORIGINS,
        "kinds": words.KINDS,
        "sentence_kinds": words.SENTENCE_KINDS,
        "map_meanings": coverage.MEANINGS,
        "swatch": coverage.swatch,
    }


def _phrase(text: str) -> Markup:
    """Return a phrase in which variables, and what the examples fill in, are marked."""
    set_text, end = Markup(), 0
    for found in _PIECE.finditer(text):
        placeholder, variable = found.groups()
        element = Markup("<var>{}</var>") if placeholder else Markup("<code>{}</code>")
        set_text += escape(text[end : found.start()]) + element.format(placeholder or variable)
        end = found.end()
    return set_text + escape(text[end:])


class _Prose:
    """Sets a text of ours: names of rules and open points lead there, and apostrophes are bent."""

    def __init__(self, document: Document) -> None:
        self._places = {entry.id: f"#rule-{entry.id}" for entry in document.rules}
        self._places |= {entry.point.id: f"#point-{entry.point.id}" for entry in document.points}
        names = "|".join(sorted(map(re.escape, self._places), key=len, reverse=True))
        self._names = re.compile(rf"(?<![\w-])({names})(?![\w-])")

    def __call__(self, text: str) -> Markup:
        pieces = self._names.split(text.replace("'", "\u2019"))
        return Markup().join(
            Markup('<a href="{}">{}</a>').format(self._places[piece], piece)
            if number % 2
            else _phrase(piece)
            for number, piece in enumerate(pieces)
        )


def _in_markdown(value: object) -> object:
    if isinstance(value, Foreign):
        # In code nobody looks for mentions, references and links.
        # It is shown already, with its escapes.
        return markup.command(value, LONG) if value else ""
    return value if isinstance(value, Markup) else _MARKDOWN.sub(_escaped, str(value))


def _escaped(found: re.Match[str]) -> str:
    piece = found[0]
    # A reference to a character ends what would become a link by itself; other marks take a slash.
    return f"\\{piece}" if piece in _MARKS else f"{piece[:-1]}&#{ord(piece[-1])};"


def _listed(values: Iterable[object]) -> Markup:
    """Return values with commas between them."""
    return Markup(", ".join(str(_in_markdown(value)) for value in values))  # noqa: S704 - escaped


def _code(text: str) -> Markup:
    """Return a text as code; in one of ours the fence is longer than any row of backticks in it."""
    if isinstance(text, Foreign):
        return Markup(markup.command(text, LONG) if text else "")  # noqa: S704 - escaped
    longest = max((len(row) for row in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if longest or not text else ""
    return Markup(f"{fence}{space}{text.replace('|', chr(92) + '|')}{space}{fence}")  # noqa: S704
