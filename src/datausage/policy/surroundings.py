"""Surroundings: what a sentence stands under, since the same words mean another thing elsewhere.

A cell says nothing without its row and its column, and an item may hold for those alone whom the
bold line above the list names. A heading is no surrounding here: it may be renamed or a section be
moved, and the sentence still says the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from datausage.policy.sentences import Form


class Placed(Protocol):
    """A sentence of which it is known under which heading and in which form it stands."""

    @property
    def heading(self) -> tuple[str, ...]:
        """The headings above it, outermost first."""

    @property
    def form(self) -> Form:
        """How it stands on the page."""


def surroundings(sentences: Sequence[Placed]) -> tuple[tuple[int, ...], ...]:
    """For each sentence the positions of those it stands under: its row and column, or its lead."""
    found: list[tuple[int, ...]] = []
    columns: list[int] = []
    row: range = range(0)
    lead: int | None = None
    for at, one in enumerate(sentences):
        if lead is not None and not _leads(sentences, lead, at):
            lead = None
        if one.form == "column":
            # A table has one line of column heads; the next such line is another table.
            columns = [*columns, at] if at and sentences[at - 1].form == "column" else [at]
        elif one.form == "row":
            row = _row(sentences, at)
        if one.form == "cell":
            found.append(_cell(row, columns, at))
        elif one.form in ("row", "column", "lead"):
            found.append(())
        else:
            found.append(() if lead is None else (lead,))
        lead = at if one.form == "lead" else lead
    return tuple(found)


def _leads(sentences: Sequence[Placed], lead: int, at: int) -> bool:
    """Whether a lead still holds here: to the end of its section or, above a list, of the list."""
    if sentences[lead].heading != sentences[at].heading:
        return False
    return sentences[lead + 1].form != "item" or sentences[at].form == "item"


def _row(sentences: Sequence[Placed], at: int) -> range:
    end = at + 1
    while end < len(sentences) and sentences[end].form == "cell":
        end += 1
    return range(at, end)


def _cell(row: range, columns: Sequence[int], at: int) -> tuple[int, ...]:
    """Its row, and its column counted from the right: the head of the rows may be empty."""
    if at not in row:
        return ()
    column = len(columns) - (row[-1] - at + 1)
    return (row[0], columns[column]) if column >= 0 else (row[0],)
