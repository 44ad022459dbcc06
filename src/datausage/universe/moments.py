"""Moments and spans, written plainly, and the edges that follow from the rules' dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

SPAN_UNITS: Final = {"s": timedelta(seconds=1), "d": timedelta(days=1)}

# A day begins at UTC+14 first and ends at UTC-12 last; the hours between are where zones matter.
AROUND: Final = (
    timedelta(hours=-14, seconds=-1),
    timedelta(hours=-14),
    timedelta(seconds=-1),
    timedelta(0),
    timedelta(hours=7),
    timedelta(hours=12, seconds=-1),
    timedelta(hours=12),
)


def written(moment: datetime) -> str:
    """Return a moment as text, to the second, in UTC."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@lru_cache(10_000)
def read(text: str) -> datetime:
    """Return the moment that ``written`` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def around(day: date) -> tuple[str, ...]:
    """Return the moments at which a day begins somewhere, and just before."""
    midnight = datetime.combine(day, time(), UTC)
    return tuple(written(midnight + offset) for offset in AROUND)


def beginning_everywhere(day: date) -> datetime:
    """Return the moment from which a day has begun in every time zone."""
    return datetime.combine(day, time(), UTC) + max(AROUND)


def surely_before(day: date, moment: str) -> bool:
    """Say whether a moment is before a day in every time zone."""
    return read(moment) < datetime.combine(day, time(), UTC) + min(AROUND[1:])


def surely_from(day: date, moment: str) -> bool:
    """Say whether a day has begun at a moment in every time zone."""
    return read(moment) >= beginning_everywhere(day)


@lru_cache(10_000)
def later(start: datetime, span: str) -> datetime:
    """Return the moment a span after a start; spans are sums such as ``5y -1d +1s``."""
    moment = start
    for term in span.split():
        count, unit = int(term[:-1]), term[-1]
        moment = _years_later(moment, count) if unit == "y" else moment + count * SPAN_UNITS[unit]
    return moment


def _years_later(start: datetime, years: int) -> datetime:
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return start.replace(year=start.year + years, month=3, day=1)
