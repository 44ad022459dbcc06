"""A run in numbers, counted from its checks; the same way when the record is checked again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datausage.evidence.record import Totals
from datausage.grading.grades import Exposure, Grade, fails
from datausage.grading.results import by_point

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from datausage.evidence.checks import Check, Population

_UNASKED = frozenset({None, Grade.NOT_OFFERED})


def totals(checks: Sequence[Check]) -> Totals:
    """Return the totals: of rules, and of the situations of all checks."""
    rules = [check for check in checks if check.kind == "rule"]
    violated = [check for check in rules if check.grade is Grade.VIOLATES]
    populations = list(_populations(checks))
    return Totals(
        rules=len(rules),
        checked=sum(check.grade not in _UNASKED for check in rules),
        violated=len(violated),
        exposing=sum(check.exposure is Exposure.EXPOSES for check in violated),
        asked=sum(population.asked for population in populations),
        distinct=sum(population.distinct for population in populations),
        judged=sum(population.judged for population in populations),
        calls=sum(population.calls for population in populations),
    )


def failing(checks: Iterable[Check]) -> tuple[Check, ...]:
    """Return the checks that did not pass."""
    return tuple(check for check in checks if fails(check.grade))


def passed(exit_code: int | None, checks: Sequence[Check]) -> bool:
    """Say whether a run passed: it ended with 0, something was judged, and nothing failed."""
    judged = any(population.judged for population in _populations(checks))
    return exit_code == 0 and judged and not failing(checks)


def readings(checks: Iterable[Check]) -> Mapping[str, tuple[str, ...]]:
    """Return the readings on which right answers relied, by open point."""
    return by_point(
        reading for check in checks for scenario in check.scenarios for reading in scenario.readings
    )


def _populations(checks: Iterable[Check]) -> Iterable[Population]:
    return (scenario.population for check in checks for scenario in check.scenarios)
