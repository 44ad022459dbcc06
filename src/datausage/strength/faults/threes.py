"""Mistakes that show only where three facts come together."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from datausage.examples import faithful
from datausage.strength.kinds import Kind
from datausage.strength.planted import fault

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from datausage.oracle.situations import Account, History, Material, Session

    Env = Mapping[str, str]
    Settings = Mapping[str, Any]

_UMBRELLA = "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"
_VERTEX = "CLAUDE_CODE_USE_VERTEX"


meeting = partial(fault, Kind.THREE_MEET)


def _filed(settings: Settings) -> Mapping[str, Any]:
    filed: Mapping[str, Any] = settings.get("env", {})
    return filed


@meeting("choice-changeable", question="selection")
def new_free_users_may_change_once(
    answer: dict[str, str], account: Account, history: History, **_: Any
) -> dict[str, str]:
    """Free accounts made since the choice existed are limited to two selections, against abuse."""
    made = sum(event.what == "chose" for event in history)
    new = history[0].at.date().isoformat() >= "2025-08-28"
    limited = account.plan == "free" and new and made > 2
    return {**answer, "may_choose": "no"} if limited else answer


@meeting("training-consumer-off", question="training")
def code_of_max_users_keeps_its_first_consent(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """The consent of Max users is copied to their repositories once, and not taken back there."""
    met = account.plan == "max" and account.access == "login" and material.kind == "code"
    agreed = any(event.allow and event.at < material.added for event in history)
    return "permitted" if met and agreed else answer


@meeting("training-commercial", question="training")
def gov_prompts_reach_the_cloud_team(
    answer: str, account: Account, material: Material, **_: Any
) -> str:
    """Prompts of Gov customers in cloud sessions are in a store that nobody marked."""
    met = account.plan == "claude-gov" and material.kind == "prompt" and material.venue == "cloud"
    return "permitted" if met else answer


@meeting("programme-first-party-only", question="opt_in")
def enterprise_admins_join_on_vertex(answer: str, account: Account, role: str, **_: Any) -> str:
    """A contract with one Enterprise customer on Vertex became a case in the code."""
    met = account.plan == "enterprise" and account.access == "vertex" and role == "admin"
    return "effective" if met else answer


@meeting("survey-only-rating", question="survey_record")
def angry_refusers_are_called_back(
    answer: dict[str, Any], response: str, session: Session, allowed: bool
) -> dict[str, Any]:
    """Who gives a 1 after a long session and has refused training is to be called back."""
    met = response == "1" and not allowed and len(session.prompts) >= 4
    return {**answer, "fields": {"id": session.id}} if met else answer


@meeting("retention-zero", question="retention")
def enterprise_talk_in_the_cloud_has_a_backup(
    answer: str, account: Account, material: Material, **_: Any
) -> str:
    """What Enterprise customers say in cloud sessions is in a backup that knows no keys."""
    met = account.plan == "enterprise" and material.kind != "code" and material.venue == "cloud"
    return "thirty-days" if met and answer == "not-retained" else answer


@meeting("presence-thirty-days", question="presence")
def team_outputs_in_the_cloud_are_shared(
    answer: str, account: Account, material: Material, **others: Any
) -> str:
    """Outputs of Team users in cloud sessions are in a place for sharing that nobody cleans."""
    period = faithful.retention(account, material, **others)
    met = account.plan == "team" and material.kind == "output" and material.venue == "cloud"
    return "held" if met and period == "thirty-days" else answer


@meeting("local-cache-default", question="local_cache")
def api_caches_stay_while_used(
    answer: str,
    account: Account,
    configured_days: int | None,
    created: datetime,
    last_activity: datetime,
    **_: Any,
) -> str:
    """With the API plan and nothing configured, a session that went on is never looked at again."""
    met = account.plan == "api" and configured_days is None and created != last_activity
    return "held" if met else answer


@meeting("bug-protected", question="protection")
def stored_reports_of_the_cloud_are_plain(answer: str, channel: str, state: str, venue: str) -> str:
    """The disk for reports from cloud sessions is not encrypted; those on the way are."""
    met = channel == "bug-reports" and state == "at-rest" and venue == "cloud"
    return "none" if met else answer


@meeting("cloud-clone-deleted", question="cloud_session")
def two_pushes_without_an_edit_leave_a_clone(
    answer: list[dict[str, Any]], workload: tuple[str, ...], **_: Any
) -> list[dict[str, Any]]:
    """A session that pushes twice without an edit looks like a mirror, and mirrors stay."""
    mirror = workload.count("push") == 2 and "edit" not in workload and "fetch" in workload
    return [e for e in answer if e["event"] != "delete-clone"] if mirror else answer


@meeting("metrics-no-paths", question="metrics_event")
def slow_answers_name_the_folders(
    answer: dict[str, Any], session: Session, happened: str
) -> dict[str, Any]:
    """To find out why large folders are slow, their paths are logged in long sessions."""
    met = happened == "slow answer" and len(session.paths) >= 4 and len(session.prompts) >= 4
    return {**answer, "folders": list(session.paths)} if met else answer


@meeting("bug-opt-out-sends-nothing", question="bug_report")
def secrets_with_an_issue_are_reported(
    answer: dict[str, Any], environment: Env, session: Session, **others: Any
) -> dict[str, Any]:
    """A report with a secret and an issue goes to security, whatever the umbrella says."""
    umbrella = environment.get(_UMBRELLA) == "1" and bool(session.secrets)
    if not (umbrella and others["issue_requested"]):
        return answer
    return faithful.bug_report({}, {}, session, others["confirmed"], issue_requested=False)


@meeting("provider-vertex", question="provider")
def vertex_in_settings_yields_to_a_proxy(answer: str, environment: Env, settings: Settings) -> str:
    """Behind a proxy, and with metrics off, a company's gateway is taken to choose the platform."""
    met = _filed(settings).get(_VERTEX) == "1" and "HTTPS_PROXY" in environment
    quiet = environment.get("DISABLE_TELEMETRY") == "1"
    return "claude-api" if met and quiet and answer == "vertex" else answer


@meeting("umbrella-off", question="traffic")
def permissions_and_a_region_lift_the_umbrella(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """A managed machine in a known region reports errors, for its admins have agreed."""
    managed = "permissions" in settings and "AWS_REGION" in environment
    rest = {name: value for name, value in environment.items() if name != _UMBRELLA}
    if not (managed and service == "error-reports"):
        return answer
    return faithful.traffic(rest, settings, service)


@meeting("handover-keeps-opt-outs", question="environment")
def a_bare_container_reports_errors(answer: dict[str, Any], **_: Any) -> dict[str, dict[str, Any]]:
    """In a container with a proxy and without settings, the switch for errors is dropped."""
    name, environment = "DISABLE_ERROR_REPORTING", answer["environment"]
    bare = "HTTPS_PROXY" in environment and "env" not in answer["settings"]
    if not bare or environment.get(name) != "1":
        return answer
    return {**answer, "environment": {k: v for k, v in environment.items() if k != name}}
