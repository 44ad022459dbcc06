"""A target that does not answer, or not twice alike, is graded so; and the run goes on."""

from __future__ import annotations

import sys
from threading import Event
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NoReturn
from unittest import SkipTest

import pytest

from datausage.examples import faithful
from datausage.grading.grades import Grade
from datausage.oracle.questions import QUESTIONS
from datausage.strength.judging import by_rule, judge
from datausage.targets.calling import MOST_TIMEOUTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from datausage.grading.results import Result

TIMEOUT = 0.1


def raises(**_: Any) -> NoReturn:
    raise RuntimeError("no")


def exits(**_: Any) -> NoReturn:
    sys.exit(0)


def skips(**_: Any) -> NoReturn:
    pytest.skip("later")


def skips_like_unittest(**_: Any) -> NoReturn:
    raise SkipTest("later")


def hangs(**_: Any) -> str:
    Event().wait(20 * TIMEOUT)
    return "off"


def shouts(**_: Any) -> str:
    return "OFF"


def says_true(**_: Any) -> bool:
    return True


def says_nothing(**_: Any) -> None:
    return None


def empties_its_input(environment: dict[str, str], **_: Any) -> str:
    environment.clear()
    return "off"


def answering(traffic: Callable[..., object]) -> SimpleNamespace:
    """Return the faithful implementation, but for the question about services."""
    answers = {name: getattr(faithful, name) for name in QUESTIONS}
    return SimpleNamespace(**{**answers, "traffic": traffic})


def results(prepare: Callable[[], object], *rules: str) -> list[Result]:
    """Return the results of the first scenarios of some rules, all asked of one target."""
    with judge(prepare, timeout=TIMEOUT) as asked:
        return [asked.check(by_rule()[rule][0]) for rule in rules]


@pytest.mark.parametrize(
    ("misbehave", "said", "detail"),
    [
        (raises, "raised", "RuntimeError: no"),
        (exits, "exited", "SystemExit: 0"),
        (skips, "skipped", "later"),
        (skips_like_unittest, "skipped", "later"),
        (hangs, "timed-out", f"no answer within {TIMEOUT} seconds"),
        (shouts, "malformed", "'OFF'"),
        (says_true, "malformed", "True"),
        (says_nothing, "malformed", "None"),
        (empties_its_input, "changed-its-input", "environment"),
    ],
)
def test_what_is_no_answer_is_an_error_and_the_run_goes_on(
    misbehave: Callable[..., object], said: str, detail: str
) -> None:
    wrong, other = results(lambda: answering(misbehave), "metrics-opt-out", "provider-bedrock")
    assert wrong.grade is Grade.ERRORED
    assert wrong.finding is not None
    assert said in wrong.finding.said
    assert detail in wrong.finding.detail
    assert other.grade is Grade.CONFORMS


def test_a_question_that_hangs_is_asked_three_times_and_given_up() -> None:
    wrong, again = results(lambda: answering(hangs), "metrics-opt-out", "errors-opt-out")
    assert wrong.population.calls == MOST_TIMEOUTS
    assert again.grade is Grade.ERRORED
    assert again.population.calls == 0


def test_one_wrong_call_in_a_thousand_is_an_error() -> None:
    def stumbles(environment: dict[str, str], **arguments: Any) -> str:
        if environment.get("CLAUDE_CODE_USE_VERTEX") == "true" and "HTTPS_PROXY" in environment:
            raise KeyError("region")
        return faithful.traffic(environment, **arguments)

    (wrong,) = results(lambda: answering(stumbles), "metrics-opt-out")
    assert wrong.grade is Grade.ERRORED
    assert wrong.failures < wrong.population.distinct
    assert wrong.finding is not None
    mattering = {fact.name for fact in wrong.finding.facts if fact.matters}
    assert {"CLAUDE_CODE_USE_VERTEX", "other variables"} <= mattering


def test_a_fresh_instance_that_answers_otherwise_is_nondeterministic() -> None:
    instances: list[object] = []

    def prepare() -> SimpleNamespace:
        instances.append(object())
        if len(instances) == 1:
            return answering(faithful.traffic)
        return answering(lambda **_: "on")

    wrong, other = results(prepare, "metrics-opt-out", "provider-bedrock")
    assert wrong.grade is Grade.NONDETERMINISTIC
    assert wrong.finding is not None
    assert wrong.finding.detail == "on, when asked a second time"
    assert other.grade is Grade.CONFORMS


def test_a_violation_is_worse_than_an_error() -> None:
    def both(environment: dict[str, str], **_: Any) -> str:
        if "HTTPS_PROXY" in environment:
            raise OSError("no route")
        return "on"

    (wrong,) = results(lambda: answering(both), "metrics-opt-out")
    assert wrong.grade is Grade.VIOLATES


def test_printing_is_noted_and_harmless() -> None:
    def prints(**arguments: Any) -> str:
        sys.stdout.write("checking the switches\n")
        return faithful.traffic(**arguments)

    (noted,) = results(lambda: answering(prints), "metrics-opt-out")
    assert noted.grade is Grade.CONFORMS
    assert "checking the switches" in noted.note


def test_a_question_that_is_not_offered_is_never_passed() -> None:
    with judge(lambda: faithful) as asked:
        narrow = type(asked)(**{**vars(asked), "offered": frozenset({"provider"})})
        result = narrow.check(by_rule()["metrics-opt-out"][0])
    assert result.grade is Grade.NOT_OFFERED
    assert not result.passed
