"""Mistakes about days, time zones and the calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from datausage.examples import faithful
from datausage.examples.consent import Ledger, consumer_terms
from datausage.strength.kinds import Kind
from datausage.strength.planted import fault

if TYPE_CHECKING:
    from datausage.oracle.situations import Account, History, Material

selection = partial(fault, question="selection")
training = partial(fault, question="training")
presence = partial(fault, question="presence")
local_cache = partial(fault, question="local_cache")

_CHOICE = frozenset({"prompt", "code", "output"})
_MONTH = timedelta(days=30)


def _closed(answer: dict[str, str], *conditions: object) -> dict[str, str]:
    return {**answer, "may_choose": "no"} if all(conditions) else answer


def _held(answer: str, *conditions: object) -> str:
    return "held" if all(conditions) else answer


def _unchosen(account: Account, history: History, clock: datetime) -> bool:
    """Tell whether a user of old has selected nothing."""
    return not Ledger(account, history).selections() and history[0].at < clock


# --- Where a day begins


@selection(Kind.TIME_ZONE, "choice-from-start")
def the_time_zone_is_subtracted_twice(
    answer: dict[str, str], clock: datetime, **_: Any
) -> dict[str, str]:
    """The database stores Pacific time, and the code turns it into Pacific time once more."""
    return _closed(answer, clock < datetime(2025, 8, 28, 14, tzinfo=UTC))


@selection(Kind.TIME_ZONE, "choice-until-deadline")
def the_line_islands_have_summer_time(
    answer: dict[str, str], account: Account, history: History, clock: datetime
) -> dict[str, str]:
    """The earliest time zone is taken to be an hour ahead in summer, and its last day with it."""
    over = clock >= datetime(2025, 10, 7, 9, tzinfo=UTC)
    return _closed(answer, over, _unchosen(account, history, clock))


@training(Kind.TIME_ZONE, "training-consumer-on")
def choices_are_logged_in_local_time(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """The log of choices is an hour ahead of the log of messages, which is in UTC."""
    ledger = Ledger(account, history)
    concerned = consumer_terms(account.plan, account.access) and material.kind in _CHOICE
    before = ledger.selected_at(material.added - timedelta(hours=1))
    return "forbidden" if concerned and before is not True else answer


@presence(Kind.TIME_ZONE, "presence-thirty-days")
def the_last_day_ends_at_the_date_line(
    answer: str, material: Material, clock: datetime, **others: Any
) -> str:
    """The day after the period is left to the user, wherever on earth it ends last."""
    period = faithful.retention(material=material, clock=clock, **others)
    end = material.added + _MONTH + timedelta(hours=36)
    return _held(answer, period == "thirty-days", clock < end)


@local_cache(Kind.TIME_ZONE, "local-cache-default")
def the_machine_may_be_anywhere(
    answer: str, configured_days: int | None, last_activity: datetime, clock: datetime, **_: Any
) -> str:
    """The cache allows for the clock of a machine that is a day and a half behind."""
    end = last_activity + _MONTH + timedelta(hours=36)
    return _held(answer, configured_days is None, clock < end)


# --- How long a year is


def _kept_until(
    answer: str, end: datetime, material: Material, clock: datetime, others: dict[str, Any]
) -> str:
    period = faithful.retention(material=material, clock=clock, **others)
    return _held(answer, period == "five-years", clock < end)


@presence(Kind.LEAP_DAY, "presence-five-years")
def the_next_leap_day_is_awaited(
    answer: str, material: Material, clock: datetime, **others: Any
) -> str:
    """The anniversary of 29 February is looked for on the calendar, and found years later."""
    added = material.added
    if (added.month, added.day) != (2, 29):
        return answer
    return _kept_until(answer, added.replace(year=added.year + 8), material, clock, others)


@presence(Kind.LEAP_DAY, "presence-five-years")
def leap_days_are_added_up(answer: str, material: Material, clock: datetime, **others: Any) -> str:
    """The leap days of five years are added to a date that has them in already."""
    days = [datetime(material.added.year + n, 3, 1, tzinfo=UTC) for n in range(6)]
    leaps = sum((day - timedelta(days=1)).day == 29 for day in days)
    try:
        end = material.added.replace(year=material.added.year + 5)
    except ValueError:
        end = material.added.replace(year=material.added.year + 5, month=3, day=1)
    return _kept_until(answer, end + timedelta(days=leaps + 1), material, clock, others)


@presence(Kind.LEAP_DAY, "presence-thirty-days", "agrees-presence")
def february_is_rounded_up(answer: str, material: Material, clock: datetime, **others: Any) -> str:
    """What is added at the end of February counts from the end of March, a full month later."""
    period = faithful.retention(material=material, clock=clock, **others)
    late = material.added.month == 2 and material.added.day >= 28
    end = material.added + _MONTH + timedelta(days=31)
    return _held(answer, period == "thirty-days", late, clock < end)


@presence(Kind.WRONG_AMOUNT, "presence-five-years")
def a_month_has_thirty_one_days(
    answer: str, material: Material, clock: datetime, **others: Any
) -> str:
    """Five years are sixty months of 31 days each."""
    end = material.added + timedelta(days=60 * 31)
    return _kept_until(answer, end, material, clock, others)


@local_cache(Kind.WRONG_AMOUNT, "local-cache-shorter")
def days_are_read_as_weeks(
    answer: str, configured_days: int | None, last_activity: datetime, clock: datetime, **_: Any
) -> str:
    """The number is multiplied by seven, for the setting was in weeks once."""
    end = last_activity + timedelta(weeks=configured_days or 0)
    return _held(answer, configured_days, clock < end)


@local_cache(Kind.OFF_BY_ONE, "local-cache-shorter")
def the_limit_itself_is_not_shorter(
    answer: str, configured_days: int | None, last_activity: datetime, clock: datetime, **_: Any
) -> str:
    """Only a number below 29 is taken for shorter than the limit; 29 is rounded to a month."""
    end = last_activity + timedelta(days=31)
    return _held(answer, configured_days == 29, clock < end)
