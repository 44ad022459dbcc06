"""A retention schedule: for how long a piece of data is kept, and whether it is still there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from datausage.examples.consent import Ledger, consumer_terms

if TYPE_CHECKING:
    from datausage.oracle.situations import Account, History, Material

LONGEST_CACHE = 30
STANDARD = timedelta(days=30)

_TRANSCRIPT = frozenset({"prompt", "code", "output"})
_IDLE_SANDBOX = timedelta(days=1)


def retention(
    account: Account,
    material: Material,
    history: History,
    clock: datetime,  # noqa: ARG001 - the period is settled when the data arrives
) -> str:
    """Answer which period holds for the material."""
    if material.kind == "repository-clone":
        return "until-completion"
    if material.kind == "bug-transcript":
        return "five-years"
    ledger = Ledger(account, history)
    if consumer_terms(ledger.plan_at(material.added), account.access):
        return "five-years" if ledger.setting_at(material.added) == "on" else "thirty-days"
    if account.access == "zero-retention-key" and material.kind in _TRANSCRIPT:
        return "not-retained"
    return "thirty-days"


def presence(account: Account, material: Material, history: History, clock: datetime) -> str:
    """Answer whether the material is still kept at the moment, ``held`` or ``gone``."""
    period = retention(account, material, history, clock)
    if period == "not-retained":
        return "gone"
    if period == "until-completion":
        # No event tells that a session was completed, so a sandbox left alone counts as done.
        activities = Ledger(account, history).activities(material.session, material.added)
        end = max([material.added, *activities]) + _IDLE_SANDBOX
    elif period == "five-years":
        end = five_years_after(material.added)
    else:
        end = material.added + STANDARD
    return "held" if clock < end else "gone"


def local_cache(
    account: Account,  # noqa: ARG001 - the client keeps one kind of cache for everybody
    configured_days: int | None,
    created: datetime,  # noqa: ARG001 - the days count from the last activity
    last_activity: datetime,
    clock: datetime,
) -> str:
    """Answer whether a session may still be on the user's machine, ``held`` or ``gone``."""
    days = LONGEST_CACHE if configured_days is None else min(configured_days, LONGEST_CACHE)
    # Zero days keep nothing, and less than nothing is a slip of the pen.
    return "held" if clock < last_activity + timedelta(days=max(days, 0)) else "gone"


def five_years_after(start: datetime) -> datetime:
    """Return the same date and time five years later; 29 February becomes the 28th."""
    try:
        return start.replace(year=start.year + 5)
    except ValueError:
        return start.replace(year=start.year + 5, day=28)
