"""Open points: something outside their readings is caught, and weak readings are contested."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from datausage.examples import faithful
from datausage.oracle.questions import QUESTIONS
from datausage.strength import open_points, turning, weak_readings
from datausage.strength.judging import EDITION, by_question, forgetful, judge
from datausage.strength.running import STANDARD, catching, caught, contesting
from datausage.strength.turning import surveyed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.strength.planted import Fault
    from datausage.strength.turning import Turning
    from datausage.strength.weak_readings import Following

SABOTAGES = open_points.sabotages()
FOLLOWINGS = weak_readings.followings()
JUDGED_TOGETHER = [name for name, question in QUESTIONS.items() if question.subject]


class Recorder:
    """The faithful implementation of one question, which keeps what it was asked about."""

    def __init__(self, question: str) -> None:
        self.situations: list[Any] = []
        self._right = getattr(faithful, question)
        setattr(self, question, lambda **arguments: self._answer(question, arguments))

    def _answer(self, question: str, arguments: dict[str, Any]) -> Any:
        self.situations.append(QUESTIONS[question].situation(**arguments))
        return self._right(**arguments)


@cache
def asked_about(question: str) -> Mapping[str, Turning]:
    """Return what each point changes in all that is asked at standard effort."""
    recorder = Recorder(question)
    with forgetful(), judge(lambda: recorder) as asked:
        for scenario in by_question()[question]:
            assert asked.check(scenario).passed
    return surveyed(question, recorder.situations)


def test_every_open_point_has_a_fault_or_a_reason() -> None:
    sabotaged = [fault.name.removeprefix("outside ") for fault in SABOTAGES]
    live = [point.id for point in EDITION.points.values() if not point.register_only]
    assert sorted([*sabotaged, *open_points.roomless()]) == sorted(live)


@pytest.mark.parametrize("question", [name for name in QUESTIONS if name not in JUDGED_TOGETHER])
def test_no_point_with_a_reason_has_an_answer_outside_in_anything_that_is_asked(
    question: str,
) -> None:
    found = asked_about(question)
    outside = [point for point, turned in found.items() if turned.outside]
    assert [point for point in outside if point in open_points.roomless()] == []


@pytest.mark.parametrize("question", [name for name in QUESTIONS if name not in JUDGED_TOGETHER])
def test_no_weak_reading_without_a_place_tells_itself_in_anything_that_is_asked(
    question: str,
) -> None:
    found = asked_about(question)
    telling = {
        (point, reading)
        for point, turned in found.items()
        for reading, count in turned.weakly.items()
        if count
    }
    placeless = {(one.point, one.reading) for one in FOLLOWINGS if one.question is None}
    assert telling.isdisjoint(placeless)


@pytest.mark.parametrize("fault", SABOTAGES, ids=lambda fault: fault.name)
def test_an_answer_outside_all_readings_is_caught(fault: Fault) -> None:
    assert caught(fault, 0, STANDARD) is not None


@pytest.mark.parametrize("fault", SABOTAGES, ids=lambda fault: fault.name)
def test_the_agreement_catches_what_is_outside_all_readings(fault: Fault) -> None:
    assert set(fault.rules) <= set(catching(fault))


@pytest.mark.parametrize("following", FOLLOWINGS, ids=lambda one: f"{one.point}={one.reading}")
def test_what_a_weak_reading_alone_excuses_is_contested_and_does_not_fail(
    following: Following,
) -> None:
    assert bool(contesting(following)) is (following.question is not None)


def test_every_weak_reading_is_followed_by_an_implementation() -> None:
    weak = {
        (point.id, name)
        for point in EDITION.points.values()
        if not point.register_only
        for name in point.weak
    }
    assert {(one.point, one.reading) for one in FOLLOWINGS} == weak


def test_questions_judged_together_with_their_answers_are_named_here() -> None:
    assert JUDGED_TOGETHER == ["environment"]
    assert turning.turnings("environment") == {}
