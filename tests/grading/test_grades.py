"""What a comparison of verdict and answer is worth: one test for each row of the table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from datausage.grading.grades import (
    CONFORMS,
    PASSING,
    UNJUDGED,
    Exposure,
    Grade,
    compare,
    compare_deed,
    exposure,
    fails,
    worst,
)

if TYPE_CHECKING:
    from conftest import VerdictOf

    from datausage.oracle.aspects import Aspect

OPEN = {"one": "low", "other": "middle"}
DEEDS = {"one": "kept", "other": "lost"}


def test_the_determined_answer_conforms(aspect: Aspect, verdict_of: VerdictOf) -> None:
    assert compare(aspect, verdict_of(one="low", other="low"), "low") is CONFORMS


def test_any_other_answer_than_the_determined_one_violates(
    aspect: Aspect, verdict_of: VerdictOf
) -> None:
    found = compare(aspect, verdict_of(only="low"), "high")
    assert found.grade is Grade.VIOLATES
    assert found.readings == ()


def test_undetermined_is_incomplete_where_the_verdict_is_determined(
    aspect: Aspect, verdict_of: VerdictOf
) -> None:
    found = compare(aspect, verdict_of(one="low", other="low"), "undetermined")
    assert found.grade is Grade.INCOMPLETE


def test_undetermined_conforms_where_the_verdict_is_open(
    aspect: Aspect, verdict_of: VerdictOf
) -> None:
    assert compare(aspect, verdict_of(**OPEN), "undetermined") is CONFORMS


@pytest.mark.parametrize(("answer", "reading"), [("low", "one"), ("middle", "other")])
def test_a_permitted_answer_to_an_open_verdict_is_open_under_a_recorded_reading(
    aspect: Aspect, verdict_of: VerdictOf, answer: str, reading: str
) -> None:
    found = compare(aspect, verdict_of(**OPEN), answer)
    assert found.grade is Grade.OPEN
    assert found.readings == ({"point": {reading}},)


def test_an_answer_that_no_reading_supports_violates(aspect: Aspect, verdict_of: VerdictOf) -> None:
    found = compare(aspect, verdict_of(**OPEN), "high")
    assert (found.grade, found.exposure) == (Grade.VIOLATES, Exposure.EXPOSES)


def test_an_answer_inside_what_is_permitted_and_outside_the_mainstream_is_contested(
    aspect: Aspect, verdict_of: VerdictOf
) -> None:
    found = compare(aspect, verdict_of(weak="other", **OPEN), "middle")
    assert found.grade is Grade.CONTESTED
    assert found.readings == ({"point": {"other"}},)
    assert compare(aspect, verdict_of(weak="other", **OPEN), "low").grade is Grade.OPEN


def test_an_answer_right_under_every_reading_conforms_although_the_verdict_is_open(
    aspect: Aspect, verdict_of: VerdictOf
) -> None:
    found = verdict_of(one="low", other="low middle")
    assert found.open
    assert compare(aspect, found, "low") is CONFORMS
    assert compare(aspect, found, "middle").grade is Grade.OPEN


@pytest.mark.parametrize("answer", ["low", "high", "undetermined"])
def test_no_answer_is_judged_where_no_reading_makes_the_policy_speak(
    aspect: Aspect, verdict_of: VerdictOf, answer: str
) -> None:
    assert compare(aspect, verdict_of(one=None, other=None), answer) is UNJUDGED


def test_where_one_reading_is_silent_every_answer_is_open_at_worst(
    aspect: Aspect, verdict_of: VerdictOf
) -> None:
    found = verdict_of(silent=None, speaks="low")
    assert [compare(aspect, found, v).grade for v in aspect.values] == [Grade.OPEN] * 3
    assert len(compare(aspect, found, "low").readings) == 2
    weakly = verdict_of(weak="silent", silent=None, speaks="low")
    assert compare(aspect, weakly, "high").grade is Grade.CONTESTED


@pytest.mark.parametrize(
    ("permitted", "answer", "direction"),
    [
        ("low", "high", Exposure.EXPOSES),
        ("low middle", "high", Exposure.EXPOSES),
        ("high", "low", Exposure.OVER_RESTRICTIVE),
        ("middle high", "low", Exposure.OVER_RESTRICTIVE),
        ("low high", "middle", Exposure.DIFFERS),
    ],
)
def test_a_deviation_exposes_or_restricts_by_the_order_of_the_answers(
    aspect: Aspect, permitted: str, answer: str, direction: Exposure
) -> None:
    assert exposure(aspect, frozenset(permitted.split()), answer) is direction
    unranked = replace(aspect, ranked=False)
    assert exposure(unranked, frozenset(permitted.split()), answer) is Exposure.DIFFERS


@pytest.mark.parametrize(
    ("acceptable", "grade", "direction"),
    [
        ("kept lost", Grade.CONFORMS, None),
        ("kept", Grade.OPEN, None),
        ("added", Grade.VIOLATES, Exposure.EXPOSES),
    ],
)
def test_a_deed_is_right_if_one_reading_explains_it(
    verdict_of: VerdictOf, acceptable: str, grade: Grade, direction: Exposure | None
) -> None:
    found = compare_deed(verdict_of(**DEEDS), frozenset(acceptable.split()))
    assert (found.grade, found.exposure) == (grade, direction)


def test_a_deed_that_only_a_weak_reading_explains_is_contested(verdict_of: VerdictOf) -> None:
    found = compare_deed(verdict_of(weak="one", **DEEDS), frozenset({"kept"}))
    assert found.grade is Grade.CONTESTED
    assert found.readings == ({"point": {"one"}},)


def test_a_deed_that_loses_nothing_and_adds_something_is_over_restrictive(
    verdict_of: VerdictOf,
) -> None:
    found = compare_deed(verdict_of(only="added"), frozenset({"kept"}))
    assert (found.grade, found.exposure) == (Grade.VIOLATES, Exposure.OVER_RESTRICTIVE)


def test_grades_stand_in_order_from_the_best_to_the_worst() -> None:
    grades = list(Grade)
    assert set(grades[: len(PASSING)]) == PASSING
    assert grades.index(Grade.CONFORMS) < grades.index(Grade.OPEN) < grades.index(Grade.CONTESTED)
    assert grades[-1] is Grade.VIOLATES
    assert {Grade.INSUFFICIENT, Grade.NOT_OFFERED, Grade.INCOMPLETE}.isdisjoint(PASSING)


def test_grades_and_exposures_are_called_what_reports_and_records_call_them() -> None:
    assert [str(grade) for grade in Grade] == [
        "unjudged",
        "conforms",
        "open",
        "contested",
        "not offered",
        "insufficient evidence",
        "incomplete",
        "nondeterministic",
        "errored",
        "violates",
    ]
    assert [str(one) for one in Exposure] == ["exposes", "over-restrictive", "differs"]


def test_the_worst_of_some_grades_is_the_one_that_stands_last() -> None:
    for number, grade in enumerate(Grade):
        assert worst(list(Grade)[: number + 1]) is grade
    assert worst([Grade.VIOLATES, Grade.CONFORMS]) is Grade.VIOLATES
    assert worst([]) is None


@pytest.mark.parametrize("grade", [None, *Grade])
def test_a_check_fails_with_any_grade_that_does_not_pass_if_it_was_asked(
    grade: Grade | None,
) -> None:
    fine = {None, Grade.NOT_OFFERED, Grade.CONFORMS, Grade.OPEN, Grade.CONTESTED, Grade.UNJUDGED}
    assert fails(grade) is (grade not in fine)


@pytest.mark.parametrize("comparing", [compare, compare_deed])
def test_what_keeps_verdicts_alive_remembers_a_bounded_number(comparing: Any) -> None:
    assert comparing.cache_info().maxsize in range(1, 10_000)
