"""How long data is kept: on servers by account and setting, and on the user's machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from datausage.oracle import periods
from datausage.oracle.choice import allowed_at
from datausage.oracle.facts import (
    CLOUD_PROVIDERS,
    CONSUMER_PLANS,
    RETENTION_PLANS,
    SESSION_DATA,
    Access,
    Kind,
    Plan,
)
from datausage.oracle.histories import began, choice_at, last_activity, plan_at
from datausage.oracle.rulings import SILENT, Ruling, ruled

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from datausage.oracle.periods import Length
    from datausage.oracle.rulings import ReadPolicy
    from datausage.oracle.situations import Caching, Keeping
    from datausage.policy.edition import Edition

FIVE_YEARS: Final = "five-years"
THIRTY_DAYS: Final = "thirty-days"
UNTIL_COMPLETION: Final = "until-completion"
NOT_RETAINED: Final = "not-retained"


def retention(situation: Keeping, policy: ReadPolicy) -> Ruling:
    """Say how long a piece of data is kept on servers."""
    kind = situation.material.kind
    if kind is Kind.BUG_TRANSCRIPT:
        return _bug_transcript(situation, policy)
    if kind is Kind.REPOSITORY_CLONE:
        return _clone(situation, policy)
    if kind not in SESSION_DATA:
        if policy.holds("other-records-retention", "unspoken"):
            return SILENT
        return _by_account(situation, policy)
    return _session_data(situation, policy)


# --- feedback-kept


def _bug_transcript(situation: Keeping, policy: ReadPolicy) -> Ruling:
    if _zero_retention(situation, policy) and policy.holds("bug-under-zdr", "not-retained"):
        return ruled(NOT_RETAINED, "retention-zero")
    return ruled(FIVE_YEARS, "feedback-kept")


# --- cloud-clone-deleted


def _clone(situation: Keeping, policy: ReadPolicy) -> Ruling:
    if policy.holds("clone-retention-period", "until-completion"):
        return ruled(UNTIL_COMPLETION, "cloud-clone-deleted")
    if _zero_retention(situation, policy) and policy.holds("zero-retention-scope", "all-content"):
        return ruled(NOT_RETAINED, "retention-zero")
    return _by_account(situation, policy)


# --- retention-zero, cloud-same-retention


def _session_data(situation: Keeping, policy: ReadPolicy) -> Ruling:
    if not _zero_retention(situation, policy):
        return _by_account(situation, policy)
    if situation.material.kind is Kind.CODE and policy.holds("zero-retention-code", "apart"):
        return _by_account(situation, policy)
    return ruled(NOT_RETAINED, "retention-zero", "cloud-same-retention")


def _zero_retention(situation: Keeping, policy: ReadPolicy) -> bool:
    """Say whether zero retention holds: a commercial arrangement that comes with the key."""
    if situation.account.access is not Access.ZERO_RETENTION_KEY:
        return False
    plan = _plan(situation, policy)
    if plan in RETENTION_PLANS:
        return True
    if plan in CONSUMER_PLANS:
        return policy.holds("consumer-on-company-access", "access-governs")
    return _omitted_plan_counts(plan, policy)


# --- retention-commercial, retention-consumer-allowed, retention-consumer-refused


def _by_account(situation: Keeping, policy: ReadPolicy) -> Ruling:
    plan, access = _plan(situation, policy), situation.account.access
    if plan in CONSUMER_PLANS:
        if access is Access.LOGIN:
            return _consumer(situation, policy)
        if policy.holds("consumer-on-company-access", "plan-governs"):
            return _consumer(situation, policy)
        if access in CLOUD_PROVIDERS:
            return _third_party(policy)
        return ruled(THIRTY_DAYS, "retention-commercial", "cloud-same-retention")
    if plan in RETENTION_PLANS:
        platform = "retention-named-plan-through-cloud"
        if access in CLOUD_PROVIDERS and policy.holds(platform, "by-platform"):
            return _third_party(policy)
        return ruled(THIRTY_DAYS, "retention-commercial", "cloud-same-retention")
    if _omitted_plan_counts(plan, policy):
        return ruled(THIRTY_DAYS, "retention-commercial", "cloud-same-retention")
    return SILENT


def _plan(situation: Keeping, policy: ReadPolicy) -> Plan:
    now = situation.account.plan
    then = plan_at(situation.history, situation.material.added)
    if then == now:
        return now
    return then if policy.holds("retention-plan-move", "at-collection") else now


def _omitted_plan_counts(plan: Plan, policy: ReadPolicy) -> bool:
    """Say whether a plan that the list omits is read as commercial like those it names."""
    point = "retention-gov" if plan is Plan.CLAUDE_GOV else "retention-third-party"
    return policy.holds(point, "as-commercial")


def _third_party(policy: ReadPolicy) -> Ruling:
    if policy.holds("retention-third-party", "as-commercial"):
        return ruled(THIRTY_DAYS, "retention-commercial", "cloud-same-retention")
    return SILENT


def _consumer(situation: Keeping, policy: ReadPolicy) -> Ruling:
    history, moment = situation.history, situation.material.added
    # Only where the setting may have changed is it asked which one counts.
    if policy.once(_may_have_changed, situation) and policy.holds(
        "retention-setting-change", "current"
    ):
        moment = situation.clock
    allowed = allowed_at(history, moment, policy)
    if allowed is None:
        return SILENT
    if allowed:
        return ruled(FIVE_YEARS, "retention-consumer-allowed", "cloud-same-retention")
    return ruled(THIRTY_DAYS, "retention-consumer-refused", "cloud-same-retention")


def _may_have_changed(situation: Keeping) -> bool:
    then = choice_at(situation.history, situation.material.added)
    now = choice_at(situation.history, situation.clock)
    return then is None or now is None or then.allow != now.allow


# --- presence-thirty-days, presence-five-years, presence-zero


def presence(situation: Keeping, policy: ReadPolicy) -> Ruling:
    """Say whether a piece of data may still be on servers."""
    period = retention(situation, policy)
    if period.answers is None:
        return period
    (name,) = period.answers
    if name == UNTIL_COMPLETION:
        # Whether the session is completed is not among the facts of this question.
        return SILENT
    if name == NOT_RETAINED:
        return ruled("gone", *period.rules, "presence-zero")
    rule = "presence-five-years" if name == FIVE_YEARS else "presence-thirty-days"
    if _is_over(situation, period, policy):
        return ruled("gone", *period.rules, rule)
    if policy.holds("period-floor", "exact"):
        return ruled("held", *period.rules, rule)
    return ruled(frozenset({"held", "gone"}), *period.rules, rule)


def _is_over(situation: Keeping, period: Ruling, policy: ReadPolicy) -> bool:
    length = _length(period, policy.edition)
    starts = policy.once(_starts, situation)
    # From when the period runs is asked only where it decides.
    sure = policy.once(_surely_over, starts, length, situation.clock)
    if sure is not None:
        return sure
    start = next(start for name, start in starts.items() if policy.holds("period-start", name))
    return periods.over(start, length, situation.clock, policy)


def _length(period: Ruling, edition: Edition) -> Length:
    unit = "years" if period.is_only(FIVE_YEARS) else "days"
    return periods.length(unit, edition.count(period.rules[0], unit))


def _surely_over(starts: Mapping[str, datetime], length: Length, clock: datetime) -> bool | None:
    """Say whether a period is over from whenever it runs; None where that depends."""
    sure = {periods.surely(start, length, clock) for start in set(starts.values())}
    return sure.pop() if len(sure) == 1 else None


def _starts(situation: Keeping) -> dict[str, datetime]:
    """Return from when a period may run, by reading."""
    history, material = situation.history, situation.material
    return {
        "last-activity": last_activity(history, material.session, material.added),
        "session-start": began(history, material.session) or material.added,
        "collection": material.added,
    }


# --- local-cache-default, local-cache-shorter


def local_cache(situation: Caching, policy: ReadPolicy) -> Ruling:
    """Say whether a session may still be stored on the user's machine."""
    listed = situation.account.plan in RETENTION_PLANS
    if not listed and policy.holds("local-cache-others", "unspoken"):
        return SILENT
    days, rule = _cached_days(situation, policy)
    if days is None:
        return ruled(frozenset({"held", "gone"}), rule)
    start = situation.last_activity
    if situation.created != start and policy.holds("local-cache-start", "created"):
        start = situation.created
    if days == 0 or periods.over(start, periods.length("days", days), situation.clock, policy):
        return ruled("gone", rule)
    return ruled(frozenset({"held", "gone"}), rule)


def _cached_days(situation: Caching, policy: ReadPolicy) -> tuple[int | None, str]:
    """Return the days a session may stay, None for without limit, and the rule that says so."""
    default = policy.edition.count("local-cache-default", "days")
    configured = situation.configured_days
    if configured is None:
        return default, "local-cache-default"
    if configured == 0:
        if policy.holds("local-cache-zero", "nothing-kept"):
            return 0, "local-cache-shorter"
        if policy.holds("local-cache-zero", "default-limit"):
            return default, "local-cache-default"
        return None, "local-cache-shorter"
    if configured > default and policy.holds("local-cache-longer", "not-above"):
        return default, "local-cache-default"
    return configured, "local-cache-shorter" if configured <= default else "local-cache-default"
