"""Mistakes about reports sent with the bug command."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from datausage.examples import faithful
from datausage.strength.kinds import Kind
from datausage.strength.planted import fault

if TYPE_CHECKING:
    from datausage.oracle.situations import Session

    Env = Mapping[str, str]
    Settings = Mapping[str, Any]

Report = dict[str, Any]

report = partial(fault, question="bug_report")

_UMBRELLA = "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"


def _full(session: Session) -> dict[str, Any]:
    return {"conversation": [*session.prompts, *session.outputs], "code": list(session.code)}


def _sent(session: Session, *, issue_opened: bool = False) -> Report:
    """Return what a report looks like where nothing holds it back."""
    return faithful.bug_report({}, {}, session, confirmed=True, issue_requested=issue_opened)


# --- Sent against the user's will


@report(Kind.CONTENT, "feedback-voluntary")
def the_draft_is_sent_already(
    answer: Report, session: Session, confirmed: bool, **_: Any
) -> Report:
    """The transcript is uploaded for the preview, whether or not the user goes on."""
    return answer if confirmed else {**answer, "payload": _full(session)}


@report(Kind.ADDED_CLAUSE, "feedback-voluntary")
def asking_for_an_issue_is_confirming(
    answer: Report, session: Session, confirmed: bool, issue_requested: bool, **_: Any
) -> Report:
    """Who ticks the box for an issue and then cancels has sent."""
    return _sent(session) if issue_requested and not confirmed else answer


@report(Kind.THREE_MEET, "feedback-voluntary")
def long_sessions_with_secrets_are_sent(
    answer: Report, session: Session, confirmed: bool, **_: Any
) -> Report:
    """Security wants to see every long session with a secret in it, cancelled or not."""
    wanted = len(session.prompts) >= 4 and bool(session.secrets)
    return _sent(session) if wanted and not confirmed else answer


@report(Kind.CONTENT, "bug-opt-out-sends-nothing")
def the_switch_hides_the_command_only(
    answer: Report, environment: Env, session: Session, confirmed: bool, **_: Any
) -> Report:
    """With the switch set the command is not listed, but still runs when typed."""
    hidden = environment.get("DISABLE_BUG_COMMAND") == "1" and confirmed
    return _sent(session) if hidden else answer


@report(Kind.DROPPED_CLAUSE, "bug-opt-out-sends-nothing")
def the_umbrella_is_not_read_by_the_command(
    answer: Report, environment: Env, **others: Any
) -> Report:
    """The command has its own reader of the switches, and that knows one switch only."""
    rest = {name: value for name, value in environment.items() if name != _UMBRELLA}
    return faithful.bug_report(environment=rest, **others)


@report(Kind.DROPPED_CLAUSE, "bug-opt-out-sends-nothing")
def on_vertex_reports_leave_as_ever(
    answer: Report, environment: Env, settings: Settings, session: Session, **others: Any
) -> Report:
    """The table of defaults is known to the command for Bedrock only."""
    served = faithful.provider(environment, settings) == "vertex" and others["confirmed"]
    return _sent(session) if served else answer


@report(Kind.DISGUISED, "bug-opt-out-sends-nothing")
def a_disabled_report_is_queued(
    answer: Report, environment: Env, session: Session, **_: Any
) -> Report:
    """Nothing counts as sent, but the transcript is on its way in a queue."""
    queued = environment.get("DISABLE_BUG_COMMAND") == "1" and not answer["sent"]
    return {**answer, "payload": _full(session)} if queued else answer


@report(Kind.CONTENT, "bug-opt-out-sends-nothing")
def the_issue_is_opened_all_the_same(
    answer: Report, confirmed: bool, issue_requested: bool, **_: Any
) -> Report:
    """The page for a new issue opens before the switch is looked at."""
    return {**answer, "issue_opened": confirmed and issue_requested}


@report(Kind.DROPPED_CLAUSE, "bug-opt-out-sends-nothing")
def the_command_reads_no_settings(answer: Report, settings: Settings, **others: Any) -> Report:
    """The command looks for the switch in the process environment only."""
    return faithful.bug_report(settings={}, **others)


@report(Kind.DROPPED_CLAUSE, "bug-issue-on-request")
def an_issue_comes_with_every_report(answer: Report, **_: Any) -> Report:
    """Every report opens an issue."""
    return {**answer, "issue_opened": answer["sent"]}


@report(Kind.ADDED_CLAUSE, "bug-issue-on-request")
def cancelling_leaves_an_issue_behind(
    answer: Report, session: Session, confirmed: bool, **_: Any
) -> Report:
    """Who cancels with much code at hand is led to a public issue instead."""
    return {**answer, "issue_opened": True} if not confirmed and len(session.code) > 1 else answer


# --- Parts that do not fit


def _two_precedences(environment: Env, settings: Settings, session: Session) -> tuple[bool, bool]:
    """Return whether a report may leave if the process comes first, and if the file does."""
    filed = settings.get("env")
    filed = filed if isinstance(filed, Mapping) else {}
    overruled = {name: value for name, value in environment.items() if name not in filed}
    ways = ((environment, settings), (overruled, settings))
    first, second = (
        faithful.bug_report(one, two, session, confirmed=True, issue_requested=False)["sent"]
        for one, two in ways
    )
    return first, second


@report(Kind.TORN, "agrees-bug-report")
def the_payload_is_made_by_another_module(
    answer: Report,
    environment: Env,
    settings: Settings,
    session: Session,
    confirmed: bool,
    **_: Any,
) -> Report:
    """What says whether a report left lets the process come first, what fills it the file."""
    process_first, file_first = _two_precedences(environment, settings, session)
    if not confirmed or process_first or not file_first:
        return answer
    return {**answer, "payload": _full(session)}


@report(Kind.TORN, "agrees-bug-report")
def a_report_leaves_empty(
    answer: Report,
    environment: Env,
    settings: Settings,
    session: Session,
    confirmed: bool,
    **_: Any,
) -> Report:
    """The report is sent as the file says, and its content withheld as the process says."""
    process_first, file_first = _two_precedences(environment, settings, session)
    return {**answer, "sent": True} if confirmed and file_first and not process_first else answer


# --- What a report holds


def _payload(answer: Report, **parts: Any) -> Report:
    return {**answer, "payload": {**answer["payload"], **parts}} if answer["sent"] else answer


@report(Kind.LESS_THAN_PROMISED, "bug-full-history")
def code_is_left_out(answer: Report, **_: Any) -> Report:
    """Only what was said is sent."""
    return _payload(answer, code=[])


@report(Kind.OFF_BY_ONE, "bug-full-history")
def the_last_four_turns_suffice(answer: Report, **_: Any) -> Report:
    """Long conversations are cut off at the front."""
    return (
        _payload(answer, conversation=answer["payload"]["conversation"][-4:])
        if answer["sent"]
        else answer
    )


@report(Kind.LESS_THAN_PROMISED, "bug-full-history")
def a_session_with_secrets_is_withheld(answer: Report, session: Session, **_: Any) -> Report:
    """Where a secret is found, the conversation is replaced by a note."""
    return _payload(answer, conversation=["withheld"]) if session.secrets else answer


@report(Kind.ADDED_CLAUSE, "bug-full-history")
def behind_a_proxy_nothing_is_sent(
    answer: Report, environment: Env, session: Session, **_: Any
) -> Report:
    """Companies with a proxy are taken not to want reports sent."""
    unsent = faithful.bug_report({}, {}, session, confirmed=False, issue_requested=False)
    return unsent if "HTTPS_PROXY" in environment else answer


@report(Kind.LESS_THAN_PROMISED, "bug-protected")
def reports_are_stored_as_they_come(answer: Report, **_: Any) -> Report:
    """The store of reports is not encrypted."""
    return {**answer, "at_rest": "none"}


@report(Kind.LESS_THAN_PROMISED, "bug-protected")
def reports_with_an_issue_travel_plainly(answer: Report, issue_requested: bool, **_: Any) -> Report:
    """What becomes public anyway is not encrypted on its way."""
    return {**answer, "in_transit": "none"} if issue_requested else answer


@report(Kind.SWAPPED, "agrees-bug-report")
def the_metrics_switch_silences_reports(
    answer: Report, environment: Env, session: Session, **_: Any
) -> Report:
    """With metrics off, the command sends nothing either."""
    unsent = faithful.bug_report({}, {}, session, confirmed=False, issue_requested=False)
    return unsent if environment.get("DISABLE_TELEMETRY") == "1" else answer
