"""Defaults by provider, and the switches: environment variables and the settings file."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from datausage.oracle.facts import Provider, Service
from datausage.oracle.rulings import SILENT, Ruling, ruled
from datausage.oracle.situations import Sending

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from datausage.oracle.aspects import RuleFunction
    from datausage.oracle.rulings import ReadPolicy
    from datausage.oracle.situations import Configured, HandOver, Reporting

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

_SWITCHES: Final = {
    service: ((OPT_OUTS[service], OPT_OUT_RULES[service]), *NONESSENTIAL) for service in OPT_OUTS
}
_METRICS_OPT_OUT: Final = ((OPT_OUTS[Service.METRICS], OPT_OUT_RULES[Service.METRICS]),)

Switch = tuple[str, str, Any, Any]
"""A variable, the rule it invokes, and its values in the process environment and in the file."""

ABSENT: Final = object()
NOTHING: Final[dict[str, Any]] = {}


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
    return service_traffic(situation, situation.service, policy)


def service_traffic(
    situation: Configured | Sending | Reporting, service: Service, policy: ReadPolicy
) -> Ruling:
    """Say whether a service that has an opt-out of its own is on or off."""
    standing = policy.once(_standing, _SWITCHES[service], situation)
    found = _first_that_is_set(standing, policy)
    return found or ruled("on", DEFAULT_RULES[service])


def _surveys(situation: Sending, policy: ReadPolicy) -> Ruling:
    """No sentence says when the survey is shown, so at most a switch keeps it off."""
    nonessential = policy.once(_standing, NONESSENTIAL, situation)
    metrics = policy.once(_standing, _METRICS_OPT_OUT, situation)
    # What a switch means for surveys is asked before what counts as setting it: it is less work.
    if nonessential and policy.holds("surveys-nonessential", "nonessential"):
        found = _first_that_is_set(nonessential, policy)
        if found:
            return found
    if metrics and policy.holds("surveys-as-metrics", "metric"):
        found = _first_that_is_set(metrics, policy)
        if found:
            return found
    if policy.holds("surveys-default", "unspoken"):
        return SILENT
    return ruled("on")


def _standing(
    switches: Iterable[tuple[str, str]], situation: Configured | Sending | Reporting
) -> list[Switch]:
    """Return the switches whose variable stands anywhere, with its values."""
    environment, filed = situation.environment, situation.settings.get("env", NOTHING)
    return [
        (variable, rule, environment.get(variable, ABSENT), filed.get(variable, ABSENT))
        for variable, rule in switches
        if variable in environment or variable in filed
    ]


def _first_that_is_set(standing: Sequence[Switch], policy: ReadPolicy) -> Ruling | None:
    # What is set beyond doubt comes first: it decides whatever the doubtful ones mean.
    if certain := policy.once(_certain, standing):
        return ruled("off", *certain)
    for variable, rule, process, filed in standing:
        if _counts(POINTS[variable], process, filed, policy):
            return ruled("off", rule)
    return None


# --- settings-count


def is_set(variable: str, situation: Configured | Sending, policy: ReadPolicy) -> bool:
    """Say whether a variable counts as set, wherever it stands."""
    process = situation.environment.get(variable, ABSENT)
    filed = situation.settings.get("env", NOTHING).get(variable, ABSENT)
    return _counts(POINTS[variable], process, filed, policy)


def _certain(standing: Sequence[Switch]) -> tuple[str, ...]:
    """Return the rules of the switches whose values, wherever they stand, set them for sure."""
    sure = [rule for _, rule, *values in standing if all(v in ("1", ABSENT) for v in values)]
    return tuple(dict.fromkeys(sure))


def _counts(point: str, process: Any, filed: Any, policy: ReadPolicy) -> bool:
    """Say whether the values of a variable set it; what differs only by value is asked last."""
    here = _readings_that_count(process)
    if filed is ABSENT:
        return bool(here) and policy.holds(point, *here)
    there = _readings_that_count(filed if isinstance(filed, str) else _written(filed))
    if here == there:
        return bool(here) and policy.holds(point, *here)
    if not isinstance(filed, str) and policy.holds("settings-json-values", "ignored"):
        return bool(here) and policy.holds(point, *here)
    if process is ABSENT:
        return policy.holds(point, *there)
    return _one_counts(point, here, there, policy)


def _one_counts(
    point: str, here: tuple[str, ...], there: tuple[str, ...], policy: ReadPolicy
) -> bool:
    """Say whether a variable is set that has two values, which count on different readings."""
    if not policy.holds(point, *here, *there):
        return False
    if policy.holds(point, *_both(here, there)):
        return True
    if policy.holds("settings-precedence", "either"):
        return True
    return policy.holds("settings-precedence", "process-wins") == policy.holds(point, *here)


@cache
def _both(here: tuple[str, ...], there: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(reading for reading in here if reading in there)


def _written(value: object) -> str:
    """Return the text of a JSON value; those that are met most are known."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value)


@lru_cache(10_000)
def _readings_that_count(value: object) -> tuple[str, ...]:
    """Return the readings on which a value sets its variable; none for one that is not there."""
    if not isinstance(value, str):
        return ()
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
