"""Counting a run: the worst grade of every rule, and how much was asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from datausage.grading.grades import Exposure, Grade, fails, worst
from datausage.grading.results import by_point
from datausage.oracle.questions import QUESTIONS
from datausage.session.checks import agreement, consistency
from datausage.session.selection import Census

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from datausage.grading.results import Result
    from datausage.policy.edition import Edition, Part


@dataclass
class Tally:
    """The results of a run, counted."""

    edition: Edition
    results: tuple[Result, ...]
    census: Census = field(default_factory=Census)

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
        """The rules that are violated."""
        return [rule for rule, grade in self.grades.items() if grade is Grade.VIOLATES]

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
        """The rules, and the checks beside them, that did not pass."""
        grades = {**self.grades, **self.agreements, **self.consistencies}
        wrong = [rule for rule, grade in grades.items() if fails(grade)]
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
        """The questions that were to be asked and are not offered."""
        absent = {r.question for r in self.results if r.grade is Grade.NOT_OFFERED}
        # In the page's order: that of the results depends on the workers.
        return [question for question in QUESTIONS if question in absent]

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
        return f"deselected by {' and '.join(left)}"


def _worst(results: Iterable[Result]) -> dict[str, Grade]:
    grades: dict[str, list[Grade]] = {}
    for result in results:
        grades.setdefault(result.rule, []).append(result.grade)
    return {rule: grade for rule, found in grades.items() if (grade := worst(found))}
