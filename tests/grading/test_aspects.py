"""Answers that say several things: what fails is told of the aspect that failed."""

from __future__ import annotations

from contextlib import closing
from types import SimpleNamespace
from typing import Any

from datausage.examples import faithful
from datausage.grading.judge import Judge
from datausage.policy.edition import load
from datausage.steps.scenarios import scenarios
from datausage.targets.calling import Caller


def _always_allowed(response: str, session: Any, allowed: bool) -> dict[str, Any]:
    return {**faithful.survey_record(response, session, allowed), "setting": True}


def test_the_nearest_situation_is_told_of_the_aspect_that_failed() -> None:
    scenario = next(s for s in scenarios(load()) if s.rule == "agrees-survey-record")
    target = SimpleNamespace(survey_record=_always_allowed)
    with closing(Caller(lambda: target)) as caller:
        judge = Judge(caller, caller.fresh, frozenset({"survey_record"}), load(), {})
        finding = judge.check(scenario).finding
    assert finding is not None
    assert finding.aspect == "setting"
    assert finding.said == "changed"
    assert finding.nearest_answer == "unchanged"
    assert "'setting': True" in finding.returned
