"""The cell of a matrix: a service is on, off, or the page leaves it open or says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datausage.spec.pictures.drawing import Box, Stroke, Words, hatched

if TYPE_CHECKING:
    from collections.abc import Iterator


def cell(
    word: str, x: float, y: float, size: tuple[float, float]
) -> Iterator[Box | Stroke | Words]:
    """Yield the shapes of a cell: what is on is filled, what is open is hatched.

    Args:
        word: on, off, open or not said; it stands in the cell.
        x: where the cell begins.
        y: likewise, downwards.
        size: its width and its height.
    """
    width, height = size
    middle = (x + width / 2, y + height / 2 + 4.5)
    if word == "on":
        yield Box(x, y, width, height, "accent", "accent")
        yield Words(*middle, word, "paper", 13, "middle", bold=True)
        return
    plate = Box(x, y, width, height, "raised", "accent", dashed=word == "not said")
    yield plate
    if word == "open":
        yield hatched(plate, "open")
        yield Box(x + 6, y + 9, width - 12, 19, "raised")
    letters = 11 if word == "not said" else 13
    yield Words(*middle, word, "ink", letters, "middle")
