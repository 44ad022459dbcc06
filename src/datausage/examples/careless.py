"""A plausible implementation with mistakes that no reading of the page excuses.

Every mistake is one small function under one comment; what is missing here is done right.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from datausage.examples import faithful, launching, learning, sending
from datausage.examples.consent import CONSUMER_PLANS, Ledger, consumer_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from datausage.examples.sandbox import Trace
    from datausage.oracle.situations import Account, History, Material, Session

error_event = sending.error_event

_DEADLINE = datetime(2025, 10, 9, tzinfo=UTC)
_LAUNCHER_SETTINGS: dict[str, Any] = {"env": {"TEAM_LAUNCHER": "2"}}


def describe() -> dict[str, object]:
    """Say who answers; the readings meant are the faithful one's."""
    return {**faithful.describe(), "name": "careless"}


# Configuration.


def provider(environment: Mapping[str, str], settings: Mapping[str, Any]) -> str:
    """Answer who serves the requests."""
    served = launching.provider(environment, settings)
    return _vertex_by_base_url(environment) if served == "vertex" else served


# Mistake: Vertex is recognised by the base URL, not by its variable.
def _vertex_by_base_url(environment: Mapping[str, str]) -> str:
    return "vertex" if "aiplatform" in environment.get("ANTHROPIC_BASE_URL", "") else "claude-api"


def traffic(environment: Mapping[str, str], settings: Mapping[str, Any], service: str) -> str:
    """Answer whether the service is contacted, ``on`` or ``off``."""
    variables = launching.merged(environment, settings)
    gates = {
        "metrics": _metrics_of_shell(environment, variables),
        "error-reports": _errors_outside_umbrella(variables),
        "bug-reports": _bugs_undo_umbrella(variables),
    }
    on = gates.get(service, launching.allowed(variables, service))
    return "on" if on and not _silenced(variables, service) else "off"


# Mistakes: the metrics opt-out is not looked for in the settings file, and Vertex is forgotten.
def _metrics_of_shell(environment: Mapping[str, str], variables: Mapping[str, str]) -> bool:
    if launching.provider_of(variables) == "bedrock":
        return False
    names = (launching.UMBRELLA, launching.OWN_SWITCH["metrics"])
    return not any(launching.opted_out(environment, name) for name in names)


# Mistake: the umbrella forgets error reports.
def _errors_outside_umbrella(variables: Mapping[str, str]) -> bool:
    return launching.allowed({**variables, launching.UMBRELLA: ""}, "error-reports")


# Mistake: DISABLE_BUG_COMMAND=0 undoes the umbrella.
def _bugs_undo_umbrella(variables: Mapping[str, str]) -> bool:
    asked_for = variables.get(launching.OWN_SWITCH["bug-reports"]) == "0"
    return asked_for or launching.allowed(variables, "bug-reports")


# Mistake: the opt-out of metrics silences error reports as well.
def _silenced(variables: Mapping[str, str], service: str) -> bool:
    return service == "error-reports" and variables.get("DISABLE_TELEMETRY") == "1"


