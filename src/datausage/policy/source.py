"""The source: a reader's copy of the page as it arrives, before anything in it is believed.

What arrives may be anything: an empty answer, a page that asks for consent, a file of the wrong
kind. It is bounded first, so that nothing that follows takes long, and never kept.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from datausage.policy.fingerprints import normalise, sha256

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

LARGEST = 100_000
"""Bytes that a copy may have: ten times the first edition."""

LONGEST_LINE = 4_000
"""Characters that a line may have; the longest of the first edition has about 1,500."""

LONGEST_PARAGRAPH = 6_000
"""Characters that a paragraph, an item or a row may have."""

_HTML = re.compile(r"\s*<(?:!doctype\s+html|html|head|body|\?xml)\b", re.IGNORECASE)
_HEADING = re.compile(r"^#{1,6}\s+(\S.*?)\s*#*\s*$", re.MULTILINE)
_BULLET = re.compile(r"^(\s*)[\u2022\u25e6\u2023\u00b7]\s+")
_NEXT = re.compile(r"\n(?=\s*(?:\n|[#|>]|[*+-]\s|\d+[.)]\s))")


class UnreachableError(ValueError):
    """What arrived is not a copy of the page; says why."""


class Known(NamedTuple):
    """What is known of an edition: its headings by level, in normal form, and its leads, by SHA."""

    levels: Mapping[str, int]
    leads: Collection[str]


def text(content: bytes) -> str:
    """The text of a copy.

    Raises:
        UnreachableError: It is empty, too large, no text, or HTML.
    """
    if len(content) > LARGEST:
        raise UnreachableError(f"it has more than {LARGEST:,} bytes")
    try:
        page = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise UnreachableError(f"it is not UTF-8 text (byte {problem.start})") from problem
    if "\0" in page:
        raise UnreachableError("it is not text: it has a zero byte")
    if not page.strip():
        raise UnreachableError("it is empty")
    if _HTML.match(page):
        raise UnreachableError("it is HTML; take the page as Markdown or as plain text")
    _bounded(page)
    return page


def _bounded(page: str) -> None:
    for number, line in enumerate(page.splitlines(), start=1):
        if len(line) > LONGEST_LINE:
            raise UnreachableError(f"line {number} has more than {LONGEST_LINE:,} characters")
    if any(len(paragraph) > LONGEST_PARAGRAPH for paragraph in _NEXT.split(page)):
        raise UnreachableError(f"a paragraph has more than {LONGEST_PARAGRAPH:,} characters")


def as_markdown(page: str, known: Known) -> str:
    """A copy in the form that the edition has: its headings are headings, its leads are leads.

    A page copied from a browser has no marks: a heading or a lead is then known by its words, an
    item by its bullet, a row of a table by the tabs between its cells. Lines keep their numbers.
    """
    marked = _HEADING.search(page) is not None
    return "\n".join(_in_form(line, known, marked=marked) for line in page.splitlines())


def _in_form(line: str, known: Known, *, marked: bool) -> str:
    heading = _HEADING.fullmatch(line)
    if heading or not marked:
        title = heading[1] if heading else line.strip()
        if level := known.levels.get(normalise(title)):
            return line if heading else f"{'#' * level} {title}"
        if title and not {sha256(title), sha256(f"{title}:")}.isdisjoint(known.leads):
            return f"**{title.strip('*')}**"
    if not marked and "\t" in line.strip():
        return f"| {' | '.join(cell.strip() for cell in line.split(chr(9)))} |"
    return line if marked else _BULLET.sub(r"\1* ", line)
