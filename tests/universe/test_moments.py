"""Moments and spans, as they are written in the universes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datausage.universe import choices, kept_data, moments

DAY = date(2025, 10, 8)
CALM = settings(max_examples=200, deadline=None, derandomize=True, database=None)
TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1))  # noqa: DTZ001 - made aware below


@CALM
@given(TIMES)
def test_a_moment_survives_being_written_and_read(moment: datetime) -> None:
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    assert moments.read(moments.written(moment)) == moment


@CALM
@given(TIMES, st.lists(st.tuples(st.integers(-400, 4_000), st.sampled_from("sd")), max_size=4))
def test_a_span_of_days_and_seconds_is_the_sum_of_its_terms(
    moment: datetime, terms: list[tuple[int, str]]
) -> None:
    moment = moment.replace(tzinfo=UTC)
    span = " ".join(f"{count:+d}{unit}" for count, unit in terms)
    seconds = sum(count * {"s": 1, "d": 86_400}[unit] for count, unit in terms)
    assert moments.later(moment, span) - moment == timedelta(seconds=seconds)


@CALM
@given(TIMES, st.integers(0, 40))
def test_years_end_on_the_same_day_of_the_calendar_or_the_day_after_a_missing_one(
    moment: datetime, years: int
) -> None:
    end = moments.later(moment, f"{years}y")
    assert end.year == moment.year + years
    assert end.time() == moment.time()
    same = (end.month, end.day) == (moment.month, moment.day)
    leap = (moment.month, moment.day) == (2, 29)
    assert same or (leap and (end.month, end.day) == (3, 1))


def test_five_years_from_a_leap_day_end_on_the_first_of_march() -> None:
    start = moments.read("2028-02-29T23:30:00Z")
    assert moments.written(moments.later(start, "5y -1s")) == "2033-03-01T23:29:59Z"


def test_a_day_is_asked_about_where_it_begins_first_and_last_and_just_before() -> None:
    assert moments.around(DAY) == (
        "2025-10-07T09:59:59Z",
        "2025-10-07T10:00:00Z",
        "2025-10-07T23:59:59Z",
        "2025-10-08T00:00:00Z",
        "2025-10-08T07:00:00Z",
        "2025-10-08T11:59:59Z",
        "2025-10-08T12:00:00Z",
    )


def test_only_the_hours_in_which_a_day_begins_are_neither_before_nor_from_it() -> None:
    sure = [
        (moments.surely_before(DAY, moment), moments.surely_from(DAY, moment))
        for moment in moments.around(DAY)
    ]
    assert sure == [(True, False), *[(False, False)] * 5, (False, True)]


@pytest.mark.parametrize("text", ["2025-10-08", "2025-10-08T00:00:00", "2025-10-08T00:00:00+02:00"])
def test_a_moment_written_otherwise_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="does not match"):
        moments.read(text)


def test_the_moments_of_the_choice_are_the_edges_of_the_three_days_on_which_it_turns() -> None:
    for day in (choices.START, choices.DEADLINE, choices.DAY_AFTER):
        assert set(moments.around(day)) <= set(choices.MOMENTS)
    assert choices.DEADLINE + timedelta(days=1) == choices.DAY_AFTER


def test_the_ages_of_data_stand_on_both_sides_of_every_period() -> None:
    ages = {*kept_data.AGES, *kept_data.AGE_EDGES}
    for period in ("30d", "5y"):
        assert {f"{period} -1s", period, f"{period} +1s"} <= ages
