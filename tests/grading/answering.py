"""Answers as they are after grading, without a target that gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datausage.grading.grades import compare
from datausage.grading.judged import Judged, Notable

if TYPE_CHECKING:
    from datausage.oracle.aspects import Aspect
    from datausage.oracle.verdicts import Verdict
    from datausage.universe.spaces import Value


def answering(aspect: Aspect, found: Verdict, said: str, *point: Value) -> Judged:
    """Return what an answer to an aspect is graded as, with the aspect as what is notable."""
    comparison = compare(aspect, found, said)
    notable = Notable(aspect, said, found, comparison)
    return Judged(point, aspect, said, comparison, found, notable=(notable,))


def outcomes(number: int) -> dict[str, str]:
    """Return so many readings, of which one alone permits a low answer."""
    return {f"reading{n}": "middle" if n else "low" for n in range(number)}
