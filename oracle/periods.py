"""Periods: how long data is kept, and when that is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datausage.oracle.rulings import ReadPolicy


def over(start: datetime, days: int, clock: datetime, policy: ReadPolicy) -> bool:
    """Say whether so many days are over."""
    return _over(start + timedelta(days=days), clock, policy)


def years_over(start: datetime, years: int, clock: datetime, policy: ReadPolicy) -> bool:
    """Say whether so many years are over."""
    year = start.year + years
    try:
        end = start.replace(year=year)
    except ValueError:
        if clock < datetime(year, 2, 28, tzinfo=UTC):
            return False
        if policy.holds("leap-day", "twenty-eighth"):
            end = start.replace(year=year, day=28)
        else:
            end = start.replace(year=year, month=3, day=1)
    return _over(end, clock, policy)


def _over(end: datetime, clock: datetime, policy: ReadPolicy) -> bool:
    if clock < end:
        return False
    # The day on which a period ends is over a day later at the latest, in whatever time zone.
    if clock >= end + timedelta(days=1):
        return True
    return policy.holds("period-end", "to-the-instant")
