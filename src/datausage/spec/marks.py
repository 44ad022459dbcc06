"""What came out of a check, as a word and a shape; the colour only repeats it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from datausage.grading.grades import Exposure, Grade
from datausage.spec.pictures.drawing import Box, Stroke

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.evidence.checks import Check

SIZE: Final = 12
_CIRCLE = "M1.5 6a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z"


@dataclass(frozen=True, slots=True)
class Mark:
    """A word, a sentence on it, a tone, and a shape in a square of twelve units.

    ``solid`` is filled, ``lines`` are drawn; on something solid, lines have the paper's colour.
    """

    word: str
    means: str
    tone: str
    lines: str
    solid: str = ""

    @property
    def over(self) -> str:
        """The colour of the lines."""
        return "paper" if self.solid.startswith("M0") else self.tone


MARKS: Final[Mapping[Grade, Mark]] = {
    Grade.CONFORMS: Mark("held", "right, however the page is read", "good", "M2 6.5L5 9.5L10 3"),
    Grade.OPEN: Mark(
        "open",
        "right on one fair reading of an unclear place",
        "open",
        _CIRCLE,
        "M6 1.5a4.5 4.5 0 0 0 0 9z",
    ),
    Grade.CONTESTED: Mark(
        "contested",
        "right only on a reading that few would argue",
        "open",
        _CIRCLE,
        "M6 6V1.5A4.5 4.5 0 0 1 10.5 6z",
    ),
    Grade.UNJUDGED: Mark(
        "not judged", "the page says nothing about what was asked", "muted", _CIRCLE
    ),
    Grade.NOT_OFFERED: Mark(
        "not offered", "the target does not answer this question", "muted", "M2 6h8"
    ),
    Grade.INSUFFICIENT: Mark(
        "insufficient evidence", "too few situations were asked", "bad", "M6 1.5L10.5 10h-9z"
    ),
    Grade.INCOMPLETE: Mark(
        "incomplete",
        "the target said undetermined where the page decides",
        "bad",
        "M6 1L11 6L6 11L1 6z",
    ),
    Grade.NONDETERMINISTIC: Mark(
        "two answers", "two answers to one question", "bad", "M2 4.3h8M2 7.7h8M8.5 1.5L3.5 10.5"
    ),
    Grade.ERRORED: Mark(
        "errored", "the target raised, hung or gave no proper answer", "bad", "M6 1.5v5.5M6 9v1.6"
    ),
    Grade.VIOLATES: Mark(
        "violated", "wrong on every fair reading", "bad", "M2.5 2.5L9.5 9.5M9.5 2.5L2.5 9.5"
    ),
}
EXPOSING: Final = Mark(
    "violated, exposing data",
    "wrong on every fair reading, and beyond what is permitted",
    "bad",
    "M3 3L9 9M9 3L3 9",
    "M0 0H12V12H0z",
)
NO_RESULT: Final = Mark("no result", "it was not asked", "muted", "M3.5 6h1M7.5 6h1")


def of(check: Check | None) -> Mark:
    """Return the mark of a check."""
    if check is None or check.grade is None:
        return NO_RESULT
    exposing = check.grade is Grade.VIOLATES and check.exposure is Exposure.EXPOSES
    return EXPOSING if exposing else MARKS[check.grade]


def corner(mark: Mark, right: float, bottom: float) -> list[Box | Stroke]:
    """Return a mark on a little plate, in the corner of a cell."""
    x, y = right - SIZE - 1, bottom - SIZE - 1
    shapes: list[Box | Stroke] = [Box(x - 2, y - 2, SIZE + 4, SIZE + 4, "paper", mark.tone)]
    if mark.solid:
        shapes.append(Stroke(mark.solid, "none", 0, fill=mark.tone, x=x, y=y))
    shapes.append(Stroke(mark.lines, mark.over, 1.8, x=x, y=y))
    return shapes
