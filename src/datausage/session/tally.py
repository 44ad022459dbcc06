"""Counting a run: the worst grade of every rule, and how much was asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from datausage.grading.coherence import coherence, strongest
from datausage.grading.grades import Exposure, Grade, fails, worst
from datausage.grading.results import by_point
from datausage.grading.waiving import FAILING
from datausage.oracle.questions import QUESTIONS
from datausage.session.checks import agreement, consistency
from datausage.session.selection import Census

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from datausage.evidence.watched import Watched
    from datausage.grading.coherence import Coherence, Reliance
    from datausage.grading.results import Result
    from datausage.grading.waiving import Counted, Standing, Waivers
    from datausage.policy.edition import Edition, Part
    from datausage.policy.waivers import Waiver


@dataclass
class Tally:
    """The results of a run, counted.

    ``enough`` says whether a scenario was asked enough for its silence to mean something,
    ``declared`` has the readings that the target declares, ``watched`` what its runs have told.
    """

    edition: Edition
    results: tuple[Result, ...]
    census: Census = field(default_factory=Census)
    waivers: Waivers | None = None
    enough: Callable[[Counted], bool] = bool
    declared: Mapping[str, str] = field(default_factory=dict)
    watched: Watched | None = None

    @cached_property
    def grades(self) -> Mapping[str, Grade]:
        """The worst grade of every rule that has a result."""
        return _worst(r for r in self.results if r.rule in self.edition.rules)

    @cached_property
    def agreements(self) -> Mapping[str, Grade]:
        """The worst grade of every agreement with the reference that has a result."""
        return _worst(r for r in self.results if agreement(r.rule))

    @cached_property
    def consistencies(self) -> Mapping[str, Grade]:
        """The worst grade of every comparison of answers with each other that has a result."""
        offered = (r for r in self.results if r.grade is not Grade.NOT_OFFERED)
        return _worst(r for r in offered if consistency(r.rule))

    @property
    def checked(self) -> list[str]:
        """The rules that were checked, whatever came out."""
        return [rule for rule, grade in self.grades.items() if grade is not Grade.NOT_OFFERED]

    @property
    def violated(self) -> list[str]:
        """The rules that are violated, and not waived."""
        left = set(self.failing)
        return [rule for rule, g in self.grades.items() if g is Grade.VIOLATES and rule in left]

    @cached_property
    def covered(self) -> Mapping[str, tuple[Waiver, ...]]:
        """The waivers that cover what is wrong in a scenario, by its name; of others nothing."""
        if self.waivers is None:
            return {}
        covered = {result.scenario: self.waivers.covering(result) for result in self.results}
        return {name: covering for name, covering in covered.items() if covering}

    def waived_by(self, waiver: Waiver) -> list[str]:
        """Return the names of the scenarios that a waiver helps to waive."""
        return [name for name, covering in self.covered.items() if waiver in covering]

    @cached_property
    def standings(self) -> Mapping[Waiver, Standing]:
        """How each waiver stands after this run."""
        return self.waivers.standings(self.results, self.enough) if self.waivers else {}

    @cached_property
    def reliances(self) -> tuple[Reliance, ...]:
        """The answers that rely on readings, as far as no other one implies them."""
        return strongest(one for result in self.results for one in result.reliances)

    @cached_property
    def coherence(self) -> Coherence:
        """What the answers say together, also about the readings that the target declares."""
        return coherence(self.reliances, self.declared)

    @property
    def lapsed(self) -> bool:
        """Whether a waiver fails the run."""
        return any(standing in FAILING for standing in self.standings.values())

    @property
    def strangers(self) -> int:
        """How much went where nobody knows; any of it fails the run."""
        return self.watched.unclassified if self.watched else 0

    @property
    def waived(self) -> list[str]:
        """The rules, and the checks beside them, of which all that is wrong is waived."""
        wrong = [r.rule for r in self.results if r.scenario in self.covered]
        left = set(self.failing)
        return [name for name in dict.fromkeys(wrong) if name not in left]

    @property
    def exposing(self) -> set[str]:
        """The rules, and the checks beside them, with a deviation that exposes data."""
        return {
            result.rule
            for result in self.results
            if result.finding is not None and result.finding.exposure is Exposure.EXPOSES
        }

    @property
    def failing(self) -> list[str]:
        """The rules, and the checks beside them, that did not pass and are not waived."""
        known = {**self.grades, **self.agreements, **self.consistencies}
        left = (r for r in self.results if fails(r.grade) and r.scenario not in self.covered)
        wrong = {result.rule for result in left if result.rule in known}
        order = list(self.edition.rules)
        return sorted(
            wrong, key=lambda rule: (order.index(rule) if rule in order else len(order), rule)
        )

    @property
    def nothing(self) -> bool:
        """Whether nothing at all was checked: asking where the policy is silent is no check."""
        return not any(result.population.judged for result in self.results)

    @property
    def not_offered(self) -> list[str]:
        """The questions that were to be asked, and of which nothing is offered."""
        absent, there = self._offers
        # In the page's order: that of the results depends on the workers.
        return [question for question in QUESTIONS if question in absent - there]

    @property
    def offered_in_part(self) -> list[str]:
        """The questions of which something is offered, and something else is not."""
        absent, there = self._offers
        return [question for question in QUESTIONS if question in absent & there]

    @property
    def _offers(self) -> tuple[set[str], set[str]]:
        absent = {r.question for r in self.results if r.grade is Grade.NOT_OFFERED}
        return absent, {r.question for r in self.results if r.grade is not Grade.NOT_OFFERED}

    @cached_property
    def readings(self) -> Mapping[str, tuple[str, ...]]:
        """The readings on which right answers relied, by open point; one, where all is coherent."""
        return by_point(reading for result in self.results for reading in result.readings)

    def by_grade(self, part: Part) -> Counter[Grade | None]:
        """Count the rules of a part by grade; under None those without a result."""
        return Counter(self.grades.get(rule.id) for rule in self.edition.rules_of(part.id))

    def unchecked(self) -> Counter[str]:
        """Count the rules without a result, by the reason for it."""
        reasons: Counter[str] = Counter()
        for rule in self.edition.rules:
            if rule not in self.grades:
                reasons[self.reason(rule)] += 1
        return reasons

    def reason(self, rule: str) -> str:
        """Return why a rule, or a check beside the rules, has no result."""
        there = self.census.scenarios.get(rule, 0)
        # A run that was interrupted may have ended before anybody counted.
        if not self.census.scenarios:
            return "not reached"
        if not there:
            return "without a scenario"
        left = {
            reason: rules[rule] for reason, rules in self.census.deselected.items() if rule in rules
        }
        if sum(left.values()) < there:
            return "not reached"
        return f"deselected by {' and '.join(sorted(left))}"


def _worst(results: Iterable[Result]) -> dict[str, Grade]:
    grades: dict[str, list[Grade]] = {}
    for result in results:
        grades.setdefault(result.rule, []).append(result.grade)
    return {rule: grade for rule, found in grades.items() if (grade := worst(found))}
