"""What a history of events says about a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from datausage.oracle.facts import CONSUMER_PLANS
from datausage.oracle.situations import Happening

if TYPE_CHECKING:
    from datetime import datetime

    from datausage.oracle.facts import Plan
    from datausage.oracle.situations import Event, History

ACTIVITY: Final = frozenset(
    {Happening.STARTED, Happening.RESUMED, Happening.MESSAGED, Happening.SENT_FEEDBACK}
)


def signed_up(history: History) -> datetime:
    """Return when the account was made."""
    return next(event.at for event in history if event.what is Happening.SIGNED_UP)


def plan_at(history: History, moment: datetime) -> Plan:
    """Return the plan the account was on; before the sign-up, the one it signed up for."""
    plan = None
    for event in history:
        if event.plan is not None and (plan is None or event.at <= moment):
            plan = event.plan
    if plan is None:
        raise ValueError("a history begins with a sign-up that names the plan")
    return plan


def choice_at(history: History, moment: datetime) -> Event | None:
    """Return the latest choice made as a consumer, up to and with the moment; None before any."""
    latest = None
    for event in history:
        if (
            event.what is Happening.CHOSE
            and event.at <= moment
            and plan_at(history, event.at) in CONSUMER_PLANS
        ):
            latest = event
    return latest


def allowed_since(history: History, moment: datetime) -> datetime | None:
    """Return from when on the choices up to a moment have allowed without interruption."""
    since = None
    for event in history:
        if event.what is Happening.CHOSE and event.at <= moment:
            since = (since or event.at) if event.allow else None
    return since


def next_choice(history: History, moment: datetime) -> Event | None:
    """Return the first choice made as a consumer later than a moment."""
    for event in history:
        if (
            event.what is Happening.CHOSE
            and event.at > moment
            and plan_at(history, event.at) in CONSUMER_PLANS
        ):
            return event
    return None


def activities(history: History, session: str) -> tuple[Event, ...]:
    """Return what happened in a session, in order of time."""
    return tuple(e for e in history if e.session == session and e.what in ACTIVITY)


def began(history: History, session: str) -> datetime | None:
    """Return when a session was started."""
    for event in history:
        if event.session == session and event.what is Happening.STARTED:
            return event.at
    return None


def last_activity(history: History, session: str, otherwise: datetime) -> datetime:
    """Return the last activity in a session, or the moment given where there was none."""
    return max((event.at for event in activities(history, session)), default=otherwise)
