"""Mistakes about the past of an account, and about what holds where nothing is said."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from datausage.examples import faithful
from datausage.examples.consent import Ledger, consumer_terms
from datausage.strength.kinds import Kind
from datausage.strength.planted import fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.oracle.situations import Account, History, Material

    Env = Mapping[str, str]
    Settings = Mapping[str, Any]

selection = partial(fault, question="selection")
training = partial(fault, question="training")
opt_in = partial(fault, question="opt_in")
retention = partial(fault, question="retention")
presence = partial(fault, question="presence")
survey = partial(fault, question="survey_record")
provider = partial(fault, question="provider")
traffic = partial(fault, question="traffic")
launcher = partial(fault, question="environment")

_SESSION_DATA = frozenset({"prompt", "code", "output"})
_CONSUMERS = frozenset({"free", "pro", "max"})
_YEAR = timedelta(days=365)


def _consumer(account: Account, material: Material) -> bool:
    return consumer_terms(account.plan, account.access) and material.kind in _SESSION_DATA


def _moved(history: History) -> bool:
    return any(event.what == "moved-plan" for event in history)


# --- What is forgotten


@selection(Kind.PAST_FORGOTTEN, "choice-latest-counts")
def a_cookie_keeps_the_setting_for_a_week(
    answer: dict[str, str], account: Account, history: History, clock: datetime
) -> dict[str, str]:
    """The setting is kept in a cookie that expires, and what has expired counts as refused."""
    fresh = tuple(e for e in history if e.what != "chose" or clock - e.at <= timedelta(days=7))
    return {**answer, "setting": Ledger(account, fresh).setting_at(clock)}


@training(Kind.PAST_FORGOTTEN, "training-consumer-on")
def choices_fall_out_of_the_log(
    answer: str, account: Account, material: Material, history: History, clock: datetime, **_: Any
) -> str:
    """The log of choices is kept for a year, and without an entry nothing was allowed."""
    kept = [e for e in history if e.what == "chose" and clock - e.at <= _YEAR]
    return "forbidden" if not kept and _consumer(account, material) else answer


@training(Kind.PAST_FORGOTTEN, "training-consumer-on", "agrees-training")
def a_new_plan_is_a_new_user(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """Whoever changes from one consumer plan to another has a new profile without a choice."""
    lost = _moved(history) and all(e.plan is None or e.plan in _CONSUMERS for e in history)
    return "forbidden" if lost and _consumer(account, material) else answer


@retention(Kind.PAST_FORGOTTEN, "retention-consumer-allowed", "agrees-retention")
def a_new_plan_starts_with_the_short_period(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """Changing from one consumer plan to another writes the period anew, without the choice."""
    lost = _moved(history) and all(e.plan is None or e.plan in _CONSUMERS for e in history)
    return "thirty-days" if lost and _consumer(account, material) else answer


@training(Kind.PAST_FORGOTTEN, "training-refused-stays-out")
def only_the_last_two_choices_are_kept(
    answer: str, account: Account, material: Material, history: History, clock: datetime, **_: Any
) -> str:
    """An earlier consent and a later one hide the refusal between them."""
    made = [event.allow for event in history if event.what == "chose"]
    hidden = made[:1] == [True] and made[-1:] == [True] and _consumer(account, material)
    return "permitted" if hidden else answer


# --- Resumed sessions


@presence(Kind.RESUMED_AS_NEW, "agrees-presence")
def resuming_needs_a_copy(answer: str, material: Material, history: History, **others: Any) -> str:
    """To be resumed, a session has to be kept, with zero retention or without."""
    period = faithful.retention(material=material, history=history, **others)
    resumed = any(e.what == "resumed" and e.at > material.added for e in history)
    return "held" if resumed and period == "not-retained" else answer


@training(Kind.RESUMED_AS_NEW, "training-new-or-resumed", "training-consumer-on")
def only_new_sessions_are_covered(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """What is added to a session that was resumed is left to the setting of its beginning."""
    resumed = any(e.what == "resumed" and e.at <= material.added for e in history)
    return "forbidden" if resumed and _consumer(account, material) else answer


@retention(Kind.RESUMED_AS_NEW, "retention-commercial", "cloud-same-retention")
def resumed_work_is_a_project(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """A commercial session that is taken up again becomes a project, and is kept as one."""
    resumed = any(e.what == "resumed" and e.at > material.added for e in history)
    concerned = account.plan not in _CONSUMERS and material.kind in _SESSION_DATA
    return "five-years" if resumed and concerned and answer == "thirty-days" else answer


# --- What prevails


@retention(Kind.PRECEDENCE, "retention-zero")
def an_old_consent_beats_the_key(answer: str, account: Account, history: History, **_: Any) -> str:
    """The consent in the profile is looked at before the key, and is from a private time."""
    agreed = any(event.allow for event in history if event.what == "chose")
    return "five-years" if agreed and answer == "not-retained" else answer


@training(Kind.PRECEDENCE, "survey-never-trains")
def the_opt_in_beats_everything(answer: str, material: Material, history: History, **_: Any) -> str:
    """An opt-in is looked at first, and covers whatever the organisation has."""
    opted = any(event.what == "opted-in" and event.by == "admin" for event in history)
    return "permitted" if opted and material.kind == "survey-rating" else answer


# --- What holds where nothing is said


@training(Kind.DEFAULT, "training-commercial")
def silence_of_a_company_is_consent(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """Companies that have chosen nothing are taken to agree, as their contract says nothing."""
    silent = not any(event.what in {"chose", "opted-in"} for event in history)
    company = account.plan not in _CONSUMERS and material.kind in _SESSION_DATA
    return "permitted" if silent and company else answer


@provider(Kind.DEFAULT, "provider-claude-api")
def the_fork_serves_through_bedrock(answer: str, environment: Env, settings: Settings) -> str:
    """A fork of the client serves through Bedrock unless something else is said."""
    silent = not any(name.startswith("CLAUDE_CODE_USE") for name in environment)
    return "bedrock" if silent and answer == "claude-api" else answer


@traffic(Kind.DEFAULT, "errors-default", "bugs-default")
def reports_wait_for_a_yes(answer: str, environment: Env, settings: Settings, service: str) -> str:
    """Reports of both kinds are sent only where the variable says 0, that is, not disabled."""
    names = {"error-reports": "DISABLE_ERROR_REPORTING", "bug-reports": "DISABLE_BUG_COMMAND"}
    waiting = service in names and environment.get(names[service]) != "0"
    return "off" if waiting else answer


@survey(Kind.DEFAULT, "survey-no-response")
def the_form_is_filled_in_beforehand(
    answer: dict[str, Any], response: str, **_: Any
) -> dict[str, Any]:
    """The best rating is preselected, and saved when the form is left as it is."""
    return {**answer, "rating": "3"} if response == "none" else answer


# --- What is taken for something else


@opt_in(Kind.SWAPPED, "programme-admin-opt-in")
def role_and_method_change_places(answer: str, role: str, method: str, **_: Any) -> str:
    """Two arguments of a call stand in the wrong order, so that no programme is found."""
    return "ineffective" if role != "programme" and method == "programme" else answer


@retention(Kind.SWAPPED, "retention-consumer-allowed", "retention-consumer-refused")
def the_two_periods_are_swapped(answer: str, account: Account, material: Material, **_: Any) -> str:
    """The branches for allowed and refused stand in the wrong order."""
    swapped = {"five-years": "thirty-days", "thirty-days": "five-years"}
    return swapped.get(answer, answer) if _consumer(account, material) else answer


@survey(Kind.SWAPPED, "survey-rating-recorded")
def the_scale_runs_the_other_way(answer: dict[str, Any], response: str, **_: Any) -> dict[str, Any]:
    """The best grade is a 1 where the code was written."""
    return {**answer, "rating": {"1": "3", "3": "1"}.get(response, answer["rating"])}


@launcher(Kind.SWAPPED, "handover-keeps-opt-outs", "handover-adds-none")
def two_switches_change_places(answer: dict[str, Any], **_: Any) -> dict[str, dict[str, Any]]:
    """In a table of names, the switches for metrics and errors stand in each other's row."""
    names = {
        "DISABLE_TELEMETRY": "DISABLE_ERROR_REPORTING",
        "DISABLE_ERROR_REPORTING": "DISABLE_TELEMETRY",
    }
    changed = {names.get(name, name): v for name, v in answer["environment"].items()}
    return {**answer, "environment": changed}


@launcher(Kind.SWAPPED, "handover-keeps-provider")
def the_platforms_change_places(answer: dict[str, Any], **_: Any) -> dict[str, dict[str, Any]]:
    """In a table of names, the two platforms stand in each other's row."""
    bedrock, vertex = "CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX"
    names = {bedrock: vertex, vertex: bedrock}
    changed = {names.get(name, name): v for name, v in answer["environment"].items()}
    return {**answer, "environment": changed}
