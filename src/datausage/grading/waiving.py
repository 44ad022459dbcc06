"""What waivers do to the results of a run: what they cover, and whether they are still needed.

A scenario is waived where every kind of failure found in it is covered. What a target did not
answer, or not twice alike, or was asked too little of, is never waived: it hides what is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from datausage.grading.grades import PASSING, Grade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from datausage.grading.results import Deviation, Result
    from datausage.policy.waivers import Checked, Scope, Waiver

WAIVABLE: Final = frozenset({Grade.VIOLATES, Grade.INCOMPLETE})
"""Grades of an answer that is there and is not the right one."""

_SHOWN_RIGHT = frozenset({Grade.CONFORMS, Grade.OPEN, Grade.CONTESTED})
AGREES: Final = "agrees-"
LEAST: Final = "quick"
"""The effort that leaves out too much."""


def enough(effort: str, calls: int | None, replay: str | None) -> Callable[[Result], bool]:
    """Return what says whether a scenario was asked enough for its silence to mean something.

    That is so with the usual effort and more, and with less where all that there is was asked.
    """
    whole = effort != LEAST and calls is None and replay is None

    def asked(result: Result) -> bool:
        population = result.population
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
        self, results: Iterable[Result], enough: Callable[[Result], bool]
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
            if result.grade in _SHOWN_RIGHT and enough(result)
        }
        return {one: self._standing(one, used, right) for one in self.entries}

    def _standing(self, one: Waiver, used: set[int], right: set[tuple[str, str]]) -> Standing:
        if one.expired(self.day):
            return Standing.EXPIRED
        if one.number in used:
            return Standing.IN_FORCE
        asked = self.checked.questions[one.rule]
        about = [(one.rule, name) for name, q in asked.items() if self._may_be(one.scope, name, q)]
        return Standing.STALE if right.issuperset(about) else Standing.UNTESTED

    def _may_be(self, scope: Scope, scenario: str, question: str) -> bool:
        """Say whether a scope may have to do with a scenario, whatever service that is about."""
        if scope.kind == "service":
            return scope.name in self.checked.services.get(question, ())
        return _within(scope, scenario, question, "")


def _within(scope: Scope, scenario: str, question: str, service: str) -> bool:
    if scope.kind == "question":
        return scope.name == question
    if scope.kind == "service":
        return scope.name == service
    return scope.kind != "scenario" or scope.name == scenario
