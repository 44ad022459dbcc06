"""Mistakes about the switches that turn services off."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from datausage.examples import faithful
from datausage.examples.launching import OWN_SWITCH, UMBRELLA
from datausage.strength.kinds import Kind
from datausage.strength.planted import fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    Env = Mapping[str, str]
    Settings = Mapping[str, Any]

traffic = partial(fault, question="traffic")


def _without(environment: Env, *names: str) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name not in names}


def _filed(settings: Settings) -> Settings:
    filed: Settings = settings.get("env", {})
    return filed


# --- The switches of single services


@traffic(Kind.SPELLING, "metrics-opt-out")
def one_is_not_true(answer: str, environment: Env, settings: Settings, service: str) -> str:
    """The switch for metrics has to be true; 1 is read as any other text."""
    unread = environment.get("DISABLE_TELEMETRY") == "1" and service == "metrics"
    others = _without(environment, "DISABLE_TELEMETRY")
    return faithful.traffic(others, {}, service) if unread else answer


@traffic(Kind.ADDED_CLAUSE, "metrics-opt-out", "errors-opt-out", "bugs-opt-out")
def a_gateway_decides_for_itself(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """Where a base URL is set, the switches are left to whoever is behind it."""
    behind = "ANTHROPIC_BASE_URL" in environment
    others = _without(environment, *OWN_SWITCH.values())
    return faithful.traffic(others, {}, service) if behind else answer


@traffic(Kind.PRECEDENCE, "metrics-opt-out")
def the_umbrella_at_zero_means_send(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """The umbrella is looked at first, and 0 or false says that all traffic is wanted."""
    return "on" if environment.get(UMBRELLA) in {"0", "false"} else answer


@traffic(Kind.SWAPPED, "errors-opt-out")
def errors_follow_the_metrics_switch(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """The two names were mixed up in the reader of error reports."""
    if service != "error-reports":
        return answer
    return faithful.traffic(environment, settings, "metrics")


@traffic(Kind.ADDED_CLAUSE, "errors-opt-out")
def errors_need_both_switches(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """Error reports are off only if metrics are off as well."""
    alone = environment.get("DISABLE_ERROR_REPORTING") and not environment.get("DISABLE_TELEMETRY")
    others = _without(environment, "DISABLE_ERROR_REPORTING")
    reports = alone and service == "error-reports"
    return faithful.traffic(others, {}, service) if reports else answer


@traffic(Kind.SWAPPED, "bugs-opt-out")
def the_switch_has_a_new_name(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """The command was renamed, and the old name of its switch is not read any more."""
    renamed = {"env": _without(_filed(settings), "DISABLE_BUG_COMMAND")}
    others = _without(environment, "DISABLE_BUG_COMMAND")
    return faithful.traffic(others, renamed, service)


@traffic(Kind.THREE_MEET, "bugs-opt-out")
def a_region_brings_reports_back(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """With a region and DISABLE_TELEMETRY at 0, reports are switched on for support."""
    support = "AWS_REGION" in environment and environment.get("DISABLE_TELEMETRY") == "0"
    return "on" if support and service == "bug-reports" else answer


@traffic(Kind.SWAPPED, "opt-out-is-its-own", "errors-default")
def metrics_off_silences_errors(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """The switch for metrics is called telemetry, and error reports are telemetry, too."""
    off = environment.get("DISABLE_TELEMETRY") == "1" and service == "error-reports"
    return "off" if off else answer


@traffic(Kind.SWAPPED, "opt-out-is-its-own")
def any_switch_is_the_umbrella(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """One function says whether the user has opted out, of whatever."""
    return "off" if any(environment.get(name) for name in OWN_SWITCH.values()) else answer


@traffic(Kind.PRECEDENCE, "nothing-undoes-an-opt-out")
def a_switch_at_zero_undoes_the_umbrella(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """The more specific variable wins over the common one."""
    return "on" if environment.get(OWN_SWITCH.get(service, "")) == "0" else answer


@traffic(Kind.PRECEDENCE, "nothing-undoes-an-opt-out")
def an_empty_switch_asks_for_reports(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """On Bedrock, an empty switch for bug reports asks for them."""
    asked = environment.get("DISABLE_BUG_COMMAND") == "" and service == "bug-reports"
    return "on" if asked and environment.get("CLAUDE_CODE_USE_BEDROCK") == "1" else answer


# --- The umbrella


@traffic(Kind.DROPPED_CLAUSE, "umbrella-off", "settings-count")
def the_umbrella_forgets_error_reports(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """Errors are taken to be essential."""
    if service != "error-reports":
        return answer
    filed = {"env": _without(_filed(settings), UMBRELLA)}
    return faithful.traffic(_without(environment, UMBRELLA), filed, service)


@traffic(Kind.SPELLING, "umbrella-off")
def the_umbrella_needs_a_truth_value(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """The reader of the umbrella knows true and yes only."""
    unread = environment.get(UMBRELLA) == "1"
    return faithful.traffic(_without(environment, UMBRELLA), {}, service) if unread else answer


# --- The settings file


@traffic(Kind.DROPPED_CLAUSE, "settings-count")
def only_the_shell_is_read(answer: str, environment: Env, settings: Settings, service: str) -> str:
    """The settings file is not opened before the services start."""
    return faithful.traffic(environment, {}, service)


@traffic(Kind.DROPPED_CLAUSE, "settings-count")
def variables_are_sought_at_the_top(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """Settings are searched for the variable itself, not below env."""
    return faithful.traffic(environment, {"env": dict(settings)}, service)


@traffic(Kind.JSON_VALUE, "settings-count")
def only_numbers_count_in_settings(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """In the settings file 1 has to be a number, as JSON has numbers."""
    numbers = {name: v for name, v in _filed(settings).items() if not isinstance(v, str)}
    return faithful.traffic(environment, {"env": numbers}, service)


@traffic(Kind.ADDED_CLAUSE, "settings-count")
def permissions_hide_the_variables(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """A file with permissions is taken for another kind of file."""
    return faithful.traffic(environment, {}, service) if "permissions" in settings else answer


@traffic(Kind.SWAPPED, "settings-count")
def an_umbrella_in_settings_is_for_metrics(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """The umbrella in the settings file is handed to the sender of metrics only."""
    if service == "metrics":
        return answer
    filed = {"env": _without(_filed(settings), UMBRELLA)}
    return faithful.traffic(environment, filed, service)
