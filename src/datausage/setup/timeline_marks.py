"""Where the words of a timeline's marks stand: in as many rows as keep them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_LETTER: Final = 7.5
"""How wide a letter is taken to be; no usual font of this size is wider on the average."""
_BOLD: Final = 9.0
_APART: Final = 8.0


class Mark(NamedTuple):
    """The words of one mark: where on the line of time, in which row, and to which side of it."""

    x: float
    row: int
    anchor: str
    text: str


def placed(marks: Iterable[tuple[float, str]], heading: str, width: float) -> tuple[Mark, ...]:
    """Return where the words of marks stand, so that none lie on others.

    Args:
        marks: where on the line of time each is, and its words.
        heading: what stands at the beginning of the first row.
        width: how long the line of time is.
    """
    rows = [[(0.0, len(heading) * _BOLD)]]
    found = []
    for x, text in marks:
        long = len(text) * _LETTER
        anchor = "end" if x > width / 2 else "start"
        begin = x - long if anchor == "end" else x
        taken = (begin - _APART, begin + long + _APART)
        row = next((n for n, there in enumerate(rows) if _free(taken, there)), len(rows))
        if row == len(rows):
            rows.append([])
        rows[row].append(taken)
        found.append(Mark(x, row, anchor, text))
    return tuple(found)


def _free(wanted: tuple[float, float], there: Iterable[tuple[float, float]]) -> bool:
    return all(end <= wanted[0] or wanted[1] <= begin for begin, end in there)
