"""Every rule's check has been seen to fail: by mistakes of the kind that are really made."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from datausage.examples import faithful
from datausage.grading.grades import Grade
from datausage.oracle.questions import QUESTIONS
from datausage.strength.catalogue import FAULTS
from datausage.strength.judging import AGREES, EDITION, by_rule, checked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _pytest.mark import ParameterSet

    from datausage.grading.results import Finding, Result
    from datausage.strength.planted import Fault

NO_ROOM = {
    "selection": "its rules ask about every moment about which the page decides",
    "metrics_event": "its rules ask about every aspect about which the page speaks",
    "protection": "its rules ask about every stream about which the page speaks",
    "error_event": "the page does not say what error logs hold, so that nothing is wrong",
}
"""Questions about which nothing is left that no rule asks about, but the agreement does."""


def _called(fault: Fault, rule: str) -> str:
    return f"{rule}: {fault.name}"


def _caught(faults: Iterable[Fault]) -> list[ParameterSet]:
    return [
        pytest.param(fault, rule, id=_called(fault, rule))
        for fault in faults
        for rule in fault.rules
    ]


ESCAPES = [
    pytest.param(
        fault, rule, id=_called(fault, rule), marks=pytest.mark.xfail(reason=why, strict=True)
    )
    for fault in FAULTS
    for rule, why in fault.escapes.items()
]
REPEATABLE = _caught(fault for fault in FAULTS if not fault.stateful)
LEFT_TO_AGREEMENT = [
    fault
    for fault in FAULTS
    if all(rule.startswith(AGREES) for rule in fault.rules) and not fault.stateful
    if any(rule.startswith(AGREES) for rule in (*fault.rules, *fault.escapes))
]


@cache
def found(fault: Fault, rule: str) -> Result:
    """Return the result of the first scenario of a rule that fails, or of the last one."""
    return checked(fault.target, by_rule()[rule])[-1]


def finding(fault: Fault, rule: str) -> Finding:
    result = found(fault, rule).finding
    assert result is not None
    return result


@pytest.mark.parametrize(("fault", "rule"), [*_caught(FAULTS), *ESCAPES])
def test_the_rule_catches_the_fault(fault: Fault, rule: str) -> None:
    wrong = {Grade.VIOLATES, Grade.NONDETERMINISTIC} if fault.stateful else {Grade.VIOLATES}
    assert found(fault, rule).grade in wrong, f"nobody noticed: {fault.behave.__doc__}"


@pytest.mark.parametrize(("fault", "rule"), REPEATABLE)
def test_the_situation_found_fails_again_alone(fault: Fault, rule: str) -> None:
    once = finding(fault, rule)
    replayed = checked(fault.target, by_rule()[rule], replay=once.replay)[-1]
    assert replayed.grade is Grade.VIOLATES
    assert replayed.finding is not None
    assert (replayed.finding.said, replayed.finding.facts) == (once.said, once.facts)


@pytest.mark.parametrize(("fault", "rule"), REPEATABLE)
def test_the_faithful_implementation_is_right_in_the_situation_found(
    fault: Fault, rule: str
) -> None:
    token = finding(fault, rule).replay
    results = checked(lambda: faithful, by_rule()[rule], replay=token)
    assert [result.finding for result in results if not result.passed] == []
    assert any(result.population.distinct for result in results)


@pytest.mark.parametrize(("fault", "rule"), REPEATABLE)
def test_facts_matter_unless_the_target_is_wrong_everywhere(fault: Fault, rule: str) -> None:
    result, plainest = found(fault, rule), finding(fault, rule)
    mattering = [fact.name for fact in plainest.facts if fact.matters]
    assert bool(mattering) == bool(plainest.nearest)
    assert mattering or result.failures == result.population.distinct


@pytest.mark.parametrize("rule", list(by_rule()))
def test_the_faithful_implementation_passes(rule: str) -> None:
    results = checked(lambda: faithful, by_rule()[rule], effort="quick")
    assert [result.finding for result in results if not result.passed] == []


@pytest.mark.parametrize("fault", LEFT_TO_AGREEMENT, ids=lambda fault: fault.name)
def test_no_rule_catches_what_is_left_to_the_agreement(fault: Fault) -> None:
    asked = [
        scenario
        for rule in EDITION.rules
        for scenario in by_rule()[rule]
        if scenario.expectation.question.name == fault.question
    ]
    results = checked(fault.target, asked, effort="quick")
    assert [result.rule for result in results if not result.passed] == []


def test_every_rule_has_been_seen_to_fail() -> None:
    seen = {rule for fault in FAULTS for rule in fault.rules}
    assert [rule for rule in EDITION.rules if rule not in seen] == []


def test_faults_are_about_rules_that_exist() -> None:
    named = {rule for fault in FAULTS for rule in (*fault.rules, *fault.escapes)}
    assert named <= set(by_rule())


def test_every_question_leaves_something_to_the_agreement() -> None:
    left = {fault.question for fault in LEFT_TO_AGREEMENT}
    assert left.isdisjoint(NO_ROOM)
    assert left | set(NO_ROOM) == set(QUESTIONS)


def test_names_of_faults_are_unique() -> None:
    names = [fault.name for fault in FAULTS]
    assert len(set(names)) == len(names)
