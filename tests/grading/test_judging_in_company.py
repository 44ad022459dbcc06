"""A judge in company: beside other scenarios, other machines, and targets that are watched."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis.database import InMemoryExampleDatabase

from datausage.examples import faithful
from datausage.grading import judge as judging
from datausage.grading.grades import Grade
from datausage.grading.handing_on import HAND_OVERS
from datausage.grading.judge import Judge
from datausage.grading.remembering import Remembered
from datausage.policy.edition import load
from datausage.steps.scenarios import scenarios
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

from .watched import Watched

if TYPE_CHECKING:
    from conftest import JudgeOf, ScenarioOf

    from datausage.universe.spaces import Point, Space

EDITION = load()
ASKED = scenarios(EDITION)
FOLLOWING, PAIRED = (
    next(one for one in ASKED if (found := one.expectation.change) and found.of_hand_overs is hands)
    for hands in (True, False)
)


class Careless:
    """Leaves everything on."""

    def traffic(self, **_: Any) -> str:
        return "on"


# --- other scenarios


class Noting:
    """Shares calls, and notes for what they are."""

    def __init__(self) -> None:
        self.asked: dict[str, bool] = {}

    def of(self, calls: int, **kinds: bool) -> int:
        self.asked = kinds
        return calls


@pytest.mark.parametrize(
    ("scenario", "kind"),
    [(PAIRED, "in_pairs"), (FOLLOWING, "hand_overs")],
    ids=["pairs", "hand-overs"],
)
def test_calls_are_shared_by_what_a_scenario_takes(
    judge_of: JudgeOf, scenario: Any, kind: str
) -> None:
    sharing = Noting()
    question = scenario.expectation.question.name
    judge_of(lambda: faithful, calls=30, sharing={question: sharing}).check(scenario)
    assert [name for name, holds in sharing.asked.items() if holds] == [kind]


@pytest.mark.parametrize(
    ("scenario", "rules"),
    [(PAIRED, (PAIRED.rule,)), (FOLLOWING, HAND_OVERS)],
    ids=["pairs", "hand-overs"],
)
def test_what_tells_of_a_hand_over_tells_of_those_that_follow(
    judge_of: JudgeOf, monkeypatch: pytest.MonkeyPatch, scenario: Any, rules: tuple[str, ...]
) -> None:
    wanted: list[str] = []

    def telling(_: Space, rule: str, __: frozenset[str]) -> tuple[Point, ...]:
        wanted.append(rule)
        return ()

    monkeypatch.setattr(judging, "telling", telling)
    judge_of(lambda: faithful, calls=30).check(scenario)
    assert tuple(wanted) == rules


# --- other machines


def test_what_fails_is_kept_for_other_machines_unless_it_is_replayed(
    judge_of: JudgeOf, scenario_of: ScenarioOf
) -> None:
    stated = scenario_of("traffic", {"service": ("metrics",)})
    universe = Universe(SPACES["traffic"]).where(stated.given)

    def kept(**options: Any) -> list[str]:
        """Return what is kept of a check, which finds something."""
        shared = InMemoryExampleDatabase()
        judge = judge_of(Careless, shared=shared, calls=80, **options)
        assert replace(judge, target="theirs").check(stated).finding
        name = f"theirs/{stated.rule}/{stated.name}"
        return [*Remembered(shared, name).points(universe).values()]

    (token,) = kept()
    assert kept(replay=token) == []


def test_without_a_database_nothing_is_kept(judge_of: JudgeOf) -> None:
    judge = judge_of(Careless)
    assert (judge.shared, judge.repertoire) == (None, None)


# --- targets that are watched


def test_a_watched_target_may_be_asked_without_a_plan(scenario_of: ScenarioOf) -> None:
    watched = Watched()
    judge = Judge(watched, watched.fresh, frozenset({"traffic"}), EDITION, {}, calls=20)
    stated = replace(scenario_of("traffic", {"service": ("metrics",)}), floor=3)
    assert judge.check(stated).passed
    result = judge.check(replace(stated, floor=10_000))
    assert result.grade is Grade.INSUFFICIENT


def test_what_nobody_can_see_is_said_to_be_so(scenario_of: ScenarioOf) -> None:
    watched = Watched()
    judge = Judge(watched, watched.fresh, frozenset({"bug_report"}), EDITION, {}, calls=20)
    result = judge.check(scenario_of("bug_report", aspects="at_rest"))
    assert result.grade is Grade.NOT_OFFERED
    assert result.note == "nothing of it is seen from outside"
