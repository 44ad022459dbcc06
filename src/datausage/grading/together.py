"""Several aspects of one answer: whether one reading of the policy explains all of them.

Each aspect may be right under some reading, and the answer wrong all the same: no single reading
permits it as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from datausage.grading.grades import Comparison, Exposure, Grade, exposure, fine

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from datausage.oracle.aspects import Aspect
    from datausage.oracle.verdicts import Choice, Verdict

Choices = tuple["Choice", ...]


MOST_REMEMBERED = 512
"""How many answers are kept: each keeps the verdicts about all its aspects alive."""


@dataclass(frozen=True, slots=True)
class Part:
    """What was said of one aspect that is open.

    ``fine`` is None where the aspect says itself what it says; where the verdict tells what a deed
    amounts to, it is what that may be.
    """

    aspect: Aspect
    verdict: Verdict
    said: str
    fine: frozenset[str] | None = None

    @property
    def readings(self) -> Choices:
        """The choices of readings under which it is right, or not wrong."""
        if self.fine is None:
            return self.verdict.supporting(self.said)
        return fine(self.verdict, self.fine)


@dataclass(frozen=True, slots=True)
class Clash:
    """Of the parts of an answer, one that no reading permits beside the others.

    ``said`` and ``permitted`` are about that part, under the readings that the others leave.
    """

    part: Part
    others: tuple[Part, ...]
    said: str
    permitted: frozenset[str]
    comparison: Comparison

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        """The aspects that clash."""
        return (*(other.aspect for other in self.others), self.part.aspect)

    @property
    def beside(self) -> str:
        """What else was said, in words."""
        said = [f"{other.aspect.name} {other.said}" for other in self.others if not other.fine]
        if said:
            return f"no reading permits that beside {', '.join(said)}"
        names = ", ".join(other.aspect.name for other in self.others)
        return f"under each reading that explains {names}"


@lru_cache(MOST_REMEMBERED)
def clash(parts: tuple[Part, ...]) -> Clash | None:
    """Return where the parts of one answer clash, the exposing side first; None if they do not."""
    found = _first(parts)
    if found is None:
        return None
    # Seen from its other end, the same clash may be one that exposes.
    other = _first((found.part, *found.others))
    if other is not None and other.comparison.exposure is Exposure.EXPOSES:
        return other
    return found


def _first(parts: tuple[Part, ...]) -> Clash | None:
    """Return the first part that clashes with those before it, and with which of them."""
    for number, part in enumerate(parts):
        for others in _some(parts[:number]):
            left = joint(other.readings for other in others)
            if left and not _any_meet(left, part.readings):
                return _clashing(part, others, left)
    return None


def _some(parts: tuple[Part, ...]) -> list[tuple[Part, ...]]:
    """Return each alone, and then all together: a clash of two is told as one of two."""
    alone: list[tuple[Part, ...]] = [(part,) for part in parts]
    return [*alone, parts] if len(parts) > 1 else alone


def _any_meet(some: Choices, others: Choices) -> bool:
    return any(joined(one, other) is not None for one in some for other in others)


def _clashing(part: Part, others: tuple[Part, ...], left: Choices) -> Clash:
    outcomes = [
        outcome for outcome in part.verdict.outcomes if _any_meet((outcome.readings,), left)
    ]
    # None of these is silent: where a reading is, it supports whatever was said.
    answers = frozenset().union(*(outcome.ruling.answers or () for outcome in outcomes))
    if part.fine is None:
        direction = exposure(part.aspect, answers, part.said)
        return Clash(part, others, part.said, answers, Comparison(Grade.VIOLATES, direction))
    direction = Exposure.EXPOSES if "lost" in answers else Exposure.OVER_RESTRICTIVE
    said = " or ".join(sorted(answers - part.fine))
    return Clash(part, others, said, part.fine, Comparison(Grade.VIOLATES, direction))


def joint(each: Iterable[Choices]) -> Choices:
    """Return the choices of readings under which all of them hold; none where they exclude it."""
    found: Choices | None = None
    for choices in each:
        if found is None:
            found = tuple(choices)
            continue
        both = (joined(one, other) for one in found for other in choices)
        found = tuple({_told(choice): choice for choice in both if choice is not None}.values())
    return found if found is not None else ({},)


def joined(one: Choice, other: Choice) -> Mapping[str, frozenset[str]] | None:
    """Return what is left of two choices that are made together; None where they exclude it."""
    shared = {point: one[point] & other[point] for point in one.keys() & other.keys()}
    return {**one, **other, **shared} if all(shared.values()) else None


def _told(choice: Choice) -> frozenset[tuple[str, frozenset[str]]]:
    return frozenset(choice.items())
