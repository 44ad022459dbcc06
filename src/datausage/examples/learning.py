"""The gate in front of model training, and the opt-ins that open it for commercial customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datausage.examples.consent import OPENING, Ledger, consumer_terms

if TYPE_CHECKING:
    from datetime import datetime

    from datausage.oracle.situations import Account, Event, History, Material

_PROGRAMME_PLANS = frozenset({"team", "enterprise", "api", "claude-gov"})
_CLOUD_PROVIDERS = frozenset({"bedrock", "vertex"})
_OPERATIONAL = frozenset({"survey-rating", "metrics-record", "error-record"})


def training(
    account: Account,
    material: Material,
    history: History,
    model: str,  # noqa: ARG001 - the commercial promise is kept for every kind of model
    clock: datetime,
) -> str:
    """Answer whether the material may train a model now, ``permitted`` or ``forbidden``."""
    return "permitted" if _usable(account, material, history, clock) else "forbidden"


def opt_in(account: Account, role: str, method: str) -> str:
    """Answer whether the opt-in counts, ``effective`` or ``ineffective``."""
    counts = may_opt_in(account.plan, account.access, role, method)
    return "effective" if counts else "ineffective"


def may_opt_in(plan: str, access: str, role: str | None, method: str | None) -> bool:
    """Tell whether somebody in that role can opt in; the limits are those of the programme only."""
    if method != "programme":
        return True
    return role == "admin" and plan in _PROGRAMME_PLANS and access not in _CLOUD_PROVIDERS


def provided(ledger: Ledger, added: datetime, clock: datetime) -> bool:
    """Tell whether an opt-in covers what was added then, and was not withdrawn since."""
    open_at_adding: set[str | None] = set()
    for event in ledger.history:
        if event.at > clock:
            break
        if event.what == "withdrew":
            open_at_adding.discard(event.method)
        elif event.what == "opted-in" and event.at <= added and _counts(ledger, event, added):
            open_at_adding.add(event.method)
    return bool(open_at_adding)


def _counts(ledger: Ledger, event: Event, added: datetime) -> bool:
    """Tell whether the opt-in was made by the right person, and outlived every change of plan."""
    return all(
        may_opt_in(ledger.plan_at(moment), ledger.account.access, event.by, event.method)
        for moment in (event.at, added)
    )


def _usable(account: Account, material: Material, history: History, clock: datetime) -> bool:
    if material.kind in _OPERATIONAL:
        return False
    ledger = Ledger(account, history)
    # Data keeps the terms under which it was sent, whatever plan comes later.
    by_setting = consumer_terms(ledger.plan_at(material.added), account.access)
    if by_setting and material.kind != "programme-material":
        return clock >= OPENING and ledger.consented(material.session, material.added)
    return provided(ledger, material.added, clock)
