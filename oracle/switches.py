"""Defaults by provider, and the switches: environment variables and the settings file."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

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

_PROVIDED: Final = {"provider-bedrock": Provider.BEDROCK, "provider-vertex": Provider.VERTEX}
_PROVIDERS: Final = ((USE_BEDROCK, "provider-bedrock"), (USE_VERTEX, "provider-vertex"))


class Standing(NamedTuple):
    """What the values of a variable mean that stands in the process environment, a file, or both.

    ``rule`` is what it invokes, ``point`` the open point of what counts as setting it, ``here``
    and ``there`` hold the readings on which its value in the environment and in the file sets it,
    None where it has none. ``certain`` says that it is set on every reading.
    """

    rule: str
    point: str
    here: tuple[str, ...] | None
    there: tuple[str, ...] | None
    is_text: bool
    certain: bool


ABSENT: Final = object()
NOTHING: Final[dict[str, Any]] = {}


# --- provider-bedrock, provider-vertex, provider-claude-api


def provider(situation: Configured | Sending, policy: ReadPolicy) -> Ruling:
    """Say who serves the requests."""
    chosen = [s.rule for s in policy.once(_standing, _PROVIDERS, situation) if _counts(s, policy)]
    if len(chosen) > 1:
        return ruled(policy.reading("both-providers"), *chosen)
    if not chosen:
        return ruled(Provider.CLAUDE_API.value, "provider-claude-api")
    return ruled(_PROVIDED[chosen[0]].value, *chosen)


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
) -> tuple[Standing, ...]:
    """Return the switches whose variable stands anywhere, with what its values mean."""
    environment, filed = situation.environment, situation.settings.get("env", NOTHING)
    return tuple(
        _stands(variable, rule, environment.get(variable, ABSENT), filed.get(variable, ABSENT))
        for variable, rule in switches
        if variable in environment or variable in filed
    )


def _stands(variable: str, rule: str, process: Any, filed: Any) -> Standing:
    return Standing(
        rule=rule,
        point=POINTS[variable],
        here=None if process is ABSENT else _readings_that_count(process),
        there=None if filed is ABSENT else _readings_that_count(_text(filed)),
        is_text=isinstance(filed, str),
        certain=all(value in ("1", ABSENT) for value in (process, filed)),
    )


def _first_that_is_set(standing: Sequence[Standing], policy: ReadPolicy) -> Ruling | None:
    # What is set beyond doubt comes first: it decides whatever the doubtful ones mean.
    if certain := policy.once(_certain, standing):
        return ruled("off", *certain)
    for switch in standing:
        if _counts(switch, policy):
            return ruled("off", switch.rule)
    return None


def _certain(standing: Sequence[Standing]) -> tuple[str, ...]:
    """Return the rules of the switches whose values, wherever they stand, set them for sure."""
    return tuple(dict.fromkeys(switch.rule for switch in standing if switch.certain))


# --- settings-count


def _counts(switch: Standing, policy: ReadPolicy) -> bool:
    """Say whether a variable is set; what differs only by value is asked last."""
    here, there = switch.here, switch.there
    if there is None or here == there:
        return bool(here) and policy.holds(switch.point, *here or ())
    if not switch.is_text and policy.holds("settings-json-values", "ignored"):
        return bool(here) and policy.holds(switch.point, *here or ())
    if here is None:
        return policy.holds(switch.point, *there)
    return _one_counts(switch.point, here, there, policy)


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


def _text(filed: object) -> str:
    """Return the text of a value in the settings file; those that are met most are known."""
    if isinstance(filed, str):
        return filed
    if isinstance(filed, bool):
        return "true" if filed else "false"
    return str(filed) if isinstance(filed, int) else json.dumps(filed)


@lru_cache(10_000)
def _readings_that_count(value: str) -> tuple[str, ...]:
    """Return the readings on which a value sets its variable."""
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
