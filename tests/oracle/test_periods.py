"""A period is over for sure a day after it may end at the latest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from datausage.oracle import periods
from datausage.oracle.periods import Length
from datausage.oracle.rulings import ReadPolicy
from datausage.policy.edition import load

from .events import NOON

LEAP: Final = datetime(2028, 2, 29, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "length", "sure", "settled"),
    [
        (NOON, Length("days", 30), timedelta(days=30), timedelta(days=31)),
        (NOON, Length("years", 1), timedelta(days=365), timedelta(days=366)),
        (LEAP, Length("years", 1), timedelta(days=365), timedelta(days=367)),
    ],
    ids=["days", "a year", "a year from a leap day"],
)
def test_a_period_is_surely_over_a_day_after_it_may_end_at_the_latest(
    start: datetime, length: Length, sure: timedelta, settled: timedelta
) -> None:
    second = timedelta(seconds=1)
    assert periods.surely(start, length, start + sure - second) is False
    assert periods.surely(start, length, start + sure) is None
    assert periods.surely(start, length, start + settled - second) is None
    assert periods.surely(start, length, start + settled) is True


def test_once_a_period_is_over_on_every_reading_none_is_asked_for() -> None:
    policy = ReadPolicy(load(), {})
    assert periods.over(LEAP, Length("years", 1), LEAP + timedelta(days=367), policy)
    assert policy.trail == []
