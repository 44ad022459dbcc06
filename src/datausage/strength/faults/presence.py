"""Mistakes about when data is gone, on servers and on the user's machine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from datausage.examples import faithful
from datausage.examples.keeping import five_years_after
from datausage.strength.kinds import Kind
from datausage.strength.planted import fault

if TYPE_CHECKING:
    from datausage.oracle.situations import Account, History, Material

presence = partial(fault, question="presence")
local_cache = partial(fault, question="local_cache")

_WEEK = timedelta(days=7)


def _held(answer: str, *conditions: object) -> str:
    return "held" if all(conditions) else answer


def _period(account: Account, material: Material, history: History, clock: datetime) -> str:
    return faithful.retention(account, material, history, clock)


# --- Thirty days on servers


@presence(Kind.OFF_BY_ONE, "presence-thirty-days")
def the_day_after_is_included(
    answer: str, material: Material, clock: datetime, **others: Any
) -> str:
    """A month is counted as 31 days, the last instant included."""
    within = clock <= material.added + timedelta(days=31)
    return _held(answer, _period(material=material, clock=clock, **others) == "thirty-days", within)


@presence(Kind.WRONG_AMOUNT, "presence-thirty-days")
def the_purge_runs_every_week(
    answer: str, material: Material, clock: datetime, **others: Any
) -> str:
    """What is over is deleted on the next run of a weekly job."""
    start = datetime(2025, 1, 5, tzinfo=UTC)
    runs = (material.added + timedelta(days=30) - start) // _WEEK + 1
    waiting = clock < start + runs * _WEEK
    return _held(
        answer, _period(material=material, clock=clock, **others) == "thirty-days", waiting
    )


@presence(Kind.ADDED_CLAUSE, "presence-thirty-days")
def cloud_code_is_never_purged(answer: str, material: Material, **others: Any) -> str:
    """The purge does not know the store for code of cloud sessions."""
    stored = material.kind == "code" and material.venue == "cloud"
    return _held(answer, _period(material=material, **others) == "thirty-days", stored)


# --- Five years on servers


@presence(Kind.LEAP_DAY, "presence-five-years")
def every_year_is_a_leap_year(
    answer: str, material: Material, clock: datetime, **others: Any
) -> str:
    """Five years are 5 times 366 days."""
    within = clock < material.added + timedelta(days=5 * 366)
    return _held(answer, _period(material=material, clock=clock, **others) == "five-years", within)


@presence(Kind.LEAP_DAY, "presence-five-years")
def leap_days_have_no_anniversary(answer: str, material: Material, **others: Any) -> str:
    """The date five years after 29 February cannot be built, and nothing is deleted then."""
    leap = (material.added.month, material.added.day) == (2, 29)
    return _held(answer, _period(material=material, **others) == "five-years", leap)


@presence(Kind.WRONG_AMOUNT, "presence-five-years")
def transcripts_have_no_end(answer: str, material: Material, **_: Any) -> str:
    """Five years are stored as a note in the ticket, and nobody deletes tickets."""
    return _held(answer, material.kind == "bug-transcript")


@presence(Kind.WRONG_AMOUNT, "presence-five-years")
def a_week_for_the_backups(answer: str, material: Material, clock: datetime, **others: Any) -> str:
    """Backups are a week behind the store."""
    within = clock < five_years_after(material.added) + _WEEK
    return _held(answer, _period(material=material, clock=clock, **others) == "five-years", within)


# --- Zero retention


@presence(Kind.OFF_BY_ONE, "presence-zero")
def zero_days_fall_back_to_thirty(
    answer: str, material: Material, clock: datetime, **others: Any
) -> str:
    """The number of days is 0, and 0 is taken for not configured."""
    within = clock < material.added + timedelta(days=30)
    return _held(
        answer, _period(material=material, clock=clock, **others) == "not-retained", within
    )


@presence(Kind.OFF_BY_ONE, "presence-zero")
def a_buffer_of_two_days(answer: str, material: Material, clock: datetime, **others: Any) -> str:
    """Everything passes a buffer that is emptied every other day."""
    within = clock < material.added + timedelta(days=2)
    return _held(
        answer, _period(material=material, clock=clock, **others) == "not-retained", within
    )


@presence(Kind.ADDED_CLAUSE, "presence-zero")
def outputs_in_the_cloud_stay(answer: str, material: Material, **others: Any) -> str:
    """Outputs of cloud sessions are kept in the session's log."""
    logged = material.kind == "output" and material.venue == "cloud"
    return _held(answer, _period(material=material, **others) == "not-retained", logged)


@presence(Kind.RESUMED_AS_NEW, "agrees-presence")
def resumed_sessions_are_never_purged(
    answer: str, material: Material, history: History, **others: Any
) -> str:
    """A session that was resumed once has no date any more, and stays."""
    resumed = any(e.what == "resumed" and e.at > material.added for e in history)
    period = _period(material=material, history=history, **others)
    return _held(answer, resumed, period == "thirty-days")


# --- The user's machine


@local_cache(Kind.DEFAULT, "local-cache-default")
def nothing_configured_is_for_ever(answer: str, configured_days: int | None, **_: Any) -> str:
    """The cache is cleaned only where a number of days is configured."""
    return _held(answer, configured_days is None)


@local_cache(Kind.WRONG_AMOUNT, "local-cache-default")
def the_cache_is_cleaned_every_week(
    answer: str, configured_days: int | None, last_activity: datetime, clock: datetime, **_: Any
) -> str:
    """What is older than the limit stays until the weekly cleaning."""
    within = clock <= last_activity + timedelta(days=30) + _WEEK
    return _held(answer, configured_days is None, within)


@local_cache(Kind.PRECEDENCE, "local-cache-shorter")
def shorter_limits_are_raised(
    answer: str, configured_days: int | None, last_activity: datetime, clock: datetime, **_: Any
) -> str:
    """The greater one of the limit and what is configured counts."""
    within = clock < last_activity + timedelta(days=30)
    return _held(answer, configured_days is not None, configured_days, within)


@local_cache(Kind.OFF_BY_ONE, "local-cache-shorter")
def the_last_day_is_counted_twice(
    answer: str, configured_days: int | None, last_activity: datetime, clock: datetime, **_: Any
) -> str:
    """The day of the last activity does not count, and the comparison includes the end."""
    within = clock <= last_activity + timedelta(days=(configured_days or 0) + 1)
    return _held(answer, configured_days, within)


@local_cache(Kind.OFF_BY_ONE, "local-cache-shorter")
def one_means_on(answer: str, account: Account, configured_days: int | None, **_: Any) -> str:
    """A limit of 1 is read as a flag, so that Team users keep everything."""
    return _held(answer, configured_days == 1, account.plan == "team")


@local_cache(Kind.DROPPED_CLAUSE, "agrees-local-cache")
def long_limits_are_never_reached(answer: str, configured_days: int | None, **_: Any) -> str:
    """A number above thirty switches cleaning off."""
    return _held(answer, configured_days is not None and configured_days > 30)
