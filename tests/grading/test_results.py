"""Results: plain data that survives a trip between processes."""

from __future__ import annotations

import json
from dataclasses import astuple, fields, replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from datausage.grading.coherence import Reliance, boxes
from datausage.grading.grades import PASSING, Grade
from datausage.grading.results import FactShown, Finding, Population, Result, by_point

if TYPE_CHECKING:
    from conftest import JudgeOf, ScenarioOf

    from datausage.grading.coherence import Box

# Nothing is made plainer: an example of all fields takes minutes for that.
CALM = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.generate,),
)
PLAIN = Result("rule", "part", "scenario", "traffic", Grade.CONFORMS, Population(asked=3))


def carried(result: Result) -> Result:
    """Return the result after a trip as JSON."""
    return Result.from_json(json.loads(json.dumps(result.to_json())))


@CALM
@given(st.builds(Result, finding=st.none() | st.builds(Finding)))
def test_a_result_survives_a_trip_as_json(result: Result) -> None:
    again = carried(result)
    assert again == result
    assert type(again.grade) is Grade
    assert again.to_json() == result.to_json()


def test_the_result_of_a_real_violation_survives_a_trip_as_json(
    judge_of: JudgeOf, scenario_of: ScenarioOf
) -> None:
    class Target:
        def opt_in(self, **arguments: object) -> str:
            return "effective"

    result = judge_of(Target).check(scenario_of("opt_in"))
    assert result.finding is not None
    assert result.finding.nearest
    assert carried(result) == result


@pytest.mark.parametrize("grade", Grade)
def test_a_result_has_passed_if_nothing_wrong_was_found(grade: Grade) -> None:
    assert replace(PLAIN, grade=grade).passed == (grade in PASSING)


def test_a_result_with_an_unknown_grade_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a valid Grade"):
        Result.from_json({**PLAIN.to_json(), "grade": "splendid"})


def test_what_was_not_counted_is_nought_and_what_was_not_said_empty() -> None:
    assert astuple(Population()) == (0,) * 9 + ((), ())
    assert FactShown("a fact", "a value").matters is False
    (returned,) = [field.default for field in fields(Finding) if field.name == "returned"]
    assert returned == ""
    assert (PLAIN.failures, PLAIN.finding, PLAIN.readings, PLAIN.note) == (0, None, (), "")


def test_readings_are_told_by_their_point_each_once_and_in_order() -> None:
    found = by_point(["q=x", "p=b", "p=a", "q=x", "p=c=d"])
    assert list(found.items()) == [("p", ("a", "b", "c=d")), ("q", ("x",))]


def test_boxes_that_come_from_elsewhere_are_shared_again() -> None:
    answer = Reliance((box(),), "rule:x", "traffic", "traffic", "on")
    one, other = (carried(replace(PLAIN, reliances=(answer,))) for _ in range(2))
    assert one.reliances == other.reliances == (answer,)
    assert one.reliances[0].boxes[0] is other.reliances[0].boxes[0]


def box() -> Box:
    """Return a box that is no object of anybody else's."""
    (found,) = boxes([{"a point of this test": frozenset({"one", "other"})}])
    return found
