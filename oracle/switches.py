"""Defaults by provider, and the switches: environment variables and the settings file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from datausage.oracle.facts import Provider, Service
from datausage.oracle.rulings import SILENT, Ruling, ruled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from datausage.oracle.rulings import ReadPolicy
    from datausage.oracle.situations import Configured, HandOver, Reporting, Sending

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


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """What the values of a variable mean that stands in the process environment, a file, or both.

    ``rule`` is what it invokes, ``point`` the open point of what counts as setting it, ``here``
    and ``there`` hold the readings on which its value in the environment and in the file sets it,
    None where it has none. ``certain`` says that it is set on every reading. There is one object
    for all that mean the same, so that they are compared by identity: see ``_one_standing``.
    """

    rule: str
    point: str
    here: tuple[str, ...] | None
    there: tuple[str, ...] | None
    is_text: bool
    certain: bool


NOTHING: Final[dict[str, Any]] = {}
MISSING: Final = object()


# --- provider-bedrock, provider-vertex, provider-claude-api


def standing_for_providers(situation: Configured | Sending) -> tuple[Standing, ...]:
    """Return what of a situation decides who serves the requests."""
    return _standing(_PROVIDERS, situation)


def provider(standing: tuple[Standing, ...], policy: ReadPolicy) -> Ruling:
    """Say who serves the requests."""
    chosen = [switch.rule for switch in standing if _counts(switch, policy)]
    if len(chosen) > 1:
        return ruled(policy.reading("both-providers"), *chosen)
    if not chosen:
        return ruled(Provider.CLAUDE_API.value, "provider-claude-api")
    return ruled(_PROVIDED[chosen[0]].value, *chosen)


# --- metrics-default, errors-default, bugs-default, cloud-providers-off, umbrella-off,
#     metrics-opt-out, errors-opt-out, bugs-opt-out


class Switched(NamedTuple):
    """What of a situation decides whether a service is on: the switches that stand anywhere.

    ``metrics`` has the opt-out from metrics where another service might share it.
    """

    service: Service
    standing: tuple[Standing, ...]
    metrics: tuple[Standing, ...] = ()


def switched(situation: Configured | Sending | Reporting, service: Service) -> Switched:
    """Return what decides whether a service is on."""
    if service is Service.SURVEYS:
        metrics = _standing(_METRICS_OPT_OUT, situation)
        return Switched(service, _deciding(_standing(NONESSENTIAL, situation)), metrics)
    return Switched(service, _deciding(_standing(_SWITCHES[service], situation)))


def traffic(essence: Switched, policy: ReadPolicy) -> Ruling:
    """Say whether a service is on or off."""
    if essence.service is Service.SURVEYS:
        return _surveys(essence, policy)
    found = _first_that_is_set(essence.standing, policy)
    return found or ruled("on", DEFAULT_RULES[essence.service])


def _surveys(essence: Switched, policy: ReadPolicy) -> Ruling:
    """No sentence says when the survey is shown, so at most a switch keeps it off."""
    # What a switch means for surveys is asked before what counts as setting it: it is less work.
    if essence.standing and policy.holds("surveys-nonessential", "nonessential"):
        found = _first_that_is_set(essence.standing, policy)
        if found:
            return found
    if essence.metrics and policy.holds("surveys-as-metrics", "metric"):
        found = _first_that_is_set(essence.metrics, policy)
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
    found = []
    for variable, rule in switches:
        process, value = environment.get(variable), filed.get(variable, MISSING)
        if isinstance(value, str):
            found.append(_meaning(variable, rule, process, value, True))
        elif value is not MISSING:
            found.append(_meaning(variable, rule, process, _text(value), False))
        elif process is not None:
            found.append(_meaning(variable, rule, process, None, True))
    return tuple(found)


def _deciding(standing: tuple[Standing, ...]) -> tuple[Standing, ...]:
    """Return those that decide: what is set beyond doubt does, whatever the others mean."""
    certain = [switch for switch in standing if switch.certain]
    return tuple(certain) if certain else standing


@lru_cache(10_000)
def _meaning(
    variable: str, rule: str, process: str | None, filed: str | None, is_text: bool
) -> Standing:
    """Return what the texts of a variable mean; ``is_text`` says that no file has another type."""
    return _one_standing(
        rule,
        POINTS[variable],
        None if process is None else _readings_that_count(process),
        None if filed is None else _readings_that_count(filed),
        is_text,
        is_text and all(value in ("1", None) for value in (process, filed)),
    )


_one_standing: Final = cache(Standing)


def _first_that_is_set(standing: Sequence[Standing], policy: ReadPolicy) -> Ruling | None:
    if standing and standing[0].certain:
        # Then all of them are; several may invoke the same rule.
        return ruled("off", *dict.fromkeys(switch.rule for switch in standing))
    for switch in standing:
        if _counts(switch, policy):
            return ruled("off", switch.rule)
    return None


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
    """Return the text of a value in the settings file that is none."""
    if isinstance(filed, bool):
        return "true" if filed else "false"
    return str(filed) if isinstance(filed, int) else json.dumps(filed)


@lru_cache(10_000)
def _readings_that_count(value: str) -> tuple[str, ...]:
    """Return the readings on which a value sets its variable."""
    return tuple(reading for reading, counts in COUNTING.items() if counts(value))


# --- The hand-over rules: keeps-opt-outs, adds-none, keeps-provider; all are derived


class HandedOn(NamedTuple):
    """What decides what a hand-over does: the switches before and after, None where all is kept."""

    before: Any = None
    after: Any = None


_ALL_KEPT: Final = HandedOn()


def providers_handed_on(situation: HandOver) -> HandedOn:
    """Return what decides what a hand-over does to the provider."""
    if situation.unchanged:
        return _ALL_KEPT
    return HandedOn(*map(standing_for_providers, (situation.received, situation.handed_on)))


def provider_handed_on(essence: HandedOn, policy: ReadPolicy) -> Ruling:
    """Say what a hand-over does to the provider."""
    if essence.before == essence.after:
        return ruled("kept", "handover-keeps-provider")
    before = provider(essence.before, policy)
    after = provider(essence.after, policy)
    kept = before.answers == after.answers
    return ruled("kept" if kept else "lost", "handover-keeps-provider")


def switches_handed_on(service: Service) -> Callable[[HandOver], HandedOn]:
    """Return the function for what decides what a hand-over does to the switches of a service."""

    def essence(situation: HandOver) -> HandedOn:
        if situation.unchanged:
            return _ALL_KEPT
        sides = (situation.received, situation.handed_on)
        return HandedOn(*(switched(side, service) for side in sides))

    return essence


def service_handed_on(essence: HandedOn, policy: ReadPolicy) -> Ruling:
    """Say what a hand-over does to the switches of a service."""
    if essence.before == essence.after:
        return ruled("kept", "handover-keeps-opt-outs", "handover-adds-none")
    before = traffic(essence.before, policy)
    after = traffic(essence.after, policy)
    if before.answers == after.answers:
        return ruled("kept", "handover-keeps-opt-outs", "handover-adds-none")
    if before.is_only("off"):
        return ruled("lost", "handover-keeps-opt-outs")
    return ruled("added", "handover-adds-none")
