"""Grouping failures: what has one cause gets one report, and is listed with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from datausage.grading.grades import Grade

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from datausage.grading.results import Finding, Result
    from datausage.policy.edition import Edition


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause: the failure that is reported in full, and the others that it explains."""

    first: Result
    others: tuple[Result, ...]


def causes(results: Iterable[Result], edition: Edition) -> list[Cause]:
    """Return the causes of what failed, in the order of the rules.

    Two failures have one cause where the target said the same wrong thing to the same question,
    and the same change would have made it right. Of those a rule goes before other checks.
    """
    order = {rule: number for number, rule in enumerate(edition.rules)}

    def place(result: Result) -> tuple[int, str, str]:
        # Not as they came in: with several processes that is chance.
        return order.get(result.rule, len(order)), result.rule, result.scenario

    groups: dict[Hashable, list[Result]] = {}
    for result in sorted(results, key=place):
        if result.finding is not None:
            groups.setdefault(_signature(result.finding), []).append(result)
    return [Cause(first, tuple(others)) for first, *others in groups.values()]


def _signature(finding: Finding) -> Hashable:
    if finding.grade in (Grade.ERRORED, Grade.NONDETERMINISTIC):
        return finding.question, finding.grade, finding.detail
    mending = tuple(fact.name for fact in finding.nearest)
    mattering = tuple(fact.name for fact in finding.facts if fact.matters)
    return (
        finding.question,
        finding.aspect,
        finding.grade,
        finding.said,
        finding.permitted,
        mending or mattering,
    )
