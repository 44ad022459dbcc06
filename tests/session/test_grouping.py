"""Failures with one cause are one group, led by the rule that comes first in the edition."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from datausage.grading.grades import Exposure, Grade
from datausage.grading.results import FactShown, Finding, Population, Result
from datausage.policy.edition import load
from datausage.session.grouping import causes

EDITION = load()
FIRST, SECOND, THIRD = list(EDITION.rules)[:3]
FINDING = Finding(
    grade=Grade.VIOLATES,
    exposure=Exposure.EXPOSES,
    question="traffic",
    aspect="traffic",
    facts=(FactShown("service", "metrics", matters=True), FactShown("proxy", "none")),
    said="on",
    permitted=("off",),
    rules=(FIRST,),
    turns_on=(),
    detail="",
    nearest=(FactShown("DISABLE_TELEMETRY", "0"),),
    nearest_answer="off",
    replay="token",
)


def failed(rule: str, name: str = "one", **changed: Any) -> Result:
    """Return the result of a scenario of a rule that failed, with a changed finding."""
    return Result(
        rule=rule,
        part="telemetry",
        scenario=f"{rule}: {name}",
        question="traffic",
        grade=Grade.VIOLATES,
        population=Population(),
        finding=replace(FINDING, **changed),
    )


def grouped(*results: Result) -> list[list[str]]:
    """Return the scenarios of each cause, the one that is reported first."""
    found = causes(results, EDITION)
    return [[one.scenario for one in (cause.first, *cause.others)] for cause in found]


def test_the_same_wrong_answer_that_the_same_change_mends_has_one_cause() -> None:
    one, same = failed(FIRST), failed(SECOND, replay="another", rules=(SECOND,))
    assert grouped(one, same) == [[f"{FIRST}: one", f"{SECOND}: one"]]


@pytest.mark.parametrize(
    "changed",
    [
        {"question": "provider"},
        {"aspect": "another"},
        {"grade": Grade.INCOMPLETE},
        {"said": "undetermined"},
        {"permitted": ("off", "on")},
        {"nearest": (FactShown("CLAUDE_CODE_USE_VERTEX", "1"),)},
    ],
)
def test_what_differs_in_the_answer_or_in_what_mends_it_has_another_cause(
    changed: dict[str, Any],
) -> None:
    assert len(grouped(failed(FIRST), failed(SECOND, **changed))) == 2


def test_where_nothing_near_mends_it_what_matters_tells_causes_apart() -> None:
    alone = {"nearest": (), "nearest_answer": ""}
    same = {"facts": (FactShown("service", "surveys", matters=True),)}
    other = {"facts": (FactShown("proxy", "none", matters=True),)}
    assert len(grouped(failed(FIRST, **alone), failed(SECOND, **alone, **same))) == 1
    assert len(grouped(failed(FIRST, **alone), failed(SECOND, **alone, **other))) == 2


def test_errors_have_one_cause_where_the_same_was_thrown() -> None:
    broken = {"grade": Grade.ERRORED, "said": "raised", "detail": "KeyError: 'env'"}
    elsewhere = {**broken, "nearest": (), "facts": ()}
    other = {**broken, "detail": "ValueError"}
    found = grouped(failed(FIRST, **broken), failed(SECOND, **elsewhere), failed(THIRD, **other))
    assert found == [[f"{FIRST}: one", f"{SECOND}: one"], [f"{THIRD}: one"]]


def test_the_first_rule_of_the_edition_leads_in_whatever_order_results_come() -> None:
    check = failed("consistent-unrelated")
    results = [check, failed(SECOND, "two"), failed(SECOND), failed(FIRST)]
    wanted = [f"{FIRST}: one", f"{SECOND}: one", f"{SECOND}: two", check.scenario]
    assert grouped(*results) == [wanted] == grouped(*reversed(results))


def test_what_did_not_fail_has_no_cause() -> None:
    assert grouped(replace(failed(FIRST), finding=None, grade=Grade.CONFORMS)) == []
