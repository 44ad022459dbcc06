"""Answers that contradict each other are found without asking the reference."""

from __future__ import annotations

from dataclasses import replace
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
from datausage.targets.calling import Caller

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import JudgeOf

    from datausage.grading.summing import Scenario

SCENARIOS = [s for s in scenarios(load()) if s.rule.startswith(CONSISTENT)]
WRONG: dict[str, Callable[..., Any]] = {}
PROJECTS: dict[str, Any] = {}


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


@wrong("handing-on-twice/environment")
def a_nested_launcher_drops_its_switches(answer: Any, environment: Any, **_: Any) -> Any:
    if "NESTED" not in environment:
        return {**answer, "environment": {**environment, "NESTED": "1"}}
    return {**answer, "environment": {}}


@wrong("projects-apart/environment")
def the_switches_of_all_projects_are_kept(answer: Any, settings: Any, **_: Any) -> Any:
    PROJECTS.update(settings.get("env", {}))
    return {**answer, "settings": {**settings, "env": dict(PROJECTS)}}


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
    change = scenario.expectation.change
    exposes = change and (change.restricting or change.of_hand_overs)
    assert result.finding.exposure is (Exposure.EXPOSES if exposes else Exposure.DIFFERS)
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


# --- hand-overs that follow each other


def _about(words: str) -> Scenario:
    (found,) = [scenario for scenario in SCENARIOS if words in _change(scenario)]
    return found


def test_what_was_handed_on_is_what_is_asked_about_next(judge_of: JudgeOf) -> None:
    met: list[Any] = []

    def environment(environment: dict[str, str], settings: Any) -> Any:
        met.append(environment)
        return {"environment": {**environment, "N": environment.get("N", "") + "x"}, "settings": {}}

    target = SimpleNamespace(environment=environment)
    result = judge_of(lambda: target, calls=10).check(_about("once more"))
    assert result.grade is Grade.CONFORMS
    assert result.population.calls == 10
    assert [len(one.get("N", "")) for one in met] == [0] * 5 + [1] * 5
    assert [{**one, "N": "x"} for one in met[:5]] == met[5:]


def test_what_is_wrong_the_first_time_already_is_no_matter_of_these(judge_of: JudgeOf) -> None:
    target = SimpleNamespace(environment=lambda **_: {"environment": {}, "settings": {}})
    for words in ("once more", "another project"):
        assert judge_of(lambda: target, calls=60).check(_about(words)).grade is Grade.CONFORMS


@pytest.mark.parametrize("words", ["once more", "another project"])
@pytest.mark.parametrize("broken", [None, {"environment": {}}, {"environment": 1, "settings": {}}])
def test_what_hands_nothing_on_is_errored(words: str, broken: Any, judge_of: JudgeOf) -> None:
    target = SimpleNamespace(environment=lambda **_: broken)
    result = judge_of(lambda: target, calls=30).check(_about(words))
    assert result.grade is Grade.ERRORED
    assert result.finding is not None
    assert result.finding.said == "malformed"


def test_a_second_hand_over_that_fails_is_errored(judge_of: JudgeOf) -> None:
    def environment(environment: dict[str, str], settings: Any) -> Any:
        if "N" in environment:
            raise RuntimeError("nested")
        return {"environment": {**environment, "N": "1"}, "settings": settings}

    target = SimpleNamespace(environment=environment)
    result = judge_of(lambda: target, calls=30).check(_about("once more"))
    assert result.grade is Grade.ERRORED


def test_any_text_of_another_project_is_too_much(judge_of: JudgeOf) -> None:
    kept: list[Any] = []

    def environment(environment: dict[str, str], settings: Any) -> Any:
        kept.extend(settings.get("permissions", {}).get("allow", []))
        settings = {**settings, "permissions": {"allow": list(kept)}}
        return {"environment": environment, "settings": settings}

    target = SimpleNamespace(environment=environment)
    result = judge_of(lambda: target, calls=30).check(_about("another project"))
    assert result.grade is Grade.VIOLATES
    assert result.finding is not None
    assert result.finding.said.startswith("something of that project is handed on when another")
    assert "mark-of-another-project" in result.finding.returned


def test_projects_of_one_user_are_asked_together_where_that_is_possible(judge_of: JudgeOf) -> None:
    groups: list[int] = []

    class Sharing(Caller):
        def ask_as_one_user(self, question: str, given: Any) -> Any:
            groups.extend(map(len, given))
            return [self.ask(question, group) for group in given]

    caller = Sharing(lambda: faithful)
    judge = replace(judge_of(lambda: faithful, calls=30), caller=caller)
    assert judge.check(_about("another project")).grade is Grade.CONFORMS
    assert len(groups) >= 5
    assert {*groups} == {3}
    caller.close()


def test_one_reading_explains_the_whole_of_a_second_hand_over(judge_of: JudgeOf) -> None:
    """Bedrock at 2 is set on some readings, and on these alone both services stay off."""

    def environment(environment: dict[str, str], settings: Any) -> Any:
        if "N" not in environment:
            given = {"CLAUDE_CODE_USE_BEDROCK": "2", "N": "1"}
            return {"environment": given, "settings": {}}
        return {"environment": {"DISABLE_TELEMETRY": "1"}, "settings": {}}

    target = SimpleNamespace(environment=environment)
    result = judge_of(lambda: target, calls=10).check(_about("once more"))
    assert result.grade is Grade.VIOLATES
    assert result.finding is not None
    assert "under each reading that explains" in result.finding.said
