"""The judge: what it asks of a target, how much, and which grade comes out."""

from __future__ import annotations

from collections import Counter
from itertools import count
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from datausage.examples.faithful import local_cache, selection
from datausage.grading import judge as judging
from datausage.grading import tokens
from datausage.grading.asking import SpecificationError
from datausage.grading.budgets import EFFORTS, Sharing, budget
from datausage.grading.grades import Exposure, Grade
from datausage.grading.summing import Scenario
from datausage.oracle.facts import Channel
from datausage.oracle.questions import QUESTIONS
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import EmptyUniverseError, Universe

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from conftest import JudgeOf, ScenarioOf

    from datausage.grading.planning import Plan
    from datausage.universe.spaces import Point, Space

PERMITTED = {
    Channel.MODEL_TRAFFIC: ("tls", "none"),
    Channel.METRICS: ("tls", "aes-256"),
    Channel.ERROR_REPORTS: ("tls", "aes-256"),
    Channel.BUG_REPORTS: ("tls", "aes-256"),
    Channel.SURVEYS: ("none", "none"),
}
OPEN_CACHE = {"plan": ("api",), "age": ("0s",), "configured days": ("none",)}


def protection(channel: Any, state: Any, venue: Any) -> str:
    """Answer as the page says."""
    return PERMITTED[channel][state == "at-rest"]


def offers(**questions: Callable[..., Any]) -> Callable[[], object]:
    """Return what makes a target with these questions."""
    return lambda: SimpleNamespace(**questions)