# Mistake: a shallow merge lets the launcher's own settings drop the user's env.
def environment(
    environment: Mapping[str, str], settings: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """Answer what is handed on."""
    return {"environment": dict(environment), "settings": {**settings, **_LAUNCHER_SETTINGS}}


# The choice, model training, and opt-ins.


def selection(account: Account, history: History, clock: datetime) -> dict[str, str]:
    """Answer whether the user may choose now, and which setting is in force."""
    right = faithful.selection(account, history, clock)
    return {
        "may_choose": _until_deadline(right["may_choose"], clock),
        "setting": _first_for_ever(right["setting"], Ledger(account, history)),
    }


# Mistake: nobody can change a selection once the period is over.
def _until_deadline(may_choose: str, clock: datetime) -> str:
    return may_choose if clock < _DEADLINE else "no"


# Mistake: only the first selection is remembered, so a later one has no effect.
def _first_for_ever(setting: str, ledger: Ledger) -> str:
    made = ledger.selections()
    if setting == "none" or not made:
        return setting
    return "on" if made[0].allow else "off"


def training(
    account: Account, material: Material, history: History, model: str, clock: datetime
) -> str:
    """Answer whether the material may train a model now, ``permitted`` or ``forbidden``."""
    if material.kind == "survey-rating":
        return _ratings_train(account, history, clock)
    if material.kind == "programme-material":
        return _anybody_provides(history)
    if account.plan == "team":
        return _team_as_consumer(history)
    if consumer_terms(account.plan, account.access):
        return _by_setting_of_today(account, history, clock)
    return faithful.training(account, material, history, model, clock)


# Mistake: survey ratings train where the setting is on.
def _ratings_train(account: Account, history: History, clock: datetime) -> str:
    return _by_setting_of_today(account, history, clock)


# Mistake: material counts as provided after any opt-in, whoever made it and wherever.
def _anybody_provides(history: History) -> str:
    return "permitted" if any(event.what == "opted-in" for event in history) else "forbidden"


# Mistake: team users are treated like consumers, by the latest selection in their history.
def _team_as_consumer(history: History) -> str:
    made = [event.allow for event in history if event.what == "chose"]
    return "permitted" if made and made[-1] else "forbidden"


# Mistakes: idle earlier sessions train, and so does what was added under a refusal.
def _by_setting_of_today(account: Account, history: History, clock: datetime) -> str:
    allowed = Ledger(account, history).setting_at(clock) == "on"
    return "permitted" if allowed else "forbidden"


# Mistake: an organisation on Bedrock or Vertex can join the programme.
def opt_in(account: Account, role: str, method: str) -> str:
    """Answer whether the opt-in counts, ``effective`` or ``ineffective``."""
    counts = learning.may_opt_in(account.plan, "api-key", role, method)
    return "effective" if counts else "ineffective"


# Retention.


def retention(account: Account, material: Material, history: History, clock: datetime) -> str:
    """Answer which period holds for the material."""
    right = faithful.retention(account, material, history, clock)
    if material.kind == "bug-transcript":
        return _transcripts_as_sessions(account)
    return _zero_means_standard(right)


# Mistake: transcripts sent with the bug command are kept like any session of the plan.
def _transcripts_as_sessions(account: Account) -> str:
    return "five-years" if account.plan in CONSUMER_PLANS else "thirty-days"


# Mistake: the zero-retention key is not looked at.
def _zero_means_standard(period: str) -> str:
    return "thirty-days" if period == "not-retained" else period


def presence(account: Account, material: Material, history: History, clock: datetime) -> str:
    """Answer whether the material is still kept at the moment, ``held`` or ``gone``."""
    period = retention(account, material, history, clock)
    if period not in {"thirty-days", "five-years"}:
        return faithful.presence(account, material, history, clock)
    return "held" if clock < material.added + _generous(period) else "gone"


# Mistake: a month has 32 days, to be on the safe side, and every year is a leap year.
def _generous(period: str) -> timedelta:
    return timedelta(days=31 if period == "thirty-days" else 5 * 366)


# Mistake: the cache is cleaned only where a number of days is configured.
def local_cache(
    account: Account,
    configured_days: int | None,
    created: datetime,
    last_activity: datetime,
    clock: datetime,
) -> str:
    """Answer whether a session may still be on the user's machine, ``held`` or ``gone``."""
    if configured_days is None:
        return "held"
    return faithful.local_cache(account, configured_days, created, last_activity, clock)


# Surveys, reports, and events.


def survey_record(response: str, session: Session, allowed: bool) -> dict[str, Any]:
    """Answer what is recorded."""
    return {
        "rating": _stray_digit(response),
        "fields": _last_prompt(session),
        "setting": _flipped(response, allowed=allowed),
    }


# Mistake: whatever is typed counts as the middle rating.
def _stray_digit(response: str) -> str | None:
    if response == "none":
        return None
    return str(response) if response in sending.RATINGS else "2"


# Mistake: the last prompt is recorded beside the rating.
def _last_prompt(session: Session) -> dict[str, str]:
    return {"about": session.prompts[-1]} if session.prompts else {}


# Mistake: a happy user is taken to agree to training.
def _flipped(response: str, *, allowed: bool) -> bool:
    return allowed or response == "3"


def bug_report(
    environment: Mapping[str, str],  # noqa: ARG001 - a mistake of this implementation
    settings: Mapping[str, Any],  # noqa: ARG001 - a mistake of this implementation
    session: Session,
    confirmed: bool,
    issue_requested: bool,  # noqa: ARG001 - a mistake of this implementation
) -> dict[str, Any]:
    """Answer what the bug command sends."""
    return _always_with_issue(session) if confirmed else sending.unsent()


# Mistakes: sent although disabled, and a public issue is opened although nobody asked for it.
def _always_with_issue(session: Session) -> dict[str, Any]:
    return sending.sent(_without_code(session), issue_opened=True)


# Mistake: the full history lacks its code.
def _without_code(session: Session) -> dict[str, Any]:
    return {**sending.report_payload(session), "code": []}


# Mistake: the paths worked on are logged with the metrics.
def metrics_event(session: Session, happened: str) -> dict[str, Any]:
    """Answer the payload of a metrics event."""
    return {**sending.metrics_event(session, happened), "files": list(session.paths)}


# Mistake: error logs are stored as they come.
def protection(channel: str, state: str, venue: str) -> str:
    """Answer how a stream of data is encrypted on its way or where it is stored."""
    stored_errors = (channel, state) == ("error-reports", "at-rest")
    return "none" if stored_errors else faithful.protection(channel, state, venue)


# Cloud sessions.


def cloud_session(workload: Iterable[str], repository: str, credential: str) -> Trace:
    """Answer what happens, event by event, when the workload runs in the cloud."""
    steps = list(map(str, workload))
    trace = faithful.cloud_session(steps, repository, credential)
    return [_with_token(credential), *_clone_left(_direct_push(trace))]


# Mistake: the credential is in the environment of the sandbox.
def _with_token(credential: str) -> dict[str, str]:
    return {"event": "start", "where": "isolated-vm", "GITHUB_TOKEN": credential}


# Mistake: pushes go out directly, past the security proxy.
def _direct_push(trace: Trace) -> Trace:
    return [{**event, "via": "direct"} if event["event"] == "push" else event for event in trace]


# Mistake: the clone is left where it is after the session.
def _clone_left(trace: Trace) -> Trace:
    return [event for event in trace if event["event"] != "delete-clone"]
