"""Sentences: a copy of the page, cut into the units that can be pointed at one by one.

The copy is Markdown with a few components of the page's site. A heading is a locator and no unit;
everything else that a reader can read belongs to exactly one unit, and `unaccounted` proves it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from datausage.policy.fingerprints import normalise, plain, words

if TYPE_CHECKING:
    from collections.abc import Iterator

Form = Literal["lead", "sentence", "item", "quote", "note", "column", "row", "cell", "image"]
"""How a unit stands on the page. `lead` is a bold line that introduces what follows; `column` and
`row` are the header cells of a table, `cell` any other cell."""

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_CALLOUT = re.compile(r"(</?(?:Note|Warning|Tip|Info|Check)>)")
_BREAK = re.compile(r"(?:[-*_]\s*){3,}|")
_TABLE_RULE = re.compile(r"[\s|:-]*-[\s|:-]*")
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_IMAGE = re.compile(r"<img\b[^<>]*>|!\[[^\]]*\]\([^()]*\)", re.IGNORECASE)
_LEAD = re.compile(r"\*\*[^*]+\*\*:?")
_MARKER = re.compile(r"(?:(?P<quote>>)\s?|(?:[*+-]|\d+[.)])\s+)")

_STOP = re.compile(r"""([.!?]+[)\]"'*_`\u201d\u2019]*)\s+""")
_ABBREVIATION = re.compile(
    r"\b(?:(?i:e\.g|i\.e|cf|vs|viz|approx|mr|mrs|ms|dr|prof|st)|[A-Z])\.$"
    r"|\b(?i:no|nos|art|sec|fig|pp?)\.\d$"
)
_LONGEST_ABBREVIATION = 16  # with what stands before it; so that a long text is not read each time
_OPENING_MARKS = " \t\n\"'([*_\u201c\u2018"

_TAG = re.compile(r"</?([A-Za-z]\w*)[^<>]*>")
_KNOWN_TAGS = frozenset({"br", "img", "Note", "Warning", "Tip", "Info", "Check"})


@dataclass(frozen=True, slots=True)
class Unit:
    """One addressable statement of a copy, at the line where it begins."""

    heading: tuple[str, ...]
    form: Form
    text: str
    line: int


def units(page: str) -> tuple[Unit, ...]:
    """Every unit of a page, in the order of reading."""
    reader = _Reader()
    for number, line in enumerate(page.splitlines(), start=1):
        for part in _CALLOUT.split(line):
            reader.read(part.strip(), number)
    reader.close()
    return tuple(reader.units)


def unaccounted(page: str) -> list[tuple[int, str]]:
    """The lines, by number, with a word that belongs to no heading, unit or table rule.

    It reads the page by itself, block by block, and takes away what the units hold. A line with a
    tag or a code fence is listed too: what such a line says to a reader is not known here.
    """
    held: dict[int, Counter[str]] = {}
    for unit in units(page):
        held.setdefault(unit.line, Counter()).update(words(unit.text))
    loose: list[tuple[int, str]] = []
    lines = enumerate(page.splitlines(), start=1)
    for blank, grouped in groupby(lines, key=lambda numbered: not numbered[1].strip()):
        if blank:
            continue
        block = [(number, line.strip()) for number, line in grouped]
        body = [(number, line) for number, line in block if not _HEADING.fullmatch(line)]
        spoken = Counter(words("\n".join(_MARKER.sub("", line, count=1) for _, line in body)))
        for number, _ in block:
            spoken -= held.get(number, Counter())
        for number, line in body:
            if not spoken.keys().isdisjoint(words(line)) or _is_foreign(line):
                loose.append((number, line))
    return loose


def _is_foreign(line: str) -> bool:
    outside_code = re.sub(r"`[^`]*`|<https?://[^<>\s]+>", " ", line)
    tags = {match[1] for match in _TAG.finditer(outside_code)}
    return line.startswith(("```", "~~~")) or not tags <= _KNOWN_TAGS


class _Reader:
    """Reads a page line by line; lines that belong together wait until the last one is read."""

    def __init__(self) -> None:
        self.units: list[Unit] = []
        self._headings: list[tuple[int, str]] = []
        self._waiting: list[str] = []
        self._first_line = 0
        self._form: Form = "sentence"
        self._in_callout = False
        self._in_table = False

    def read(self, line: str, number: int) -> None:
        in_table, self._in_table = self._in_table, line.startswith("|")
        if self._in_table:
            self._read_row(line, number, header=not in_table)
        elif heading := _HEADING.fullmatch(line):
            self._enter(len(heading[1]), plain(heading[2]))
        elif _CALLOUT.fullmatch(line):
            self.close()
            self._in_callout = not line.startswith("</")
        elif _BREAK.fullmatch(line):
            self.close()
        elif _IMAGE.fullmatch(line) or _LEAD.fullmatch(line):
            self.close()
            self._add("lead" if line.startswith("*") else "image", line, number)
        elif marker := _MARKER.match(line):
            form: Form = "quote" if marker["quote"] else "item"
            if (form, self._form) != ("quote", "quote"):
                self.close()
            self._wait(line[marker.end() :], number, form)
        else:
            self._wait(line, number, self._form)

    def close(self) -> None:
        text = "\n".join(self._waiting)
        for start, end in _sentence_spans(text):
            line = self._first_line + text.count("\n", 0, start)
            self._add("note" if self._in_callout else self._form, text[start:end], line)
        self._waiting, self._form = [], "sentence"

    def _wait(self, line: str, number: int, form: Form) -> None:
        if not self._waiting:
            self._first_line = number
        self._waiting.append(line)
        self._form = form

    def _enter(self, level: int, title: str) -> None:
        self.close()
        self._headings = [outer for outer in self._headings if outer[0] < level]
        self._headings.append((level, title))

    def _read_row(self, line: str, number: int, *, header: bool) -> None:
        self.close()
        if _TABLE_RULE.fullmatch(line):
            return
        for at, cell in enumerate(_CELL_BORDER.split(line.removeprefix("|").removesuffix("|"))):
            self._add("column" if header else "cell" if at else "row", cell, number)

    def _add(self, form: Form, text: str, line: int) -> None:
        # An image without a description is still there to be seen; other text needs some content.
        if form == "image" or normalise(text):
            heading = tuple(title for _, title in self._headings)
            self.units.append(Unit(heading, form, " ".join(text.split()), line))


def _sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in _STOP.finditer(text):
        if _ends_sentence(text[start : stop.end(1)], text[stop.end() :]):
            yield start, stop.end(1)
            start = stop.end()
    if text[start:].strip():
        yield start, len(text)


def _ends_sentence(so_far: str, rest: str) -> bool:
    """Whether a stop ends the sentence: not within brackets, quotes or code, nor in "e.g."."""
    following = rest.lstrip(_OPENING_MARKS)[:1]
    if not (following == "`" or following.isupper() or following.isdigit()):
        return False
    if any(
        so_far.count(left) > so_far.count(right) for left, right in ("()", "[]", "\u201c\u201d")
    ):
        return False
    if so_far.count('"') % 2 or so_far.count("`") % 2:
        return False
    digit = following if following.isdigit() else ""
    end = so_far[-_LONGEST_ABBREVIATION:]
    return not (_ABBREVIATION.search(end) or _ABBREVIATION.search(end + digit))
