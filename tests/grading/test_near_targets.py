"""A target in this process is graded in its own thread; it makes no difference but of time."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from datausage.examples import careless
from datausage.grading.asking import Asker, Expectation
from datausage.grading.consistency import PairAsker
from datausage.grading.grades import Grade
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.verdicts import Oracle
from datausage.policy.edition import load
from datausage.steps.scenarios import scenarios
from datausage.targets.asks import MANY_AT_ONCE
from datausage.targets.calling import Caller
from datausage.universe.catalogue import SPACES
from datausage.universe.gears import cover
from datausage.universe.spaces import Universe

if TYPE_CHECKING:
    from collections.abc import Iterator


SOME = 150


class Far:
    """Reaches the same target, but cannot grade there."""

    at_once = 7

    def __init__(self, caller: Caller) -> None:
        self.ask = caller.ask


@pytest.fixture
def caller() -> Iterator[Caller]:
    made = Caller(lambda: careless)
    yield made
    made.close()


@pytest.mark.parametrize("question", QUESTIONS)
def test_near_and_far_answers_are_graded_alike(caller: Caller, question: str) -> None:
    asked, space = QUESTIONS[question], SPACES[question]
    points = cover(Universe(space), SOME)
    expectation, oracle = Expectation(asked, asked.aspects), Oracle(load())
    far: Any = Far(caller)
    near = Asker(caller, space, expectation, oracle).ask(points)
    assert near == Asker(far, space, expectation, oracle).ask(points)
    assert [one.point for one in near] == list(points)


@pytest.mark.parametrize(
    "scenario",
    [s for s in scenarios(load()) if (c := s.expectation.change) and not c.of_hand_overs],
    ids=lambda s: f"{s.rule}/{s.expectation.question.name}/{s.expectation.change.name}",
)
def test_near_and_far_pairs_are_graded_alike(caller: Caller, scenario: Any) -> None:
    expectation = scenario.expectation
    space = SPACES[expectation.question.name]
    points = cover(Universe(space).where(scenario.given), SOME)
    far: Any = Far(caller)
    near = PairAsker(caller, space, expectation, expectation.change).ask(points)
    assert near == PairAsker(far, space, expectation, expectation.change).ask(points)
    assert [one.point for one in near] == list(points)


def test_more_is_asked_at_once_where_what_came_back_is_graded_there(caller: Caller) -> None:
    asked, space = QUESTIONS["opt_in"], SPACES["opt_in"]
    expectation, oracle = Expectation(asked, asked.aspects), Oracle(load())
    far: Any = Far(caller)
    assert Asker(caller, space, expectation, oracle).at_once == MANY_AT_ONCE
    assert Asker(far, space, expectation, oracle).at_once == Far.at_once
    change: Any = None
    assert PairAsker(caller, space, expectation, change).at_once == MANY_AT_ONCE
    assert PairAsker(far, space, expectation, change).at_once == Far.at_once


def test_an_answer_that_never_ends_being_read_has_timed_out() -> None:
    class Endless:
        @property
        def rating(self) -> int:
            time.sleep(60)
            return 1

    asked, space = QUESTIONS["survey_record"], SPACES["survey_record"]
    slow = Caller(lambda: SimpleNamespace(survey_record=lambda **_: Endless()), timeout=0.1)
    asker = Asker(slow, space, Expectation(asked, asked.aspects), Oracle(load()))
    found = asker.ask(cover(Universe(space), 5))
    slow.close()
    assert {one.comparison.grade for one in found} == {Grade.ERRORED}
    assert [one.said for one in found] == ["timed-out"] * 3 + ["stopped"] * 2
