"""The faithful example under the readings it declares: a second opinion on the reference."""

from __future__ import annotations

from contextlib import closing

import pytest

from datausage.examples import faithful
from datausage.grading.grades import Grade
from datausage.grading.judge import Judge
from datausage.oracle.questions import QUESTIONS
from datausage.policy.edition import load
from datausage.steps.scenarios import scenarios
from datausage.targets.calling import Caller

AGREEMENTS = [s for s in scenarios(load()) if s.rule.startswith("agrees-")]
SILENT = {"error_event"}
"""Questions about which the page says nothing under the declared readings."""


@pytest.mark.parametrize("scenario", AGREEMENTS, ids=lambda scenario: scenario.rule)
def test_with_every_open_point_pinned_to_what_it_declares_the_faithful_example_conforms(
    scenario,
) -> None:
    with closing(Caller(lambda: faithful)) as caller:
        judge = Judge(caller, caller.fresh, frozenset(QUESTIONS), load(), faithful.READINGS)
        result = judge.check(scenario)
    silent = scenario.expectation.question.name in SILENT
    assert result.grade is (Grade.UNJUDGED if silent else Grade.CONFORMS), result.finding
