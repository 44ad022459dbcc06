"""Grades: what a comparison of a verdict and an answer is worth."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from datausage.oracle.aspects import UNDETERMINED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from datausage.oracle.aspects import Aspect
    from datausage.oracle.verdicts import Choice, Outcome, Verdict


class Grade(StrEnum):
    """The worth of an answer, of a scenario or of a rule, from the best to the worst."""

    UNJUDGED = "unjudged"
    CONFORMS = "conforms"
    OPEN = "open"
    CONTESTED = "contested"
    NOT_OFFERED = "not offered"
    INSUFFICIENT = "insufficient evidence"
    INCOMPLETE = "incomplete"
    NONDETERMINISTIC = "nondeterministic"
    ERRORED = "errored"
    VIOLATES = "violates"


PASSING = frozenset({Grade.CONFORMS, Grade.OPEN, Grade.CONTESTED, Grade.UNJUDGED})
"""Grades with which nothing wrong was found."""

_ORDER = tuple(Grade)


def worst(grades: Iterable[Grade]) -> Grade | None:
    """Return the worst of some grades; None where there are none."""
    return max(grades, key=_ORDER.index, default=None)


def fails(grade: Grade | None) -> bool:
    """Say whether a check with that grade did not pass; one that was not asked did not fail."""
    return grade is not None and grade is not Grade.NOT_OFFERED and grade not in PASSING


class Exposure(StrEnum):
    """Whether a deviation exposes more than is permitted, or restricts more than is asked."""

    EXPOSES = "exposes"
    OVER_RESTRICTIVE = "over-restrictive"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The grade of one answer, with the readings that support it where it depends on any."""

    grade: Grade
    exposure: Exposure | None = None
    readings: tuple[Choice, ...] = ()


MOST_REMEMBERED = 1_024
"""How many comparisons are kept: each keeps a verdict alive, with hundreds of outcomes maybe."""

CONFORMS = Comparison(Grade.CONFORMS)
UNJUDGED = Comparison(Grade.UNJUDGED)


@lru_cache(MOST_REMEMBERED)
def compare(aspect: Aspect, verdict: Verdict, answer: str) -> Comparison:
    """Grade one answer against the verdict.

    Args:
        aspect: the aspect of the question that was answered.
        verdict: what the policy says.
        answer: one of the aspect's values, or ``undetermined``.
    """
    if verdict.silent:
        return UNJUDGED
    if answer == UNDETERMINED:
        return CONFORMS if verdict.open else Comparison(Grade.INCOMPLETE)
    if answer in verdict.certain:
        return CONFORMS
    if answer not in verdict.permitted:
        return Comparison(Grade.VIOLATES, exposure(aspect, verdict.permitted, answer))
    grade = Grade.OPEN if answer in verdict.mainstream else Grade.CONTESTED
    return Comparison(grade, readings=verdict.supporting(answer))


@lru_cache(MOST_REMEMBERED)
def compare_deed(verdict: Verdict, acceptable: frozenset[str]) -> Comparison:
    """Grade a deed, where the verdict says under each reading what was done.

    Args:
        verdict: what the deed amounts to, such as an opt-out kept, lost or added.
        acceptable: what it may amount to.
    """
    readings = fine(verdict, acceptable)
    if len(readings) == len(verdict.outcomes):
        return CONFORMS
    if not readings:
        lost = "lost" in verdict.permitted
        return Comparison(Grade.VIOLATES, Exposure.EXPOSES if lost else Exposure.OVER_RESTRICTIVE)
    weak = all(outcome.weak for outcome in verdict.outcomes if _fine(outcome, acceptable))
    return Comparison(Grade.CONTESTED if weak else Grade.OPEN, readings=readings)


def fine(verdict: Verdict, acceptable: frozenset[str]) -> tuple[Choice, ...]:
    """Return the choices of readings under which a deed amounts to nothing but this."""
    return tuple(out.readings for out in verdict.outcomes if _fine(out, acceptable))


def _fine(outcome: Outcome, acceptable: frozenset[str]) -> bool:
    return (outcome.ruling.answers or set()) <= acceptable


def exposure(aspect: Aspect, permitted: frozenset[str], answer: str) -> Exposure:
    """Say in which direction a wrong answer deviates from all permitted ones."""
    if not aspect.ranked:
        return Exposure.DIFFERS
    rank = aspect.values.index(answer)
    ranks = [aspect.values.index(value) for value in permitted]
    if rank > max(ranks):
        return Exposure.EXPOSES
    return Exposure.OVER_RESTRICTIVE if rank < min(ranks) else Exposure.DIFFERS
