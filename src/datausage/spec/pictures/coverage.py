"""The map of the page: one cell for every locked sentence, by heading."""

from __future__ import annotations

from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from datausage.spec import marks
from datausage.spec.pictures.drawing import (
    Box,
    Drawing,
    Item,
    Linked,
    Overlay,
    Shape,
    Words,
    hatched,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from datausage.spec.document import PageSentence

LETTERS: Final = {
    "stated": "S",
    "derived": "D",
    "fact": "F",
    "definition": "T",
    "pointer": "P",
    "information": "I",
}
MEANINGS: Final = {
    "stated": "a rule states it",
    "derived": "rules are derived from it, and none states it",
    "fact": "a fact, of which nothing is asked",
    "definition": "explains a term",
    "pointer": "leads to another document",
    "information": "information",
}
_WIDTH, _LABELS, _CELL, _PITCH, _LINE = 720, 206, 34, 38, 16
_IN_ROW = (_WIDTH - _LABELS) // _PITCH


def drawn(sentences: Sequence[PageSentence]) -> Drawing:
    """Return the map."""
    items: list[Item] = []
    y = 4.0
    for heading, group in groupby(sentences, key=lambda sentence: sentence.heading):
        cells = list(group)
        lines = wrap(heading, 28)
        for number, line in enumerate(lines):
            items.append(Words(0, y + 20 + number * _LINE, line))
        for number, sentence in enumerate(cells):
            row, column = divmod(number, _IN_ROW)
            items.append(_cell(sentence, _LABELS + column * _PITCH, y + row * _PITCH))
        rows = -(-len(cells) // _IN_ROW)
        y += max(rows * _PITCH, len(lines) * _LINE + 8) + 8
    count = len(sentences)
    covered = sum(bool(sentence.rules) for sentence in sentences)
    return Drawing(
        id="map",
        title="The page as a map of its sentences",
        description=f"{count} cells, one for each sentence of the page, grouped by heading. "
        f"{covered} are covered by rules. The list of sentences says the same in words.",
        caption="Each cell is one sentence of the page and leads to what is said of it here.",
        width=_WIDTH,
        height=y,
        items=tuple(items),
    )


def swatch(mark: str) -> tuple[Shape, ...]:
    """Return what a cell of one kind looks like, for the legend."""
    return tuple(_face(mark, 0, 0))


def _cell(sentence: PageSentence, x: float, y: float) -> Linked:
    shapes: list[Shape] = [*_face(sentence.mark, x, y)]
    if sentence.result:
        grade = marks.of(sentence.result)
        plate = marks.corner(grade, x + _CELL, y + _CELL)
        shapes.append(Overlay(f"result: {grade.word}", tuple(plate)))
    title = f"{LETTERS[sentence.mark]}: {MEANINGS[sentence.mark]} ({sentence.id})"
    return Linked(f"#sentence-{sentence.id}", title, tuple(shapes))


def _face(mark: str, x: float, y: float) -> Iterator[Shape]:
    letter = (x + 10, y + 16)
    if mark == "stated":
        yield Box(x, y, _CELL, _CELL, "accent")
        yield Words(*letter, LETTERS[mark], "paper", 13, "middle", bold=True)
        return
    dashed = mark in ("pointer", "information")
    plate = Box(x, y, _CELL, _CELL, "none" if dashed else "raised", "accent", dashed=dashed)
    yield plate
    if mark == "derived":
        yield hatched(plate, "accent")
        yield Box(x + 3, y + 4, 14, 16, "raised")
    if mark == "definition":
        yield Box(x, y + _CELL - 5, _CELL, 5, "accent", radius=1)
    yield Words(*letter, LETTERS[mark], "ink", 13, "middle", bold=True)
