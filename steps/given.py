"""Given: each condition narrows the universe that the scenario is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pytest_bdd import given, parsers

from datausage.oracle.switches import VARIABLES
from datausage.steps.conditions import CONDITIONS
from datausage.universe.configurations import filed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from datausage.universe.spaces import Value

Narrowing = dict[str, "tuple[Value, ...]"]

PATTERNS: dict[str, str] = {
    'the process environment sets {variable} to "{value}"': "one variable, one value",
    "an account on the {plan} plan": "one plan",
    "the user answers {response}": "one answer to the survey",
}
"""The phrases that take an argument, for tables of examples."""


@pytest.fixture
def narrowing() -> Narrowing:
    """Begin with no condition."""
    return {}


def _condition(facts: Mapping[str, tuple[Value, ...]]) -> Callable[[Narrowing], Narrowing]:
    def narrow(narrowing: Narrowing) -> Narrowing:
        return {**narrowing, **facts}

    return narrow


for _phrases in CONDITIONS.values():
    for _phrase, _facts in _phrases.items():
        given(_phrase, target_fixture="narrowing")(_condition(_facts))


@given(
    parsers.parse('the process environment sets {variable} to "{value}"'),
    target_fixture="narrowing",
)
def _sets(narrowing: Narrowing, variable: str, value: str) -> Narrowing:
    if variable not in VARIABLES:
        raise LookupError(f"the policy knows no variable {variable}")
    return {**narrowing, variable: (value,), filed(variable): (None,)}


@given(parsers.parse("an account on the {plan} plan"), target_fixture="narrowing")
def _plan(narrowing: Narrowing, plan: str) -> Narrowing:
    return {**narrowing, "plan": (plan,)}


@given(parsers.parse("the user answers {response}"), target_fixture="narrowing")
def _answers(narrowing: Narrowing, response: str) -> Narrowing:
    return {**narrowing, "response": (response,)}
