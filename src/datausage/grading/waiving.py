"""What waivers do to the results of a run: what they cover, and whether they are still needed.

A scenario is waived where every kind of failure found in it is covered. What a target did not
answer, or not twice alike, or was asked too little of, is never waived: it hides what is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

from datausage.grading.grades import PASSING, Grade

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import date

    from datausage.grading.results import Deviation, Result
    from datausage.policy.waivers import Checked, Scope, Waiver

WAIVABLE: Final = frozenset({Grade.VIOLATES, Grade.INCOMPLETE})
"""Grades of an answer that is there and is not the right one."""

SHOWN_RIGHT: Final = frozenset({Grade.CONFORMS, Grade.OPEN, Grade.CONTESTED})
AGREES: Final = "agrees-"
LEAST: Final = "quick"
"""The effort that leaves out too much."""


class Counted(Protocol):
    """How much of what there is was asked of a scenario."""

    @property
    def judged(self) -> int:
        """How many situations were judged."""

    @property
    def cells(self) -> int:
        """How many combinations of plain values there are."""

    @property
    def cells_covered(self) -> int:
        """How many of these were asked about."""

    @property
    def edges(self) -> int:
        """How many boundaries there are."""

    @property
    def edges_covered(self) -> int:
        """How many of these were asked about."""


def enough(effort: str, calls: int | None, replay: str | None) -> Callable[[Counted], bool]:
    """Return what says whether a scenario was asked enough for its silence to mean something.

    That is so with the usual effort and more, and with less where all that there is was asked.
    """
    whole = effort != LEAST and calls is None and replay is None

    def asked(population: Counted) -> bool:
        covered = (population.cells_covered, population.edges_covered)
        return whole or (population.judged > 0 and covered == (population.cells, population.edges))

    return asked


class Standing(StrEnum):
    """How a waiver stands after a run."""

    IN_FORCE = "in force"
    UNTESTED = "not put to the test"
    STALE = "stale"
    EXPIRED = "expired"


FAILING: Final = frozenset({Standing.STALE, Standing.EXPIRED})
"""Standings that fail a run."""


@dataclass(frozen=True, slots=True)
class Waivers:
    """The waivers of a run, and the day on which it began; ``file`` is as the user named it."""

    entries: tuple[Waiver, ...]
    day: date
    checked: Checked
    file: str

    def covering(self, result: Result) -> tuple[Waiver, ...]:
        """Return the waivers that cover all that is wrong in a result; none where some is left.

        A waiver of a rule also covers what an agreement with the reference finds wrong where that
        rule decides.
        """
        failed = {grade for grade, count in result.population.grades if count} - PASSING
        if result.passed or not failed or not failed <= WAIVABLE:
            return ()
        used: dict[int, Waiver] = {}
        for deviation in result.deviations:
            covering = [one for one in self.entries if self._covers(one, result, deviation)]
            if not covering:
                return ()
            used.update((one.number, one) for one in covering)
        return tuple(used[number] for number in sorted(used))

    def _covers(self, waiver: Waiver, result: Result, deviation: Deviation) -> bool:
        if waiver.expired(self.day):
            return False
        agreed = result.rule.startswith(AGREES) and waiver.rule in deviation.rules
        if waiver.rule != result.rule and not agreed:
            return False
        return _within(waiver.scope, result.scenario, result.question, deviation.service)

    def standings(
        self, results: Iterable[Result], enough: Callable[[Counted], bool]
    ) -> Mapping[Waiver, Standing]:
        """Return how each waiver stands.

        It is stale if it covers nothing, and every scenario that it is about was asked enough and
        found right.

        Args:
            results: the results of the run.
            enough: whether a scenario was asked enough for its silence to mean something.
        """
        known = list(results)
        used = {one.number for result in known for one in self.covering(result)}
        right = {
            (result.rule, result.scenario)
            for result in known
            if result.grade in SHOWN_RIGHT and enough(result.population)
        }
        found = {}
        for one in self.entries:
            if one.expired(self.day):
                found[one] = Standing.EXPIRED
            elif one.number in used:
                found[one] = Standing.IN_FORCE
            else:
                found[one] = unused(one.rule, one.scope, self.checked, right)
        return found


def unused(
    rule: str, scope: Scope, checked: Checked, right: Collection[tuple[str, str]]
) -> Standing:
    """Return how a waiver stands that covers nothing.

    Args:
        rule: the rule that is waived.
        scope: which of its findings.
        checked: which scenarios there are.
        right: the rules and names of scenarios that were asked enough and found right.
    """
    asked = checked.questions[rule].items()
    about = {(rule, name) for name, question in asked if _may_be(scope, name, question, checked)}
    return Standing.STALE if about.issubset(right) else Standing.UNTESTED


def _may_be(scope: Scope, scenario: str, question: str, checked: Checked) -> bool:
    """Say whether a scope may have to do with a scenario, whatever service that is about."""
    if scope.kind == "service":
        return scope.name in checked.services.get(question, ())
    return _within(scope, scenario, question, "")


def _within(scope: Scope, scenario: str, question: str, service: str) -> bool:
    if scope.kind == "question":
        return scope.name == question
    if scope.kind == "service":
        return scope.name == service
    return scope.kind != "scenario" or scope.name == scenario
