"""Metrics, error reports and bug reports: what they hold, and when they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from datausage.oracle import canaries, dataflow
from datausage.oracle.answers import fields, word
from datausage.oracle.facts import Service, State
from datausage.oracle.rulings import SILENT, Ruling, ruled
from datausage.oracle.switches import Switched, switched, traffic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from datausage.oracle.rulings import ReadPolicy
    from datausage.oracle.situations import Logging, Reporting, Session

IN_TRANSIT: Final = ("tls", "other-encryption", "none")
AT_REST: Final = ("aes-256", "other-encryption", "none")

_read_report: Final = fields(
    sent=bool, payload=object, in_transit=object, at_rest=object, issue_opened=bool
)


# --- metrics-no-code, metrics-no-paths


def metrics_code(situation: Logging, policy: ReadPolicy) -> Ruling:
    """Say whether metrics hold code."""
    return ruled("absent", "metrics-no-code")


def metrics_paths(situation: Logging, policy: ReadPolicy) -> Ruling:
    """Say whether metrics hold file paths."""
    return ruled("absent", "metrics-no-paths")


def metrics_conversation(situation: Logging, policy: ReadPolicy) -> Ruling:
    """Say whether metrics hold prompts or outputs."""
    if policy.holds("metrics-other-content", "unspoken"):
        return SILENT
    return ruled("absent", "metrics-no-code")


# --- the page says nothing of what error logs hold: error-content


def error_content(situation: Logging, policy: ReadPolicy) -> Ruling:
    """Say whether error logs hold code, paths or conversation."""
    if policy.holds("error-content", "unspoken"):
        return SILENT
    return ruled("absent", "metrics-no-code")


def observe_event(situation: Logging, answer: object) -> dict[str, str]:
    """Read which planted contents a payload holds."""
    session = situation.session
    paths = [pair for path in session.paths for pair in canaries.shortest_paths(path)]
    planted: Mapping[str, tuple[str, ...] | list[str]] = {
        "code": session.code,
        "paths": paths,
        "conversation": (*session.prompts, *session.outputs),
    }
    text = canaries.text_of(answer)
    return {
        name: "present" if canaries.holds_any(text, texts) else "absent"
        for name, texts in planted.items()
    }


class Reported(NamedTuple):
    """What of a situation decides about a report: what the user did, and the switches."""

    confirmed: bool
    issue_requested: bool
    secrets: bool
    switches: Switched


def reported(situation: Reporting) -> Reported:
    """Return what decides about a report."""
    return Reported(
        situation.confirmed,
        situation.issue_requested,
        bool(situation.session.secrets),
        switched(situation, Service.BUG_REPORTS),
    )


# --- feedback-voluntary, bug-opt-out-sends-nothing


def report_sent(essence: Reported, policy: ReadPolicy) -> Ruling:
    """Say whether a report is sent."""
    if not essence.confirmed:
        return ruled("no", "feedback-voluntary")
    switch = traffic(essence.switches, policy)
    if switch.is_only("off"):
        return ruled("no", *switch.rules, "bug-opt-out-sends-nothing")
    return ruled("yes", "bug-full-history")


# --- bug-full-history


def report_history(essence: Reported, policy: ReadPolicy) -> Ruling:
    """Say how much of the conversation a report holds."""
    sent = report_sent(essence, policy)
    if sent.is_only("no"):
        return ruled("nothing", *sent.rules)
    if essence.secrets and policy.holds("bug-redaction", "redacted-allowed"):
        return ruled(frozenset({"redacted", "complete"}), "bug-full-history")
    return ruled("complete", "bug-full-history")


# --- bug-protected


def report_in_transit(essence: Reported, policy: ReadPolicy) -> Ruling:
    """Say how a report is protected on its way."""
    return _protected(essence, State.IN_TRANSIT, IN_TRANSIT, policy)


def report_at_rest(essence: Reported, policy: ReadPolicy) -> Ruling:
    """Say how a report is protected where it is stored."""
    return _protected(essence, State.AT_REST, AT_REST, policy)


def _protected(
    essence: Reported, state: State, values: tuple[str, ...], policy: ReadPolicy
) -> Ruling:
    if report_sent(essence, policy).is_only("no"):
        return SILENT
    ruling = dataflow.bug_reports(state, policy)
    return ruled((ruling.answers or frozenset()) & frozenset(values), *ruling.rules)


# --- bug-issue-on-request


def report_issue(essence: Reported, policy: ReadPolicy) -> Ruling:
    """Say whether a public issue is opened."""
    if not essence.issue_requested:
        return ruled("no", "bug-issue-on-request")
    sent = report_sent(essence, policy)
    if sent.is_only("no"):
        return ruled("no", *sent.rules)
    return ruled(frozenset({"yes", "no"}), "bug-issue-on-request")


def observe_report(situation: Reporting, answer: object) -> dict[str, str]:
    """Read what a target did with a report."""
    sent, payload, in_transit, at_rest, issue_opened = _read_report(answer)
    return {
        "sent": "yes" if sent else "no",
        "history": _history(situation.session, payload),
        "in_transit": word(in_transit, IN_TRANSIT, "field 'in_transit'"),
        "at_rest": word(at_rest, AT_REST, "field 'at_rest'"),
        "issue": "yes" if issue_opened else "no",
    }


def _history(session: Session, payload: object) -> str:
    text = canaries.text_of(payload)
    if not text and any((session.prompts, session.outputs, session.code, session.secrets)):
        return "nothing"
    conversation = (*session.prompts, *session.outputs, *session.code)
    everyone = (*conversation, *session.secrets)
    if canaries.holds_all(text, everyone):
        return "complete"
    if session.secrets and canaries.holds_all(text, _struck_out(conversation, session.secrets)):
        return "redacted"
    return "partial" if canaries.holds_any(text, everyone) else "nothing"


def _struck_out(texts: Iterable[str], secrets: Iterable[str]) -> list[str]:
    """Return what is left of texts beside the secrets in them."""
    pieces = list(texts)
    for secret in secrets:
        pieces = [piece for text in pieces for piece in text.split(secret)]
    return [piece for text in pieces if (piece := text.strip())]
