"""Defaults by provider, and the switches: environment variables and the settings file."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from datausage.oracle.facts import Provider, Service
from datausage.oracle.rulings import SILENT, Ruling, ruled
from datausage.oracle.situations import Sending

if TYPE_CHECKING:
    from collections.abc import Callable

    from datausage.oracle.aspects import RuleFunction
    from datausage.oracle.rulings import ReadPolicy
    from datausage.oracle.situations import Configured, HandOver

USE_BEDROCK: Final = "CLAUDE_CODE_USE_BEDROCK"
USE_VERTEX: Final = "CLAUDE_CODE_USE_VERTEX"
UMBRELLA: Final = "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"
OPT_OUTS: Final = {
    Service.METRICS: "DISABLE_TELEMETRY",
    Service.ERROR_REPORTS: "DISABLE_ERROR_REPORTING",
    Service.BUG_REPORTS: "DISABLE_BUG_COMMAND",
}
POINTS: Final = {
    USE_BEDROCK: "set-use-bedrock",
    USE_VERTEX: "set-use-vertex",
    UMBRELLA: "set-umbrella",
    "DISABLE_TELEMETRY": "set-disable-telemetry",
    "DISABLE_ERROR_REPORTING": "set-disable-error-reporting",
    "DISABLE_BUG_COMMAND": "set-disable-bug-command",
}
VARIABLES: Final = tuple(POINTS)
OPT_OUT_RULES: Final = {
    Service.METRICS: "metrics-opt-out",
    Service.ERROR_REPORTS: "errors-opt-out",
    Service.BUG_REPORTS: "bugs-opt-out",
}
DEFAULT_RULES: Final = {
    Service.METRICS: "metrics-default",
    Service.ERROR_REPORTS: "errors-default",
    Service.BUG_REPORTS: "bugs-default",
}
TRUE_WORDS: Final = frozenset({"1", "true", "yes", "on"})
COUNTING: Final[dict[str, Callable[[str], bool]]] = {
    "exactly-1": lambda value: value == "1",
    "non-empty": lambda value: value != "",
    "truthy": lambda value: value.strip().lower() in TRUE_WORDS,
    "present": lambda _: True,
}
"""Which values count as setting a variable, by reading."""

NONESSENTIAL: Final = (
    (UMBRELLA, "umbrella-off"),
    (USE_BEDROCK, "cloud-providers-off"),
    (USE_VERTEX, "cloud-providers-off"),
)
"""The switches for all non-essential traffic, and the rules that they invoke."""

ABSENT: Final = object()


# --- provider-bedrock, provider-vertex, provider-claude-api


def provider(situation: Configured | Sending, policy: ReadPolicy) -> Ruling:
    """Say who serves the requests."""
    bedrock = is_set(USE_BEDROCK, situation, policy)
    vertex = is_set(USE_VERTEX, situation, policy)
    if bedrock and vertex:
        return ruled(policy.reading("both-providers"), "provider-bedrock", "provider-vertex")
    if bedrock:
        return ruled(Provider.BEDROCK.value, "provider-bedrock")
    if vertex:
        return ruled(Provider.VERTEX.value, "provider-vertex")
    return ruled(Provider.CLAUDE_API.value, "provider-claude-api")


# --- metrics-default, errors-default, bugs-default, cloud-providers-off, umbrella-off,
#     metrics-opt-out, errors-opt-out, bugs-opt-out


def traffic(situation: Sending, policy: ReadPolicy) -> Ruling:
    """Say whether a service is on or off."""
    if situation.service is Service.SURVEYS:
        return _surveys(situation, policy)
    service = situation.service
    switches = ((OPT_OUTS[service], OPT_OUT_RULES[service]), *NONESSENTIAL)
    return _first_that_is_set(switches, situation, policy) or ruled("on", DEFAULT_RULES[service])


def _surveys(situation: Sending, policy: ReadPolicy) -> Ruling:
    """No sentence says when the survey is shown, so at most a switch keeps it off."""
    found = _first_that_is_set(NONESSENTIAL, situation, policy)
    if found and policy.holds("surveys-nonessential", "nonessential"):
        return found
    if is_set(OPT_OUTS[Service.METRICS], situation, policy) and policy.holds(
        "surveys-as-metrics", "metric"
    ):
        return ruled("off", "metrics-opt-out")
    if policy.holds("surveys-default", "unspoken"):
        return SILENT
    return ruled("on")


def _first_that_is_set(
    switches: tuple[tuple[str, str], ...], situation: Configured | Sending, policy: ReadPolicy
) -> Ruling | None:
    # What is set beyond doubt comes first: it decides whatever the doubtful ones mean.
    certain = [rule for variable, rule in switches if _certainly_set(variable, situation)]
    if certain:
        return ruled("off", *dict.fromkeys(certain))
    for variable, rule in switches:
        if is_set(variable, situation, policy):
            return ruled("off", rule)
    return None


# --- settings-count


def is_set(variable: str, situation: Configured | Sending, policy: ReadPolicy) -> bool:
    """Say whether a variable counts as set, wherever it stands."""
    process, filed = _values(variable, situation)
    if filed is ABSENT:
        return process is not ABSENT and _counts(variable, process, policy)
    if process is ABSENT:
        return _filed_counts(variable, filed, policy)
    if process == filed:
        return _counts(variable, process, policy)
    if policy.holds("settings-precedence", "process-wins"):
        return _counts(variable, process, policy)
    if policy.holds("settings-precedence", "settings-win"):
        return _filed_counts(variable, filed, policy)
    return _counts(variable, process, policy) or _filed_counts(variable, filed, policy)


def _values(variable: str, situation: Configured | Sending) -> tuple[Any, Any]:
    filed = situation.settings.get("env", {})
    return situation.environment.get(variable, ABSENT), filed.get(variable, ABSENT)


def _certainly_set(variable: str, situation: Configured | Sending) -> bool:
    # A tuple, for a value from a settings file need not be hashable.
    return _values(variable, situation) in (("1", ABSENT), (ABSENT, "1"), ("1", "1"))


def _filed_counts(variable: str, value: object, policy: ReadPolicy) -> bool:
    if isinstance(value, str):
        return _counts(variable, value, policy)
    if policy.holds("settings-json-values", "ignored"):
        return False
    return _counts(variable, json.dumps(value), policy)


def _counts(variable: str, value: str, policy: ReadPolicy) -> bool:
    if value == "1":
        return True
    return policy.holds(POINTS[variable], *_readings_that_count(value))


@lru_cache(10_000)
def _readings_that_count(value: str) -> tuple[str, ...]:
    return tuple(reading for reading, counts in COUNTING.items() if counts(value))


# --- The hand-over rules: keeps-opt-outs, adds-none, keeps-provider; all are derived


def provider_handed_on(situation: HandOver, policy: ReadPolicy) -> Ruling:
    """Say what a hand-over does to the provider."""
    if situation.received == situation.handed_on:
        return ruled("kept", "handover-keeps-provider")
    before = provider(situation.received, policy)
    after = provider(situation.handed_on, policy)
    kept = before.answers == after.answers
    return ruled("kept" if kept else "lost", "handover-keeps-provider")


def handed_on(service: Service) -> RuleFunction:
    """Return the rule function for what a hand-over does to the switches of a service."""

    def rule(situation: HandOver, policy: ReadPolicy) -> Ruling:
        if situation.received == situation.handed_on:
            return ruled("kept", "handover-keeps-opt-outs", "handover-adds-none")
        before = traffic(_sending(situation.received, service), policy)
        after = traffic(_sending(situation.handed_on, service), policy)
        if before.answers == after.answers:
            return ruled("kept", "handover-keeps-opt-outs", "handover-adds-none")
        if before.is_only("off"):
            return ruled("lost", "handover-keeps-opt-outs")
        return ruled("added", "handover-adds-none")

    return rule


def _sending(side: Configured, service: Service) -> Sending:
    return Sending(side.environment, side.settings, service)
