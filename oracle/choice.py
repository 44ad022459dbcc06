"""The user's choice: who may select when, and which setting is in force."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from datausage.oracle.facts import CONSUMER_PLANS
from datausage.oracle.histories import choice_at, plan_at, signed_up
from datausage.oracle.rulings import INAPPLICABLE, SILENT, Ruling, ruled

if TYPE_CHECKING:
    from datetime import date

    from datausage.oracle.rulings import ReadPolicy
    from datausage.oracle.situations import Choosing, History

SPREAD: Final = {"utc": 0, "pacific": 7, "earliest": -14, "latest": 12}
"""Hours after midnight UTC at which a day begins, by reading of ``choice-day-boundary``.

Both days of the first edition fall into summer time, so that seven hours serve for Pacific.
"""


# --- choice-from-start, choice-until-deadline, choice-changeable, choice-at-sign-up


def may_choose(situation: Choosing, policy: ReadPolicy) -> Ruling:
    """Say whether the user may choose now."""
    if situation.account.plan not in CONSUMER_PLANS:
        return INAPPLICABLE
    if not started(situation.clock, policy):
        if policy.holds("before-start", "unspoken"):
            return SILENT
        return ruled("no", "choice-from-start")
    if choice_at(situation.history, situation.clock):
        return ruled("yes", "choice-changeable")
    if signed_up(situation.history) == situation.clock:
        return ruled("yes", "choice-at-sign-up")
    if not period_over(situation.clock, policy):
        return ruled("yes", "choice-from-start", "choice-until-deadline")
    if policy.holds("choice-after-deadline", "open"):
        return ruled("yes", "choice-changeable")
    return ruled("no", "choice-until-deadline")


# --- choice-immediate, choice-latest-counts


def setting(situation: Choosing, policy: ReadPolicy) -> Ruling:
    """Say which setting is in force."""
    if situation.account.plan not in CONSUMER_PLANS:
        return INAPPLICABLE
    history, clock = situation.history, situation.clock
    in_force = setting_at(history, clock, policy)
    if in_force is None:
        return SILENT
    if not choice_at(history, clock) and not started(clock, policy):
        # Where there was no choice, there was no setting, or it was off: that is the same.
        return ruled(frozenset({"off", "none"}), "choice-from-start")
    return ruled(in_force, "choice-immediate", "choice-latest-counts")


def setting_at(history: History, moment: datetime, policy: ReadPolicy) -> str | None:
    """Return the consumer's setting at a moment: on, off or none; None where nothing is said.

    A choice is in force from the instant it was made.
    """
    choice = choice_at(history, moment)
    if choice:
        return "on" if choice.allow else "off"
    if not started(moment, policy):
        return None if policy.holds("before-start", "unspoken") else "off"
    if _is_new(history, policy) or period_over(moment, policy):
        return policy.reading("unselected-after-period")
    return policy.reading("unselected-in-period")


def allowed_at(history: History, moment: datetime, policy: ReadPolicy) -> bool | None:
    """Say whether the consumer's setting allowed at a moment; None where nothing is said."""
    choice = choice_at(history, moment)
    if choice:
        return choice.allow
    if not started(moment, policy):
        return None if policy.holds("before-start", "unspoken") else False
    if _is_new(history, policy) or period_over(moment, policy):
        return policy.holds("unselected-after-period", "on")
    return policy.holds("unselected-in-period", "on")


def started(moment: datetime, policy: ReadPolicy) -> bool:
    """Say whether the choice had been introduced at a moment."""
    return _reached(moment, policy.edition.day("choice-from-start"), policy)


def period_over(moment: datetime, policy: ReadPolicy) -> bool:
    """Say whether the period for a first selection was over at a moment."""
    last = policy.edition.day("choice-until-deadline")
    day = timedelta(days=1)
    if not _reached(moment, last, policy):
        return False
    if _reached(moment, last + day, policy):
        return True
    return policy.holds("deadline-day", "excluded")


def _is_new(history: History, policy: ReadPolicy) -> bool:
    """A user is new who signed up once the choice had been introduced."""
    return plan_at(history, signed_up(history)) in CONSUMER_PLANS and started(
        signed_up(history), policy
    )


def _reached(moment: datetime, day: date, policy: ReadPolicy) -> bool:
    """Say whether a day had begun; the time zone is asked for only where it matters."""
    beginnings = _beginnings(day)
    if moment >= beginnings[-1][0]:
        return True
    if moment < beginnings[0][0]:
        return False
    begun = [zone for beginning, zone in beginnings if moment >= beginning]
    return policy.holds("choice-day-boundary", *begun)


@lru_cache(100)
def _beginnings(day: date) -> tuple[tuple[datetime, str], ...]:
    """Return when a day begins, by reading, in order of time."""
    midnight = datetime.combine(day, time(), UTC)
    return tuple(sorted((midnight + timedelta(hours=h), zone) for zone, h in SPREAD.items()))
