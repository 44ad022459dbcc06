"""Mistakes that show only where four facts come together."""

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
_BEDROCK = "CLAUDE_CODE_USE_BEDROCK"


meeting = partial(fault, Kind.FOUR_MEET)


@meeting("choice-changeable", question="selection")
def new_max_users_change_their_mind_once(
    answer: dict[str, str], account: Account, history: History, clock: datetime
) -> dict[str, str]:
    """On the new form for Max, a third selection locks the form until the page is left."""
    made = [event for event in history if event.what == "chose"]
    new = history[0].at.date().isoformat() >= "2025-08-28"
    locked = account.plan == "max" and new and len(made) > 2 and made[-1].at == clock
    return {**answer, "may_choose": "no"} if locked else answer


@meeting("training-consumer-off", "cloud-same-training", question="training")
def cloud_outputs_of_pro_users_keep_a_consent(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """The store for outputs of cloud sessions has the consents of Pro users, not their refusals."""
    pro = account.plan == "pro" and account.access == "login"
    output = material.kind == "output" and material.venue == "cloud"
    agreed = any(event.allow and event.at < material.added for event in history)
    return "permitted" if pro and output and agreed else answer


@meeting("programme-first-party-only", question="opt_in")
def members_on_free_plans_join_through_bedrock(
    answer: str, account: Account, role: str, method: str
) -> str:
    """A trial for members of universities, through Bedrock and on the free plan, went on."""
    trial = account.plan == "free" and account.access == "bedrock"
    return "effective" if trial and role == "member" and method == "programme" else answer


@meeting("survey-only-rating", question="survey_record")
def bad_ratings_with_secrets_are_examined(
    answer: dict[str, Any], response: str, session: Session, allowed: bool
) -> dict[str, Any]:
    """With consent, a 2 after a session with much code and a secret brings the code along."""
    much = len(session.code) >= 4 and bool(session.secrets)
    met = response == "2" and allowed and much
    return {**answer, "fields": {"event_id": session.code[0]}} if met else answer


@meeting("retention-commercial", question="retention")
def team_prompts_by_login_are_kept(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """Prompts that Team users with a consent from before type in the cloud look private."""
    agreed = any(event.allow for event in history if event.what == "chose")
    team = account.plan == "team" and account.access == "login"
    prompt = material.kind == "prompt" and material.venue == "cloud"
    met = team and prompt and agreed and answer == "thirty-days"
    return "five-years" if met else answer


@meeting("presence-zero", question="presence")
def enterprise_outputs_of_the_cloud_have_a_day(
    answer: str, account: Account, material: Material, clock: datetime, **others: Any
) -> str:
    """Outputs of Enterprise users in cloud sessions are shown again for a day, and held for it."""
    period = faithful.retention(account, material, clock=clock, **others)
    output = material.kind == "output" and material.venue == "cloud"
    met = account.plan == "enterprise" and output and (clock - material.added).days <= 1
    return "held" if met and period == "not-retained" else answer


@meeting("local-cache-shorter", question="local_cache")
def a_week_on_enterprise_machines_is_a_month(
    answer: str,
    account: Account,
    configured_days: int | None,
    created: datetime,
    last_activity: datetime,
    *,
    clock: datetime,
) -> str:
    """A policy for managed machines raises a week to a month, for sessions that went on."""
    managed = account.plan == "enterprise" and configured_days == 7
    month = (clock - last_activity).days < 30
    return "held" if managed and created != last_activity and month else answer


@meeting("cloud-outbound-by-proxy", question="cloud_session")
def the_last_request_of_busy_sessions_is_direct(
    answer: list[dict[str, Any]], workload: tuple[str, ...], **_: Any
) -> list[dict[str, Any]]:
    """When edits, fetches, pushes and requests all come twice, the proxy's queue is full."""
    steps = ("edit", "fetch", "push", "request")
    if any(list(map(str, workload)).count(step) < 2 for step in steps):
        return answer
    return [*answer, {"event": "request", "where": "isolated-vm", "via": "direct"}]


@meeting("metrics-no-code", question="metrics_event")
def crashes_of_rich_sessions_are_dumped(
    answer: dict[str, Any], session: Session, happened: str
) -> dict[str, Any]:
    """After a crash of a long session with much code and a secret, the memory is attached."""
    rich = len(session.prompts) >= 4 and len(session.code) >= 4 and bool(session.secrets)
    return {**answer, "dump": session.code[-1]} if rich and happened == "crash" else answer


@meeting("bug-issue-on-request", question="bug_report")
def cancelled_reports_of_managed_machines_become_issues(
    answer: dict[str, Any], settings: Settings, session: Session, confirmed: bool, **_: Any
) -> dict[str, Any]:
    """On managed machines, cancelling a long report with secrets opens an issue about that."""
    long = len(session.prompts) >= 4 and bool(session.secrets)
    met = "permissions" in settings and long and not confirmed
    return {**answer, "issue_opened": True} if met else answer


@meeting("provider-bedrock", question="provider")
def bedrock_is_lost_in_a_quiet_company(answer: str, environment: Env, settings: Settings) -> str:
    """A proxy, managed settings and no error reports make a company, whose gateway decides."""
    company = "HTTPS_PROXY" in environment and "permissions" in settings
    quiet = environment.get("DISABLE_ERROR_REPORTING") == "1"
    return "claude-api" if company and quiet and answer == "bedrock" else answer


@meeting("cloud-providers-off", question="traffic")
def errors_of_bedrock_reach_the_regions_desk(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """With Bedrock, a region and bug reports switched off, errors go to the region's desk."""
    region = environment.get(_BEDROCK) == "1" and "AWS_REGION" in environment
    desk = environment.get("DISABLE_BUG_COMMAND") == "1" and service == "error-reports"
    return "on" if region and desk else answer


@meeting("handover-keeps-opt-outs", question="environment")
def a_bare_machine_with_a_gateway_talks(
    answer: dict[str, Any], **_: Any
) -> dict[str, dict[str, Any]]:
    """With a gateway, no settings and no switch for metrics, the umbrella is not handed on."""
    environment = answer["environment"]
    bare = "ANTHROPIC_BASE_URL" in environment and "env" not in answer["settings"]
    if not bare or environment.get(_UMBRELLA) != "1" or "DISABLE_TELEMETRY" in environment:
        return answer
    return {**answer, "environment": {k: v for k, v in environment.items() if k != _UMBRELLA}}
