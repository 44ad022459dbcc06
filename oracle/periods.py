"""Periods: how long data is kept, and when that is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from datausage.oracle.rulings import ReadPolicy

DAY: Final = timedelta(days=1)


class Length(NamedTuple):
    """The length of a period: a number of ``years`` or ``days``."""

    unit: str
    number: int


@lru_cache(1_000)
def length(unit: str, number: int) -> Length:
    """Return a length; always the same object for the same one."""
    return Length(unit, number)


def over(start: datetime, length: Length, clock: datetime, policy: ReadPolicy) -> bool:
    """Say whether a period is over at a moment."""
    first, last = _ends(start, length)
    if clock < first:
        return False
    if clock >= last + DAY:
        return True
    end = first if first == last or policy.holds("leap-day", "twenty-eighth") else last
    if clock < end:
        return False
    # The day on which a period ends is over a day later at the latest, in whatever time zone.
    if clock >= end + DAY:
        return True
    return policy.holds("period-end", "to-the-instant")


def surely(start: datetime, length: Length, clock: datetime) -> bool | None:
    """Say whether a period is over where no reading matters; None where one does."""
    first, last = _ends(start, length)
    if clock < first:
        return False
    return True if clock >= last + DAY else None


def _ends(start: datetime, length: Length) -> tuple[datetime, datetime]:
    """Return the first and the last moment at which a period may end, by reading."""
    unit, number = length
    if unit == "days":
        end = start + number * DAY
        return end, end
    year = start.year + number
    try:
        end = start.replace(year=year)
    except ValueError:
        # There is no 29 February in that year.
        return start.replace(year=year, day=28), start.replace(year=year, month=3, day=1)
    return end, end
