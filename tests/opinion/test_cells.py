"""Decision tables of the oracle against the documented examples, cell by cell.

Inside what a scenario gives, every cell is within what it states. Outside, where one condition is
broken and the others are kept, some cell is not: each condition matters, or there is a reason.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from datausage.oracle.questions import QUESTIONS
from datausage.oracle.rulings import ruled
from datausage.oracle.verdicts import Oracle
from datausage.policy.edition import load
from datausage.steps.scenarios import scenarios
from datausage.universe.catalogue import SPACES
from datausage.universe.tables import tabulated

from .stories import BEDROCK, BUGS, COMMON, ERRORS, METRICS, VERTEX

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from datausage.grading.summing import Scenario
    from datausage.oracle.verdicts import Verdict
    from datausage.universe.spaces import Value

    Given = Mapping[str, tuple[Value, ...]]

# What is done with an environment is no fact of it: see test_deeds.
STATED = [
    scenario
    for scenario in scenarios(load())
    if scenario.expectation.answers is not None and not scenario.expectation.question.subject
]
MOST = 2_000
RULES = list(dict.fromkeys(scenario.rule for scenario in STATED))

ON: Given = {"setting when added": ("on",)}
ASKED_FOR: Given = {"public issue": ("asked for",)}
BESIDE: dict[str, Given] = {
    # With the plainest setting, which is off, or without a request, the answer is the same anyway.
    "training-commercial": ON,
    "training-commercial-terms-stay": ON,
    # In a session at rest, a later consent changes nothing.
    "training-consumer-off": {"session afterwards": ("resumed",)},
    "programme-explicit-only": ON,
    "programme-not-through-cloud": ON,
    "retention-commercial": ON,
    "feedback-voluntary": ASKED_FOR,
    "bug-opt-out-sends-nothing": ASKED_FOR,
}
"""Values of facts that are not given, with which the conditions of a rule show that they matter."""


def both_places(*variables: str) -> set[str]:
    return {name for variable in variables for name in (variable, f"{variable} in settings")}


MATTERS_NOT: dict[str, dict[str, set[str]]] = {
    "it holds of others, too, by a rule of its own": {
        "choice-until-deadline": {"signed up", "choices"},
        "training-commercial-terms-stay": {"plan"},
        "training-refused-stays-out": {"setting changed later"},
        "presence-five-years": {"plan when added", "setting changed later"},
        "both-providers-off": both_places(BEDROCK, VERTEX),
        "programme-admin-opt-in": {"method"},
    },
    "that it does not matter is what the rule says": {
        "presence-zero": {"last activity", "age"},
        "cloud-same-training": {"venue"},
        "cloud-same-retention": {"venue"},
        "nothing-undoes-an-opt-out": {METRICS, ERRORS, BUGS},
    },
    "it is given that nothing else is at work": {
        "bug-full-history": both_places(METRICS, ERRORS),
        "bug-protected": both_places(METRICS, ERRORS),
        "cloud-providers-off": both_places(COMMON, METRICS, ERRORS, BUGS),
    },
}
"""Conditions that change nothing when they alone are broken: by reason, rule and fact."""

OF_EVERYTHING = {
    "survey-only-rating",
    "survey-leaves-setting",
    "cloud-credentials-stay-out",
    "cloud-outbound-by-proxy",
    "metrics-no-code",
    "metrics-no-paths",
}
"""Rules that give no condition, and so have no outside."""


def within(found: Verdict, scenario: Scenario) -> bool:
    answers = scenario.expectation.answers
    return answers is not None and not found.silent and found.permitted <= answers


def cells(scenario: Scenario, given: Given) -> Iterator[Verdict]:
    """Yield the cells of the tables over the facts that a scenario narrows, where they are so."""
    oracle, question = Oracle(load()), scenario.expectation.question.name
    beside = {**BESIDE.get(scenario.rule, {}), **given}
    for aspect in scenario.expectation.aspects:
        table = tabulated(question, aspect.name, list(scenario.given), oracle, given=beside)
        yield from table.values()


def outside(scenario: Scenario, fact: str) -> Iterator[Verdict]:
    """Yield the cells in which one condition is broken; of the others' values the first ones."""
    space = SPACES[scenario.expectation.question.name]
    whole = space.facts[space.names.index(fact)]
    kept = scenario.given[fact]
    broken = tuple(value for value in (*whole.values, *whole.edges) if value not in kept)
    others = {name: values for name, values in scenario.given.items() if name != fact}
    most = 20
    while math.prod(len(v[:most]) for v in others.values()) * len(broken) > MOST:
        most -= 1
    yield from cells(scenario, {**{n: v[:most] for n, v in others.items()}, fact: broken})


def unmattering(rule: str) -> set[str]:
    """Return the facts of which no condition alone matters, in any scenario of a rule."""
    mine = [scenario for scenario in STATED if scenario.rule == rule]
    found: dict[str, bool] = {}
    for scenario in mine:
        for fact in scenario.given:
            found[fact] = found.get(fact, False) or not all(
                within(cell, scenario) for cell in outside(scenario, fact)
            )
    return {fact for fact, matters in found.items() if not matters}


BY_NAME = pytest.mark.parametrize("scenario", STATED, ids=lambda s: f"{s.rule}/{s.name}")


@BY_NAME
def test_every_cell_inside_what_is_given_is_within_what_is_stated(scenario: Scenario) -> None:
    inside = list(cells(scenario, scenario.given))
    assert inside
    assert all(within(cell, scenario) for cell in inside)


@pytest.mark.parametrize("rule", RULES)
def test_each_condition_of_a_rule_matters_or_there_is_a_reason(rule: str) -> None:
    reasoned = [facts[rule] for facts in MATTERS_NOT.values() if rule in facts]
    assert unmattering(rule) == set().union(*reasoned)


def test_reasons_are_given_of_rules_that_there_are() -> None:
    reasoned = {rule for facts in MATTERS_NOT.values() for rule in facts}
    assert reasoned | set(BESIDE) | OF_EVERYTHING <= set(RULES)


@BY_NAME
def test_outside_what_a_scenario_gives_some_cell_is_not_within_what_it_states(
    scenario: Scenario,
) -> None:
    some = any(
        not within(cell, scenario) for fact in scenario.given for cell in outside(scenario, fact)
    )
    assert some is bool(scenario.given)
    assert bool(scenario.given) is (scenario.rule not in OF_EVERYTHING)


@BY_NAME
def test_a_table_of_an_oracle_that_says_the_contrary_or_always_the_same_is_found(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    stated = scenario.expectation.answers
    assert stated is not None

    def say(answers: frozenset[str]) -> None:
        question = scenario.expectation.question
        rule: Any = lambda situation, policy: ruled(answers, "some-rule")  # noqa: E731
        aspects = tuple(replace(aspect, rule=rule) for aspect in question.aspects)
        monkeypatch.setitem(QUESTIONS, question.name, replace(question, aspects=aspects))

    say(scenario.expectation.aspects[0].domain - stated)
    assert not any(within(cell, scenario) for cell in cells(scenario, scenario.given))
    say(stated)
    assert all(within(cell, scenario) for f in scenario.given for cell in outside(scenario, f))
