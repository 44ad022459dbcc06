"""Verdicts: what holds about a question on every admissible reading of the policy.

This is supervaluation: a verdict is determined when all readings agree, however they come to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datausage.oracle.rulings import ReadPolicy, Ruling

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from datausage.oracle.aspects import Aspect
    from datausage.policy.edition import Edition

Assignment = tuple[tuple[str, str], ...]
"""Open points and the readings chosen for them, in the order in which they were asked."""

NO_PINS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The ruling under one choice of readings; ``weak`` where one of them is weak."""

    readings: Assignment
    ruling: Ruling
    weak: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the policy says about one aspect of a question in one situation.

    ``permitted`` holds the answers that some admissible reading supports, ``mainstream`` those
    that a mainstream reading supports, ``certain`` those that every reading supports. Where a
    reading is silent it forbids nothing and permits nothing: it supports every answer without
    making any of them certain.
    """

    outcomes: tuple[Outcome, ...]
    permitted: frozenset[str]
    mainstream: frozenset[str]
    certain: frozenset[str]
    rules: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether two readings differ on what is permitted."""
        first = self.outcomes[0].ruling.answers
        return any(outcome.ruling.answers != first for outcome in self.outcomes)

    @property
    def turns_on(self) -> tuple[str, ...]:
        """The open points of which a change alone changes what is permitted."""
        return _turns_on(self.outcomes)

    @property
    def silent(self) -> bool:
        """Whether no reading makes the policy speak."""
        return all(outcome.ruling.answers is None for outcome in self.outcomes)

    @property
    def inapplicable(self) -> bool:
        """Whether every reading says that the sentences are about somebody else."""
        return all(outcome.ruling.inapplicable for outcome in self.outcomes)

    @property
    def determined(self) -> bool:
        """Whether the policy speaks, and every reading says the same."""
        return not self.open and not self.silent

    def supporting(self, answer: str) -> tuple[Assignment, ...]:
        """Return the choices of readings under which the answer is right, or not wrong."""
        return tuple(
            outcome.readings
            for outcome in self.outcomes
            if outcome.ruling.answers is None or answer in outcome.ruling.answers
        )


def verdict(
    aspect: Aspect, situation: Any, edition: Edition, pins: Mapping[str, str] = NO_PINS
) -> Verdict:
    """Return what the policy says about an aspect of a question in a situation.

    Args:
        aspect: the aspect of the question.
        situation: a situation of the question's type.
        edition: the edition of the policy.
        pins: readings that are settled, by open point.
    """
    outcomes = tuple(_explore(aspect, situation, edition, dict(pins)))
    supported = [_supported(outcome.ruling, aspect) for outcome in outcomes]
    mainstream = [s for s, outcome in zip(supported, outcomes, strict=True) if not outcome.weak]
    spoken = [outcome.ruling.answers or frozenset() for outcome in outcomes]
    return Verdict(
        outcomes=outcomes,
        permitted=frozenset().union(*supported),
        mainstream=frozenset().union(*mainstream),
        certain=spoken[0].intersection(*spoken[1:]),
        rules=tuple(dict.fromkeys(r for outcome in outcomes for r in outcome.ruling.rules)),
    )


def _supported(ruling: Ruling, aspect: Aspect) -> frozenset[str]:
    return aspect.domain if ruling.answers is None else ruling.answers


def _explore(
    aspect: Aspect, situation: Any, edition: Edition, pins: dict[str, str]
) -> Iterator[Outcome]:
    """Run the oracle once for every choice of readings that it reaches."""
    script: tuple[tuple[str, str], ...] | None = ()
    while script is not None:
        policy = ReadPolicy(edition, pins, script)
        ruling = aspect.rule(situation, policy)
        readings = tuple(policy.asked.items())
        points = edition.points
        # A pinned reading is settled by the user's counsel: for them it is not weak.
        weak = any(point not in pins and points[point].reading(r).weak for point, r in readings)
        yield Outcome(readings, ruling, weak)
        script = _next(readings, edition, pins)


def _next(readings: Assignment, edition: Edition, pins: dict[str, str]) -> Assignment | None:
    """Return the beginning of the next choice of readings, depth first; None after the last."""
    for position in reversed(range(len(readings))):
        point, chosen = readings[position]
        if point in pins:
            continue
        names = [reading.id for reading in edition.points[point].readings]
        following = names.index(chosen) + 1
        if following < len(names):
            return (*readings[:position], (point, names[following]))
    return None


def _turns_on(outcomes: tuple[Outcome, ...]) -> tuple[str, ...]:
    turning: dict[str, None] = {}
    for number, one in enumerate(outcomes):
        mine = dict(one.readings)
        for other in outcomes[number + 1 :]:
            if one.ruling.answers == other.ruling.answers:
                continue
            differing = [p for p, reading in other.readings if mine.get(p, reading) != reading]
            if len(differing) == 1:
                turning[differing[0]] = None
    return tuple(turning)
