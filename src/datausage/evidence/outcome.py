"""What a scenario came to, in the three words that other formats have for it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from datausage.evidence.reviewed import label
from datausage.grading.grades import Exposure, Grade, fails

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.evidence.checks import Check, Scenario

_HEADLINES = {
    Grade.VIOLATES: "is violated",
    Grade.ERRORED: "could not be checked: the target failed",
    Grade.NONDETERMINISTIC: "cannot be relied on: the target gave two answers to one question",
    Grade.INCOMPLETE: "is left undecided: the policy decides, and the target says undetermined",
    Grade.INSUFFICIENT: "has insufficient evidence",
}
_SKIPPED = frozenset({Grade.NOT_OFFERED, Grade.UNJUDGED})


class Outcome(Enum):
    """What a scenario came to; where nothing was judged it is skipped, as in the run itself."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


def outcome(grade: Grade) -> Outcome:
    """Return what a grade amounts to."""
    if grade in _SKIPPED:
        return Outcome.SKIPPED
    return Outcome.FAILED if fails(grade) else Outcome.PASSED


def came_to(scenario: Scenario, covered: Mapping[str, str]) -> Outcome:
    """Return what a scenario amounts to in a format that has no word for what is waived.

    Args:
        scenario: the scenario.
        covered: the names of the scenarios that are waived.
    """
    return Outcome.SKIPPED if scenario.name in covered else outcome(scenario.grade)


def headline(check: str, grade: Grade, exposure: Exposure | None) -> str:
    """Return what is to be said of a scenario of a check in one line."""
    exposed = ", and data is exposed" if exposure is Exposure.EXPOSES else ""
    return f"{check} {_HEADLINES.get(grade, f'is graded {grade}')}{exposed}"


def summed_up(check: Check, scenario: Scenario) -> str:
    """Return the headline of a scenario, and where its check is suspect that it is."""
    exposure = scenario.finding.exposure if scenario.finding else None
    said = headline(check.id, scenario.grade, exposure)
    return f"{said}; judged {label(check)}" if check.suspect else said
