"""Then: each outcome is put to the target, for all situations of the narrowed universe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pytest_bdd import parsers, then

from datausage.grading.asking import Expectation
from datausage.grading.summing import Scenario
from datausage.oracle.questions import QUESTIONS
from datausage.steps.outcomes import OUTCOMES, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from datausage.grading.judge import Judge
    from datausage.grading.results import Result
    from datausage.policy.edition import Edition
    from datausage.steps.given import Narrowing

AGREES = "agrees-"


def _placed(node: Any, narrowing: Narrowing, outcome: Expectation, edition: Edition) -> Scenario:
    """Return the scenario, with the rule and the part that its tags name."""
    rules = [edition.rules[tag] for tag in sorted(node.tags) if tag in edition.rules]
    if rules:
        rule = rules[0]
        return Scenario(rule.id, rule.part, node.name, narrowing, outcome, rule.floor)
    parts = [part.id for part in edition.parts if part.id in node.tags]
    name = outcome.question.name.replace("_", "-")
    return Scenario(AGREES + name, parts[0], node.name, narrowing, outcome)


def _expected(outcome: Outcome) -> Expectation:
    question = QUESTIONS[outcome.question]
    aspects = tuple(question.aspect(name) for name in outcome.aspects)
    return Expectation(question, aspects, outcome.answers)


def _outcome(outcome: Outcome) -> Callable[..., None]:
    def holds(
        request: pytest.FixtureRequest,
        narrowing: Narrowing,
        judge: Judge,
        record: Callable[[Result], None],
    ) -> None:
        scenario = _placed(request.node, narrowing, _expected(outcome), judge.edition)
        record(judge.check(scenario))

    return holds


for _phrase, _stated in OUTCOMES.items():
    then(_phrase)(_outcome(_stated))


@then(parsers.parse("the recorded rating is {rating}"))
def _rating(
    request: pytest.FixtureRequest,
    narrowing: Narrowing,
    judge: Judge,
    record: Callable[[Result], None],
    rating: str,
) -> None:
    outcome = Outcome("survey_record", ("rating",), frozenset({rating}))
    _outcome(outcome)(request, narrowing, judge, record)


@then(parsers.parse("the target agrees with the reference on {question}"))
def _agrees(
    request: pytest.FixtureRequest,
    narrowing: Narrowing,
    judge: Judge,
    record: Callable[[Result], None],
    question: str,
) -> None:
    name = question.replace(" ", "_")
    asked = QUESTIONS[name]
    scenario = _placed(
        request.node, narrowing, Expectation(asked, asked.aspects), judge.edition
    )
    record(judge.check(scenario))