def counting(received: Counter[str], name: str, answer: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function that answers, and counts its calls, whoever makes the target."""

    def counted(**arguments: Any) -> Any:
        received[name] += 1
        return answer(**arguments)

    return counted


def off(**arguments: Any) -> str:
    """Answer off, whatever is asked."""
    return "off"


def test_a_target_that_is_right_conforms_and_is_asked_about_everything(
    judge_of: JudgeOf, scenario_of: ScenarioOf
) -> None:
    given = {"stream": ("metrics", "bug-reports"), "venue": ("local",)}
    result = judge_of(offers(protection=protection)).check(scenario_of("protection", given))
    assert result.grade is Grade.CONFORMS
    assert result.passed
    assert result.finding is None
    population = result.population
    assert (population.cells, population.cells_covered, population.distinct) == (4, 4, 4)


def test_a_wrong_answer_is_a_finding_with_its_situation_and_a_token(
    judge_of: JudgeOf, scenario_of: ScenarioOf
) -> None:
    def careless(channel: Any, state: Any, venue: Any) -> str:
        return "none" if channel == "metrics" else protection(channel, state, venue)

    judge = judge_of(offers(protection=careless))
    result = judge.check(scenario_of("protection", {"venue": ("local",)}))
    assert result.grade is Grade.VIOLATES
    assert not result.passed
    assert result.failures == 2
    found = result.finding
    assert found is not None
    assert found.exposure is Exposure.EXPOSES
    assert (found.said, found.permitted) == ("none", ("tls",))
    assert {fact.name for fact in found.facts if fact.matters} == {"stream", "venue"}
    assert [fact.name for fact in found.nearest] == ["stream"]
    assert tokens.read(found.replay).point(SPACES["protection"])[0] == "metrics"


def test_a_replayed_situation_is_the_only_one_asked(
    judge_of: JudgeOf, scenario_of: ScenarioOf
) -> None:
    space = SPACES["protection"]
    token = tokens.write("rule", space, ("metrics", "at-rest", "local"))
    judge = judge_of(offers(protection=protection), replay=token)
    result = judge.check(scenario_of("protection", floor=20))
    asked = result.population
    # It is asked a second time, of a fresh instance.
    assert (result.grade, asked.asked, asked.distinct) == (Grade.CONFORMS, 2, 1)
    for other in (scenario_of("protection", {"venue": ("cloud",)}), scenario_of("opt_in")):
        assert judge.check(other).grade is Grade.UNJUDGED
        assert judge.check(other).population.asked == 0


def test_a_question_that_is_not_offered_is_shown_and_not_passed(
    judge_of: JudgeOf, scenario_of: ScenarioOf
) -> None:
    result = judge_of(offers(protection=protection), "protection").check(scenario_of("opt_in"))
    assert result.grade is Grade.NOT_OFFERED
    assert not result.passed
    assert result.note == "opt_in is not offered"


@pytest.mark.parametrize("floor", [16, 17, 20, 50])
def test_fewer_judged_situations_than_the_floor_are_insufficient_evidence(
    judge_of: JudgeOf, scenario_of: ScenarioOf, floor: int
) -> None:
    # Of 20 situations four are about surveys, on whose protection the page is silent.
    result = judge_of(offers(protection=protection)).check(scenario_of("protection", floor=floor))
    assert result.population.judged == 16
    assert (result.grade is Grade.INSUFFICIENT) == (floor > 16)
    assert result.passed == (floor <= 16)


def test_where_fewer_situations_exist_than_the_floor_all_of_them_suffice(
    judge_of: JudgeOf, scenario_of: ScenarioOf
) -> None:
    given = {"stream": ("metrics",), "venue": ("local",)}
    result = judge_of(offers(protection=protection)).check(
        scenario_of("protection", given, floor=50)
    )
    assert (result.population.judged, result.grade) == (2, Grade.CONFORMS)


def test_a_target_that_answers_otherwise_when_made_anew_is_nondeterministic(
    judge_of: JudgeOf, scenario_of: ScenarioOf
) -> None:
    made = count()

    def make() -> object:
        says = ("held", "gone")[next(made) % 2]
        return SimpleNamespace(local_cache=lambda **arguments: says)

    result = judge_of(make).check(scenario_of("local_cache", OPEN_CACHE))
    assert result.grade is Grade.NONDETERMINISTIC
    assert not result.passed
    assert result.finding is not None
    assert result.finding.detail == "gone, when asked a second time"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda **_: 1 / 0, "raised"),
        (lambda **_: "maybe", "malformed"),
        (lambda **_: 7, "malformed"),
    ],
)
def test_an_error_and_a_malformed_answer_are_errored(
    judge_of: JudgeOf, scenario_of: ScenarioOf, answer: Callable[..., Any], said: str
) -> None:
    result = judge_of(offers(opt_in=answer)).check(scenario_of("opt_in"))
    assert result.grade is Grade.ERRORED
    assert result.finding is not None
    assert result.finding.said == said
    assert result.finding.detail


def test_undetermined_where_the_page_decides_is_incomplete(
    judge_of: JudgeOf, scenario_of: ScenarioOf
) -> None:
    judge = judge_of(offers(opt_in=lambda **_: "undetermined"))
    assert judge.check(scenario_of("opt_in")).grade is Grade.INCOMPLETE


def test_a_launcher_that_drops_the_environment_exposes(
    judge_of: JudgeOf, scenario_of: ScenarioOf
) -> None:
    def dropping(environment: Any, settings: Any) -> Any:
        return {"environment": {}, "settings": dict(settings)}

    states = {"states": "kept added", "aspects": "metrics"}
    judge = judge_of(offers(environment=dropping))
    result = judge.check(scenario_of("environment", **states))
    assert result.grade is Grade.VIOLATES
    assert result.finding is not None
    assert result.finding.exposure is Exposure.EXPOSES
    assert result.finding.said == "lost"


def test_a_scenario_that_states_what_the_reference_contradicts_is_a_defect_of_the_suite(
    judge_of: JudgeOf, scenario_of: ScenarioOf
) -> None:
    scenario = scenario_of("protection", {"stream": ("metrics",)}, states="tls")
    with pytest.raises(SpecificationError, match=r"states \['tls'\], the reference permits"):
        judge_of(offers(protection=protection)).check(scenario)


def test_conditions_that_leave_no_situation_are_an_error(
    judge_of: JudgeOf, scenario_of: ScenarioOf
) -> None:
    with pytest.raises(EmptyUniverseError, match="'venue'"):
        judge_of(offers(protection=protection)).check(
            scenario_of("protection", {"venue": ("moon",)})
        )


@pytest.mark.parametrize("calls", [1, 2, 5, 10, 37, 200, 1_000])
@pytest.mark.parametrize("effort", EFFORTS)
def test_the_number_of_calls_allowed_is_never_exceeded(
    judge_of: JudgeOf, scenario_of: ScenarioOf, effort: str, calls: int
) -> None:
    received: Counter[str] = Counter()
    traffic = counting(received, "traffic", off)
    judge = judge_of(offers(traffic=traffic), effort=effort, calls=calls)
    given = {"CLAUDE_CODE_USE_VERTEX": ("1",), "CLAUDE_CODE_USE_VERTEX in settings": (None,)}
    result = judge.check(scenario_of("traffic", given))
    assert 0 < received["traffic"] == result.population.asked <= calls
    spend = budget(effort, calls)
    assert spend.cover + spend.again + spend.search <= max(calls, 1)


@pytest.mark.parametrize("effort", ["quick", "standard"])
@pytest.mark.parametrize("wrong", [False, True], ids=["right", "wrong"])
def test_the_calls_counted_are_the_calls_that_the_target_received(
    judge_of: JudgeOf, scenario_of: ScenarioOf, effort: str, wrong: bool
) -> None:
    received: Counter[str] = Counter()
    traffic = counting(received, "traffic", (lambda **_: "on") if wrong else off)
    judge = judge_of(offers(traffic=traffic), effort=effort)
    given = {"CLAUDE_CODE_USE_VERTEX": ("1",), "CLAUDE_CODE_USE_VERTEX in settings": (None,)}
    for _ in range(2):
        received.clear()
        result = judge.check(scenario_of("traffic", given))
        assert result.grade is (Grade.VIOLATES if wrong else Grade.OPEN)
        assert result.population.calls == received["traffic"] >= result.population.asked


@pytest.mark.parametrize("question", ["local_cache", "opt_in"])
def test_all_cells_and_all_edges_are_asked_at_standard_effort(
    judge_of: JudgeOf, scenario_of: ScenarioOf, question: str
) -> None:
    target = offers(local_cache=lambda **_: "undetermined", opt_in=lambda **_: "undetermined")
    population = judge_of(target).check(scenario_of(question)).population
    assert population.cells_covered == population.cells == Universe(SPACES[question]).cells
    assert population.edges_covered == population.edges == len(Universe(SPACES[question]).edges())


def test_what_tells_is_asked_where_calls_are_counted(
    judge_of: JudgeOf, scenario_of: ScenarioOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = list(Universe(SPACES["local_cache"]).enumerate())[-1]
    wanted: list[tuple[str, frozenset[str]]] = []

    def telling(space: Space, rule: str, leaving_out: frozenset[str]) -> tuple[Point, ...]:
        wanted.append((rule, leaving_out))
        return (last,)

    monkeypatch.setattr(judging, "telling", telling)
    situations: list[dict[str, Any]] = []

    def noting(**arguments: Any) -> Any:
        situations.append(arguments)
        return local_cache(**arguments)

    scenario = scenario_of("local_cache")
    built = SPACES["local_cache"].situation(last)
    told = {name: getattr(built, name) for name in QUESTIONS["local_cache"].arguments}
    judge_of(offers(local_cache=noting), calls=5, untold=frozenset({"a fault"})).check(scenario)
    assert situations[0] == told
    assert wanted == [(scenario.rule, frozenset({"a fault"}))]
    judge_of(offers(local_cache=noting)).check(scenario)
    assert len(wanted) == 1


@pytest.mark.parametrize("question", ["traffic", "protection"])
def test_kinds_of_failure_are_told_apart_by_service_where_there_is_one(
    judge_of: JudgeOf, scenario_of: ScenarioOf, question: str
) -> None:
    target = offers(traffic=lambda **_: "off", protection=lambda **_: "aes-256")
    result = judge_of(target, calls=80).check(scenario_of(question))
    services = {one.service for one in result.deviations}
    named = {"metrics", "error-reports", "bug-reports", "surveys"}
    assert services == {""} if question == "protection" else services & named


def test_judges_may_share_what_they_ask(judge_of: JudgeOf, scenario_of: ScenarioOf) -> None:
    plans: dict[Hashable, Plan] = {}
    results = [
        judge_of(offers(protection=protection), calls=calls, plans=plans).check(
            scenario_of("protection")
        )
        for calls in (20, 20, 7)
    ]
    assert results[0] == results[1]
    assert len(plans) == 2
    assert {name for name, *_ in plans} == {"rule/scenario"}
    judge_of(offers(protection=protection), calls=7, plans=plans, seed=3).check(
        scenario_of("protection")
    )
    assert {name for name, *_ in plans} == {"rule/scenario", "3/rule/scenario"}


def test_a_judge_of_whom_nothing_is_said_asks_what_the_standard_effort_does(
    judge_of: JudgeOf,
) -> None:
    judge = judge_of(offers())
    assert (judge.effort, judge.calls, judge.replay) == ("standard", None, None)
    assert (judge.target, judge.seed, judge.distribution) == ("", 0, False)
    assert (judge.sharing, judge.untold, judge.plans) == ({}, frozenset(), None)


def test_a_question_judged_by_what_is_done_can_be_asked_few_calls(
    judge_of: JudgeOf, scenario_of: ScenarioOf
) -> None:
    def environment(**received: Any) -> Any:
        return received

    result = judge_of(offers(environment=environment), calls=40).check(scenario_of("environment"))
    assert result.grade is Grade.CONFORMS
    assert 30 < result.population.calls <= 40


def test_an_agreement_has_its_own_share_of_the_calls(
    judge_of: JudgeOf, scenario_of: ScenarioOf
) -> None:
    sharing = {"selection": Sharing(scenarios=3, agreements=1)}
    judge = judge_of(offers(selection=selection), calls=100, sharing=sharing)
    agreement = scenario_of("selection")
    assert judge.check(agreement).population.calls == 34


def test_one_situation_is_enough_unless_more_are_asked_for(scenario_of: ScenarioOf) -> None:
    made = scenario_of("opt_in")
    assert Scenario("rule", "part", "name", {}, made.expectation).floor == 1
