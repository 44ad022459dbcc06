"""Repertoires: what all scenarios ask together of a target that is watched."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from datausage.examples import faithful
from datausage.grading.grades import Grade
from datausage.grading.judge import Judge
from datausage.grading.reducing import MOST_RUNS
from datausage.grading.repertoire import MOST_FREE, _Part, repertoire, seen
from datausage.policy.edition import load
from datausage.steps.scenarios import scenarios
from datausage.targets.watching import Watches
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

from .watched import OFFERED, Watched

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.grading.summing import Scenario

EDITION = load()
ASKED = [one for one in scenarios(EDITION) if one.expectation.question.name in OFFERED]


def test_the_target_of_these_tests_is_one_that_is_watched() -> None:
    assert isinstance(Watched(), Watches)


def universe(scenario: Scenario) -> Universe:
    space = SPACES[scenario.expectation.question.name]
    return Universe(space).where(scenario.given)


@pytest.mark.parametrize("most", [20, 60, 150])
def test_each_scenario_asks_something_that_it_is_about_and_can_be_seen(most: int) -> None:
    watched = Watched()
    planned = repertoire(ASKED, watched, most)
    for one in ASKED:
        visible = seen(one, watched)
        if visible is None:
            continue
        points = planned.of(visible)
        assert bool(points) is (one.given.get("state") != ("at-rest",))
        assert all(universe(one).admits(point) for point in points)
        assert len(points) == len(set(points)) <= MOST_FREE


def test_more_runs_are_planned_only_where_each_scenario_needs_one() -> None:
    least = len(repertoire(ASKED, Watched(), 1).runs)
    assert len(repertoire(ASKED, Watched(), least + 30).runs) <= least + 30
    assert len(repertoire(ASKED, Watched(), 1).runs) == least


def test_more_runs_let_more_be_asked_and_nothing_less() -> None:
    few, many = repertoire(ASKED, Watched(), 40), repertoire(ASKED, Watched(), 120)
    assert set(few.runs) <= set(many.runs)
    assert sum(map(len, few.points.values())) < sum(map(len, many.points.values()))


def test_what_is_planned_follows_from_the_scenarios_alone() -> None:
    assert repertoire(ASKED, Watched(), 60) == repertoire(ASKED, Watched(), 60)


PLANNED = {
    1: (16, 580, "1bd0c897adcd6524"),
    60: (60, 876, "a2a78e04cf9e8416"),
    150: (150, 1141, "a66b28dfdcb7d8b9"),
}
"""By the runs that are allowed: how many are planned, how many points, and a digest of them."""


@pytest.mark.parametrize("most", PLANNED)
def test_what_is_planned_changes_on_purpose_only(most: int) -> None:
    """Which situations share a run is a matter of judgement; the digest shows any change of it."""
    planned = repertoire(ASKED, Watched(), most)
    digest = sha256(repr((sorted(planned.points.items()), planned.runs)).encode()).hexdigest()
    points = sum(map(len, planned.points.values()))
    assert (len(planned.runs), points, digest[:16]) == PLANNED[most]


def test_the_runs_that_are_planned_are_those_that_are_made() -> None:
    watched = Watched()
    planned = repertoire(ASKED, watched, 60)
    judge = Judge(watched, watched.fresh, frozenset(OFFERED), EDITION, {}, repertoire=planned)
    results = [judge.check(one) for one in ASKED]
    assert watched.runs == len(planned.runs)
    assert not [one for one in results if not one.passed and one.grade is not Grade.NOT_OFFERED]


def test_a_finding_is_made_plain_with_few_runs_more() -> None:
    def forgetful(environment: Any, settings: Any, service: Any) -> str:
        if service == "metrics" and environment.get("DISABLE_TELEMETRY") == "1":
            return "on"
        return str(faithful.traffic(environment, settings, service))

    watched = Watched(forgetful)
    planned = repertoire(ASKED, watched, 60)
    judge = Judge(watched, watched.fresh, frozenset(OFFERED), EDITION, {}, repertoire=planned)
    wanted = [one for one in ASKED if one.rule in ("metrics-opt-out", "agrees-traffic")]
    for one in wanted:
        before = watched.runs
        result = judge.check(one)
        assert result.grade is Grade.VIOLATES
        assert watched.runs <= before + len(planned.runs) + MOST_RUNS
        assert result.finding
        assert [fact.name for fact in result.finding.facts if fact.matters][-1:] == [
            "DISABLE_TELEMETRY"
        ]
        assert result.finding.nearest


def test_a_scenario_that_was_not_planned_asks_nothing() -> None:
    planned = repertoire(ASKED[:1], Watched(), 5)
    assert planned.of(ASKED[0])
    assert planned.of(ASKED[-1]) == ()


def test_what_any_scenario_asks_about_a_question_is_known_once_each() -> None:
    planned = repertoire(ASKED, Watched(), 40)
    for question in OFFERED:
        about = planned.about(question)
        each = {
            point
            for key, points in planned.points.items()
            if key[1] == question
            for point in points
        }
        assert about
        assert (len(about), set(about)) == (len(each), each)


def test_each_scenario_that_can_be_seen_has_a_part_of_its_own() -> None:
    watched = Watched()
    visible = [one for asked in ASKED if (one := seen(asked, watched)) is not None]
    apart = {
        (one.rule, one.expectation.question.name, repr(sorted(one.given.items())), _asked(one))
        for one in visible
    }
    assert len(repertoire(ASKED, watched, 1).points) == len(apart)


def _asked(scenario: Scenario) -> object:
    change = scenario.expectation.change
    return change.name if change else tuple(one.name for one in scenario.expectation.aspects)


def test_of_a_scenario_what_nobody_can_see_is_left_out_and_nothing_else() -> None:
    watched = Watched()
    hidden = {(name, aspect) for name, aspects in watched.unseen.items() for aspect in aspects}
    assert hidden
    for asked in ASKED:
        name = asked.expectation.question.name
        left = [one for one in asked.expectation.aspects if (name, one.name) not in hidden]
        visible = seen(asked, watched)
        assert (visible is None) is (not left)
        if visible is not None:
            assert list(visible.expectation.aspects) == left
            assert (visible.rule, visible.given) == (asked.rule, asked.given)


# --- targets that see little, or take much


def one_of(rule: str) -> Scenario:
    return next(one for one in scenarios(EDITION) if one.rule == rule)


TRAFFIC = one_of("agrees-traffic")


class Seeing(Watched):
    """Sees only what has so many variables and settings, and needs so many runs for that."""

    def __init__(self, least: int = 0, runs: int = 1) -> None:
        super().__init__()
        self._least, self._each = least, runs

    def needs(self, question: str, given: Mapping[str, Any]) -> frozenset[str] | None:
        found = super().needs(question, given)
        if found is None or unplain(given) < self._least:
            return None
        return frozenset(f"{name}, {number}" for name in found for number in range(self._each))


def unplain(given: Mapping[str, Any]) -> int:
    return len(given.get("environment", ())) + len(given.get("settings", ()))


@pytest.mark.parametrize("least", [0, 1, 7])
def test_the_plainest_that_is_seen_comes_first_wherever_it_is(least: int) -> None:
    (first, *_), *_ = repertoire([TRAFFIC], Seeing(least), 1).points.values()
    situation = SPACES["traffic"].situation(first)
    found = len(situation.environment) + len(situation.settings)
    assert found >= least if least > 1 else found == least


def test_each_scenario_begins_however_far_it_has_to_look_for_that() -> None:
    asked = [TRAFFIC, one_of("agrees-provider")]
    planned = repertoire(asked, Seeing(7), 1)
    assert all(planned.of(one) for one in asked)


def test_what_the_only_run_answers_is_shared() -> None:
    planned = repertoire([TRAFFIC], Watched(), 1)
    assert len(planned.runs) == 1
    assert len(planned.about("traffic")) >= len(Universe(SPACES["traffic"]).facts[0].values) > 1


@pytest.mark.parametrize("most", [50, 51, 52])
def test_what_takes_several_runs_never_takes_more_than_there_are(most: int) -> None:
    asked = [one for one in ASKED if one.expectation.question.name == "traffic"][:4]
    assert len(repertoire(asked, Seeing(runs=1), 1).runs) * 3 < most
    assert len(repertoire(asked, Seeing(runs=3), most).runs) in range(most - 2, most + 1)


def test_where_runs_are_left_over_planning_ends() -> None:
    few = [one for one in ASKED if one.expectation.question.name == "protection"]
    planned = repertoire(few, Watched(), 100_000)
    assert planned.runs
    assert all(len(points) < MOST_FREE for points in planned.points.values())


@pytest.mark.parametrize(
    ("rule", "planned"),
    [("consistent-handing-on-twice", True), ("consistent-projects-apart", False)],
)
def test_hand_overs_that_follow_each_other_are_planned_for_one_user_alone(
    rule: str, *, planned: bool
) -> None:
    """What comes of the first is not known before it is run."""
    scenario = one_of(rule)
    assert bool(repertoire([scenario], Watched(), 40).of(scenario)) is planned


def test_a_point_of_which_every_fact_is_unusual_is_met_elsewhere_too() -> None:
    scenario = one_of("agrees-protection")
    facts = {fact.name: fact.values[-1] for fact in SPACES["protection"].facts}
    part = _Part(scenario, Watched())
    assert part._with(facts) == tuple(facts.values())
    assert part._with({**facts, "another": "fact"}) is None
