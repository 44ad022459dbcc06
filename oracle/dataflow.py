"""What travels, and how it is protected on its way and where it is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from datausage.oracle.facts import Channel, State, Venue
from datausage.oracle.rulings import SILENT, Ruling, ruled

if TYPE_CHECKING:
    from datausage.oracle.rulings import ReadPolicy
    from datausage.oracle.situations import Protecting

PROTECTIONS: Final = ("aes-256", "tls", "other-encryption", "none")
ENCRYPTED: Final = frozenset(PROTECTIONS) - {"none"}


def protection(situation: Protecting, policy: ReadPolicy) -> Ruling:
    """Say how a stream of data is protected."""
    match situation.channel:
        case Channel.SURVEYS:
            return SILENT
        case Channel.BUG_REPORTS:
            return bug_reports(situation.state, policy)
        case _ if situation.venue is Venue.CLOUD and _cloud_is_unspoken(policy):
            return SILENT
        case Channel.MODEL_TRAFFIC:
            return _model_traffic(situation.state, policy)
        case channel:
            return _telemetry(channel, situation.state)


def _cloud_is_unspoken(policy: ReadPolicy) -> bool:
    return policy.holds("cloud-protection", "unspoken")


# --- flow-transit-tls; that nothing is encrypted at rest is left open: at-rest-meaning


def _model_traffic(state: State, policy: ReadPolicy) -> Ruling:
    if state is State.IN_TRANSIT:
        return ruled("tls", "flow-transit-tls")
    if policy.holds("at-rest-meaning", "exact"):
        return ruled("none")
    return ruled(frozenset(PROTECTIONS))


# --- metrics-protected, errors-protected


def _telemetry(channel: Channel, state: State) -> Ruling:
    rule = "metrics-protected" if channel is Channel.METRICS else "errors-protected"
    return ruled("tls" if state is State.IN_TRANSIT else "aes-256", rule)


# --- bug-protected


def bug_reports(state: State, policy: ReadPolicy) -> Ruling:
    """Say how bug reports are protected."""
    if policy.holds("bug-encryption-method", "as-telemetry"):
        return ruled("tls" if state is State.IN_TRANSIT else "aes-256", "bug-protected")
    return ruled(ENCRYPTED, "bug-protected")
