"""Every scenario, and every row of a table, has been seen to fail."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from datausage.grading.grades import Grade
from datausage.steps.scenarios import scenarios
from datausage.strength.catalogue import FAULTS
from datausage.strength.judging import EDITION, checked, judge

if TYPE_CHECKING:
    from datausage.grading.summing import Scenario

OPEN_THROUGHOUT = "agrees-error-event"
"""The page does not say what error logs hold: only a pinned reading makes an answer wrong."""


def _unseen() -> dict[str, Scenario]:
    """Return the scenarios that no planted fault makes fail, by name."""
    left = {scenario.name: scenario for scenario in scenarios(EDITION)}
    for fault in sorted(FAULTS, key=lambda fault: fault.stateful):
        asked = [s for s in left.values() if s.expectation.question.name == fault.question]
        if not asked:
            continue
        with judge(fault.target, effort="quick") as judging:
            for scenario in asked:
                if not judging.check(scenario).passed:
                    del left[scenario.name]
    return left


def test_every_scenario_and_every_row_of_a_table_has_been_seen_to_fail() -> None:
    assert {scenario.rule for scenario in _unseen().values()} == {OPEN_THROUGHOUT}


def _leaks_code(session: Any, happened: str) -> dict[str, Any]:
    return {"trace": session.code[0], "happened": happened}


def test_what_the_page_leaves_open_throughout_fails_under_a_pinned_reading() -> None:
    (scenario,) = [s for s in scenarios(EDITION) if s.rule == OPEN_THROUGHOUT]
    target = SimpleNamespace(error_event=_leaks_code)
    (freely,) = checked(lambda: target, [scenario], effort="quick")
    assert freely.grade is Grade.OPEN
    with judge(lambda: target, effort="quick") as judging:
        pinned = replace(judging, pins={"error-content": "as-metrics"})
        assert pinned.check(scenario).grade is Grade.VIOLATES
