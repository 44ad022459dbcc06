"""What leaves the machine beside the requests: ratings, reports, events, and their protection."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from datausage.examples.launching import allowed, merged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.oracle.situations import Session

RATINGS = frozenset({"1", "2", "3", "dismiss"})

# Free text can hold anything, so only names from these lists are logged.
_KNOWN_EVENTS = frozenset({"session-started", "request", "tool-used", "retry", "crash", "error"})
_UNKNOWN_EVENT = "other"


def survey_record(response: str, session: Session, allowed: bool) -> dict[str, Any]:  # noqa: ARG001 - nothing of the session is read
    """Answer what is recorded: the rating that was offered and given, and nothing else."""
    rating = str(response) if response in RATINGS else None
    return {"rating": rating, "fields": {}, "setting": allowed}


def bug_report(
    environment: Mapping[str, str],
    settings: Mapping[str, Any],
    session: Session,
    confirmed: bool,
    issue_requested: bool,
) -> dict[str, Any]:
    """Answer what the bug command sends, how it is protected, and whether an issue is opened."""
    if not (confirmed and allowed(merged(environment, settings), "bug-reports")):
        return unsent()
    return sent(report_payload(session), issue_opened=issue_requested)


def sent(payload: dict[str, Any], *, issue_opened: bool) -> dict[str, Any]:
    """Return the outcome of a report that was sent."""
    return {
        "sent": True,
        "payload": payload,
        "in_transit": protection("bug-reports", "in-transit", "local"),
        "at_rest": protection("bug-reports", "at-rest", "local"),
        "issue_opened": issue_opened,
    }


def unsent() -> dict[str, Any]:
    """Return the outcome of a report that was not sent: nothing travels and nothing is stored."""
    return {
        "sent": False,
        "payload": None,
        "in_transit": "none",
        "at_rest": "none",
        "issue_opened": False,
    }


def report_payload(session: Session) -> dict[str, Any]:
    """Return a copy of the whole conversation with its code, as it was held."""
    turns = zip_longest(session.prompts, session.outputs)
    return {
        "conversation": [text for turn in turns for text in turn if text is not None],
        "code": list(session.code),
        "paths": list(session.paths),
    }


def metrics_event(session: Session, happened: str) -> dict[str, Any]:
    """Answer the payload of a metrics event: a known name and a count, no content."""
    return {"event": _known(happened), "messages": len(session.prompts)}


def error_event(session: Session, happened: str) -> dict[str, Any]:  # noqa: ARG001 - nothing of the session is read
    """Answer the payload of an error event: a known name, no content."""
    return {"event": _known(happened), "level": "error"}


def protection(channel: str, state: str, venue: str) -> str:  # noqa: ARG001 - cloud sessions are protected as local ones
    """Answer how a stream of data is encrypted on its way or where it is stored."""
    if state == "in-transit":
        return "tls"
    return "none" if channel == "model-traffic" else "aes-256"


def _known(happened: str) -> str:
    return happened if happened in _KNOWN_EVENTS else _UNKNOWN_EVENT
