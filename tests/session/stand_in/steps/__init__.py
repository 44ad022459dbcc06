"""Steps that record what a feature says, or ask one question."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from pytest_bdd import given, parsers, then

from datausage.grading.grades import Exposure, Grade
from datausage.grading.results import FactShown, Finding, Population, Result
from datausage.oracle.questions import QUESTIONS
from datausage.policy.edition import load
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

if TYPE_CHECKING:
    from collections.abc import Callable

    from datausage.grading.judge import Judge


@given(parsers.parse('the question "{name}"'), target_fixture="question")
def question(name: str) -> str:
    return name


@pytest.fixture
def blank(request: pytest.FixtureRequest, question: str, judge: Judge) -> Result:
    rules = load().rules
    markers = [marker.name for marker in request.node.iter_markers()]
    rule = next(name for name in markers if name in rules or name.startswith("agrees-"))
    return Result(
        rule=rule,
        part=rules[rule].part if rule in rules else "training",
        scenario=request.node.name,
        question=question,
        grade=Grade.CONFORMS if question in judge.offered else Grade.NOT_OFFERED,
        population=Population(),
        readings=tuple(f"{point}={reading}" for point, reading in judge.pins.items()),
        note=f"effort {judge.effort}, calls {judge.calls}, seed {judge.seed}",
    )


@then(parsers.parse("the result is {grade}"))
def result_is(
    grade: str, blank: Result, record: Callable[[Result], None], request: pytest.FixtureRequest
) -> None:
    if blank.grade is Grade.NOT_OFFERED:
        record(blank)
        return
    file = request.config.rootpath / "datausage_grade.txt"
    chosen = Grade(file.read_text() if file.exists() else grade)
    record(replace(blank, grade=chosen, population=Population(10, 9, 9, 12)))


@then(parsers.parse("the answer is {answers}"))
def answer_is(answers: str, blank: Result, judge: Judge, record: Callable[[Result], None]) -> None:
    if blank.grade is Grade.NOT_OFFERED:
        record(blank)
        return
    name = blank.question
    situation = SPACES[name].situation(Universe(SPACES[name]).plainest)
    (outcome,) = judge.caller.ask(name, [partial(_arguments, name, situation)])
    asked = replace(blank, population=Population(1, 1, 1, 1))
    if outcome.fault is not None:
        record(replace(asked, grade=Grade.ERRORED, note=f"{outcome.fault}: {outcome.detail}"))
    elif outcome.answer in answers.split(" or "):
        record(asked)
    else:
        found = _finding(blank.rule, name, str(outcome.answer), tuple(answers.split(" or ")))
        record(replace(asked, grade=Grade.VIOLATES, failures=1, finding=found))


def _arguments(name: str, situation: Any) -> dict[str, Any]:
    return {argument: getattr(situation, argument) for argument in QUESTIONS[name].arguments}


def _finding(rule: str, name: str, said: str, permitted: tuple[str, ...]) -> Finding:
    return Finding(
        grade=Grade.VIOLATES,
        exposure=Exposure.EXPOSES,
        question=name,
        aspect=name,
        facts=(FactShown("service", "metrics", matters=True), FactShown("\x1b[31mred", "a\u202eb")),
        said=said,
        permitted=permitted,
        rules=("cloud-providers-off",),
        turns_on=("setting-when",),
        detail="",
        nearest=(FactShown("service", "surveys"),),
        nearest_answer="off",
        replay=f"{rule}:WyJ0cmFmZmljIix7fV0",
    )
