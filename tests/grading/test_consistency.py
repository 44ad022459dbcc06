"""Answers that contradict each other are found without asking the reference."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from datausage.examples import faithful
from datausage.grading.budgets import Sharing
from datausage.grading.grades import Exposure, Grade
from datausage.oracle.facts import Venue
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.situations import Happening
from datausage.policy.edition import load
from datausage.steps.scenarios import CONSISTENT, scenarios

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import JudgeOf

    from datausage.grading.summing import Scenario

SCENARIOS = [s for s in scenarios(load()) if s.rule.startswith(CONSISTENT)]
WRONG: dict[str, Callable[..., Any]] = {}


def wrong(scenario: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Take a function for the answer that the scenario of this name must object to."""

    def register(answer: Callable[..., Any]) -> Callable[..., Any]:
        WRONG[f"consistent-{scenario}"] = answer
        return answer

    return register


@wrong("opt-outs/traffic")
def any_two_switches_cancel_each_other(environment: dict[str, str], **_: Any) -> str:
    count = sum(name.startswith(("DISABLE_", "CLAUDE_CODE_")) for name in environment)
    return "off" if count % 2 else "on"


@wrong("opt-outs/bug_report")
def opting_out_is_reported(answer: dict[str, Any], environment: dict[str, str], **_: Any) -> Any:
    names = ("DISABLE_BUG_COMMAND", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC")
    return {**answer, "sent": any(environment.get(name) == "1" for name in names)}


@wrong("unrelated-variables/provider")
def a_region_chooses_the_provider(answer: str, environment: dict[str, str], **_: Any) -> str:
    return "bedrock" if "AWS_REGION" in environment else answer


@wrong("unrelated-variables/traffic")
def a_proxy_switches_everything_off(answer: str, environment: dict[str, str], **_: Any) -> str:
    return "off" if "HTTPS_PROXY" in environment else answer


@wrong("unrelated-variables/bug_report")
def longer_names_count(answer: dict[str, Any], environment: dict[str, str], **_: Any) -> Any:
    return {**answer, "sent": "DISABLE_BUG_COMMAND_X" not in environment}


@wrong("order-of-variables/provider")
def the_first_provider_wins(answer: str, environment: dict[str, str], **_: Any) -> str:
    chosen = [name for name in environment if name.startswith("CLAUDE_CODE_USE_")]
    return chosen[0].removeprefix("CLAUDE_CODE_USE_").lower() if chosen else answer


@wrong("order-of-variables/traffic")
def only_the_last_variable_is_read(answer: str, environment: dict[str, str], **_: Any) -> str:
    last = list(environment)[-1:]
    return "off" if last == ["DISABLE_TELEMETRY"] else "on"


@wrong("order-of-variables/bug_report")
def only_the_first_variable_is_read(
    answer: dict[str, Any], environment: dict[str, str], **_: Any
) -> Any:
    return {**answer, "sent": list(environment)[:1] != ["DISABLE_BUG_COMMAND"]}


@wrong("web-and-local/training")
@wrong("web-and-local/retention")
def the_cloud_has_rules_of_its_own(answer: str, material: Any, **_: Any) -> str:
    others = {"forbidden": "permitted", "permitted": "forbidden", "held": "gone", "gone": "held"}
    return others.get(answer, "five-years") if material.venue is Venue.CLOUD else answer


@wrong("independent-events/training")
@wrong("independent-events/retention")
@wrong("independent-events/presence")
def any_session_counts(answer: str, history: Any, material: Any, **_: Any) -> str:
    others = {"forbidden": "permitted", "permitted": "forbidden", "held": "gone", "gone": "held"}
    active = [event for event in history if event.session]
    foreign = active and active[-1].session != material.session
    return others.get(answer, "five-years") if foreign else answer


@wrong("gone-stays-gone/presence")
def leap_years_bring_it_back(answer: str, clock: Any, **_: Any) -> str:
    return "held" if clock.toordinal() % 2 else "gone"


@wrong("gone-stays-gone/local_cache")
def every_other_day_it_is_back(answer: str, clock: Any, created: Any, **_: Any) -> str:
    return "gone" if (clock - created).days % 2 else "held"


def target(question: str, answer: Callable[..., Any]) -> SimpleNamespace:
    """Return the faithful implementation with one other answer."""
    right = getattr(faithful, question)
    answers = {name: getattr(faithful, name) for name in QUESTIONS}

    def instead(**arguments: Any) -> Any:
        return answer(answer=right(**arguments), **arguments)

    return SimpleNamespace(**{**answers, question: instead})


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_a_contradiction_is_found_and_made_plain(scenario: Scenario, judge_of: JudgeOf) -> None:
    question = scenario.expectation.question.name
    answer = WRONG[f"{scenario.rule}/{question}"]
    result = judge_of(lambda: target(question, answer)).check(scenario)
    assert result.grade is Grade.VIOLATES
    assert result.finding is not None
    assert " when " in result.finding.said
    restricting = scenario.expectation.change and scenario.expectation.change.restricting
    assert result.finding.exposure is (Exposure.EXPOSES if restricting else Exposure.DIFFERS)
    replay = result.finding.replay
    again = judge_of(lambda: target(question, answer), replay=replay).check(scenario)
    assert again.finding is not None
    assert again.finding.said == result.finding.said


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_a_right_target_does_not_contradict_itself(scenario: Scenario, judge_of: JudgeOf) -> None:
    result = judge_of(lambda: faithful, effort="quick").check(scenario)
    assert result.grade is Grade.CONFORMS
    assert result.population.calls >= 2 * result.population.judged


@pytest.mark.parametrize("calls", [0, 7, 30])
def test_pairs_take_two_calls_each(calls: int, judge_of: JudgeOf) -> None:
    for scenario in SCENARIOS:
        result = judge_of(lambda: faithful, calls=calls).check(scenario)
        assert result.population.calls <= calls


def test_what_cannot_be_changed_is_not_asked(judge_of: JudgeOf) -> None:
    (scenario,) = [s for s in SCENARIOS if "change places" in _change(s)]
    seen: list[Any] = []

    def training(**arguments: Any) -> str:
        seen.append([e for e in arguments["history"] if e.what is Happening.STARTED])
        return "forbidden"

    result = judge_of(lambda: SimpleNamespace(training=training), effort="quick").check(scenario)
    assert result.population.judged < result.population.distinct
    assert all(len(started) == 2 for started in seen)


def _change(scenario: Scenario) -> str:
    return scenario.expectation.change.name if scenario.expectation.change else ""


@pytest.mark.parametrize("broken", ["ON", None, 3])
def test_an_answer_of_the_wrong_form_is_an_error(broken: object, judge_of: JudgeOf) -> None:
    scenario = next(s for s in SCENARIOS if s.expectation.question.name == "traffic")
    result = judge_of(lambda: SimpleNamespace(traffic=lambda **_: broken)).check(scenario)
    assert result.grade is Grade.ERRORED


def test_undetermined_is_no_step_back(judge_of: JudgeOf) -> None:
    scenario = next(s for s in SCENARIOS if s.expectation.question.name == "traffic")

    def traffic(environment: dict[str, str], **_: Any) -> str:
        return "undetermined" if len(environment) % 2 else "off"

    result = judge_of(lambda: SimpleNamespace(traffic=traffic), effort="quick").check(scenario)
    assert result.grade is Grade.CONFORMS


@pytest.mark.parametrize(("calls", "spent"), [(200, 4), (400, 10), (1_000, 24)])
def test_comparisons_have_a_share_of_the_calls_for_themselves(
    judge_of: JudgeOf, calls: int, spent: int
) -> None:
    scenario = next(one for one in SCENARIOS if one.expectation.question.name == "provider")
    sharing = {"provider": Sharing(scenarios=3, agreements=1, pairs=2)}
    judge = judge_of(lambda: faithful, calls=calls, sharing=sharing)
    assert judge.check(scenario).population.calls == spent
