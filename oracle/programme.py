"""Material given for training on purpose: the Development Partner Program and other opt-ins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datausage.oracle.facts import CLOUD_PROVIDERS, CONSUMER_PLANS, Access, Method, Plan, Role
from datausage.oracle.histories import plan_at
from datausage.oracle.rulings import Ruling, ruled
from datausage.oracle.situations import Account, Happening

if TYPE_CHECKING:
    from datetime import datetime

    from datausage.oracle.rulings import ReadPolicy
    from datausage.oracle.situations import Event, History, OptingIn, Training


# --- programme-admin-opt-in, programme-first-party-only


def opt_in(situation: OptingIn, policy: ReadPolicy) -> Ruling:
    """Say whether an opt-in is effective."""
    return _opt_in(situation.account, situation.role, situation.method, policy)


def _opt_in(account: Account, role: Role, method: Method, policy: ReadPolicy) -> Ruling:
    if method is Method.OTHER and policy.holds("other-opt-in-methods", "anyone-anywhere"):
        return ruled("effective")
    if account.access in CLOUD_PROVIDERS or not _first_party(account.plan, policy):
        return ruled("ineffective", "programme-first-party-only")
    zero_retention = account.access is Access.ZERO_RETENTION_KEY
    if zero_retention and policy.holds("opt-in-under-zdr", "excluded"):
        return ruled("ineffective", "retention-zero")
    if account.plan in CONSUMER_PLANS:
        offered = policy.holds("programme-consumers", "offered")
        return ruled("effective" if offered else "ineffective", "programme-admin-opt-in")
    if role is Role.ADMIN or policy.holds("non-admin-opt-in", "also-others"):
        return ruled("effective", "programme-admin-opt-in")
    return ruled("ineffective", "programme-admin-opt-in")


def _first_party(plan: Plan, policy: ReadPolicy) -> bool:
    """Say whether an organisation that no cloud provider serves is on the first-party API."""
    if plan is Plan.API or plan in CONSUMER_PLANS:
        return True
    if plan is Plan.THIRD_PARTY_PLATFORM:
        return policy.holds("programme-third-party-plan", "included")
    return policy.holds("programme-outside-api-plan", "first-party")


# --- programme-material-usable, programme-explicit-only


def provided_for_training(situation: Training, policy: ReadPolicy) -> bool:
    """Say whether programme material may be used because somebody opted in to providing it."""
    covering = [e for e in situation.history if e.method and _covers(e, situation, policy)]
    if not covering:
        return False
    opted_in = covering[-1]
    if not _withdrawn(situation.history, opted_in, situation.clock):
        return True
    return policy.holds("opt-in-withdrawal", "kept")


def _covers(event: Event, situation: Training, policy: ReadPolicy) -> bool:
    if event.what is not Happening.OPTED_IN or event.by is None or event.method is None:
        return False
    added = situation.material.added
    if event.at > added and policy.holds("material-before-opt-in", "not-covered"):
        return False
    if _withdrawn_before(situation.history, event, added):
        return False
    account = Account(plan_at(situation.history, event.at), situation.account.access)
    effective = _opt_in(account, event.by, event.method, policy)
    return effective.is_only("effective")


def _withdrawn(history: History, opted_in: Event, moment: datetime) -> bool:
    return any(e.what is Happening.WITHDREW and opted_in.at <= e.at <= moment for e in history)


def _withdrawn_before(history: History, opted_in: Event, added: datetime) -> bool:
    return any(e.what is Happening.WITHDREW and opted_in.at <= e.at < added for e in history)
