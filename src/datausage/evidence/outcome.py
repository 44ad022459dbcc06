"""What a scenario came to, in the three words that other formats have for it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from datausage.grading.grades import PASSING, Exposure, Grade

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.evidence.checks import Scenario

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
    return Outcome.PASSED if grade in PASSING else Outcome.FAILED


def came_to(scenario: Scenario, covered: Mapping[str, str]) -> Outcome:
    """Return what a scenario amounts to in a format that has no word for what is waived.

    Args:
        scenario: the scenario.
        covered: the names of the scenarios that are waived.
    """
    return Outcome.SKIPPED if scenario.name in covered else outcome(scenario.grade)


def headline(check: str, scenario: Scenario) -> str:
    """Return what is to be said of a scenario of a check in one line."""
    found = scenario.finding
    exposes = found is not None and found.exposure is Exposure.EXPOSES
    what = _HEADLINES.get(scenario.grade, f"is graded {scenario.grade}")
    return f"{check} {what}{', and data is exposed' if exposes else ''}"
