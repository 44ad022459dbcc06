"""Verdicts: what holds about a question on every admissible reading of the policy.

This is supervaluation: a verdict is determined when all readings agree, however they come to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datausage.oracle.rulings import ReadPolicy, Ruling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from datausage.oracle.aspects import Aspect
    from datausage.policy.edition import Edition

Choice = Mapping[str, frozenset[str]]
"""Per open point that was asked about, the readings of which any one leads here."""

NO_PINS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The ruling under one choice of readings; ``weak`` where it needs a weak one."""

    readings: Choice
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

    def supporting(self, answer: str) -> tuple[Choice, ...]:
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
    outcomes = tuple(_explore(aspect, situation, edition, pins))
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
    aspect: Aspect, situation: Any, edition: Edition, pins: Mapping[str, str]
) -> Iterator[Outcome]:
    """Run the oracle once for every choice of readings that makes a difference on the way."""
    settled = {point: frozenset({reading}) for point, reading in pins.items()}
    script: list[bool] | None = []
    while script is not None:
        policy = ReadPolicy(edition, settled, script)
        ruling = aspect.rule(situation, policy)
        chosen = policy.chosen
        yield Outcome(chosen, ruling, bool(chosen) and _weak(chosen, edition))
        script = _next(policy.decisions)


def _weak(chosen: Choice, edition: Edition) -> bool:
    points = edition.points
    return any(readings <= points[point].weak for point, readings in chosen.items())


def _next(decisions: list[bool]) -> list[bool] | None:
    """Return the beginning of the next way through the readings; None after the last."""
    while decisions and not decisions[-1]:
        decisions.pop()
    if not decisions:
        return None
    decisions[-1] = False
    return decisions


def _turns_on(outcomes: tuple[Outcome, ...]) -> tuple[str, ...]:
    turning: dict[str, None] = {}
    for number, one in enumerate(outcomes):
        for other in outcomes[number + 1 :]:
            if one.ruling.answers == other.ruling.answers:
                continue
            apart = [
                point
                for point, readings in other.readings.items()
                if point in one.readings and readings.isdisjoint(one.readings[point])
            ]
            if len(apart) == 1:
                turning[apart[0]] = None
    return tuple(turning)
