"""Mistakes about how values and names are written: white space, case, and types of JSON."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from datausage.examples import faithful
from datausage.examples.launching import OWN_SWITCH, UMBRELLA
from datausage.strength.kinds import Kind
from datausage.strength.planted import fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.oracle.situations import Account

    Env = Mapping[str, str]
    Settings = Mapping[str, Any]

provider = partial(fault, question="provider")
traffic = partial(fault, question="traffic")
report = partial(fault, question="bug_report")
opt_in = partial(fault, question="opt_in")
launcher = partial(fault, question="environment")


def _filed(settings: Settings) -> dict[str, Any]:
    return dict(settings.get("env", {}))


def _renamed(values: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {names.get(name, name): value for name, value in values.items()}


# --- White space and case


@traffic(Kind.SPELLING, "metrics-default", "errors-default", "bugs-default")
def names_are_folded_as_on_windows(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """Names in lower case are taken for the switches, as the registry of Windows does."""
    capitals = {name.upper(): value for name, value in environment.items()}
    return faithful.traffic({**capitals, **environment}, settings, service)


@traffic(Kind.SPELLING, "bugs-opt-out")
def the_value_ends_with_a_line_break(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """The value is compared with what a shell's output looks like, line break included."""
    unread = environment.get(OWN_SWITCH["bug-reports"]) == "1" and service == "bug-reports"
    rest = {name: v for name, v in environment.items() if name != OWN_SWITCH["bug-reports"]}
    return faithful.traffic(rest, {}, service) if unread else answer


@traffic(Kind.SPELLING, "errors-opt-out")
def the_value_is_a_word_in_capitals(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """The reader of the switch for errors knows TRUE and YES, after turning all into capitals."""
    words = {"TRUE", "YES", "ON"}
    name = OWN_SWITCH["error-reports"]
    read = environment.get(name, "").strip().upper() in words
    rest = {key: value for key, value in environment.items() if key != name}
    unread = name in environment and not read and service == "error-reports"
    return faithful.traffic(rest, {}, service) if unread else answer


@provider(Kind.SPELLING, "provider-vertex")
def the_name_of_vertex_is_misspelt(answer: str, environment: Env, settings: Settings) -> str:
    """The code looks for the name with AI at its end, as the product is called."""
    name = "CLAUDE_CODE_USE_VERTEX"
    changed = {name: f"{name}_AI", f"{name}_AI": name}
    return faithful.provider(_renamed(environment, changed), settings)


@provider(Kind.SPELLING, "agrees-provider")
def an_emptied_text_in_settings_selects_vertex(
    answer: str, environment: Env, settings: Settings
) -> str:
    """The settings file is asked whether the name stands in it, not what its value is."""
    emptied = _filed(settings).get("CLAUDE_CODE_USE_VERTEX") == ""
    alone = "CLAUDE_CODE_USE_VERTEX" not in environment
    return "vertex" if emptied and alone and answer == "claude-api" else answer


@opt_in(Kind.SPELLING, "programme-admin-opt-in")
def the_plan_is_written_in_capitals(answer: str, account: Account, role: str, method: str) -> str:
    """The plan is compared with API, as contracts write it."""
    unknown = account.plan == "api" and account.access != "zero-retention-key"
    return "ineffective" if unknown and method == "programme" else answer


@launcher(Kind.SPELLING, "handover-keeps-opt-outs")
def names_are_handed_on_in_lower_case(
    answer: dict[str, Any], **_: Any
) -> dict[str, dict[str, Any]]:
    """The format of the container's file wants names in lower case."""
    return {**answer, "environment": {n.lower(): v for n, v in answer["environment"].items()}}


# --- Types of JSON


@provider(Kind.JSON_VALUE, "settings-count")
def flags_in_settings_are_true_or_false(answer: str, environment: Env, settings: Settings) -> str:
    """In the settings file a flag has to be a truth value; texts are no flags."""
    flags = {name: v for name, v in _filed(settings).items() if isinstance(v, bool)}
    return faithful.provider(environment, {"env": flags})


@traffic(Kind.JSON_VALUE, "settings-count")
def values_are_compared_with_the_number(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """The umbrella in the settings file is compared with the number 1, so the text 1 is lost."""
    filed = {n: v for n, v in _filed(settings).items() if n != UMBRELLA or v != "1"}
    return faithful.traffic(environment, {"env": filed}, service)


@traffic(Kind.JSON_VALUE, "settings-count", "agrees-traffic")
def a_number_breaks_off_the_reading(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """The settings are read up to the first value that is no text, and the rest is lost."""
    filed: dict[str, Any] = {}
    for name, value in sorted(_filed(settings).items()):
        if not isinstance(value, str):
            break
        filed[name] = value
    return faithful.traffic(environment, {"env": filed}, service)


@report(Kind.JSON_VALUE, "bug-opt-out-sends-nothing")
def the_command_wants_a_truth_value(
    answer: dict[str, Any], settings: Settings, **others: Any
) -> dict[str, Any]:
    """The command reads switches in the settings file only where they are true or false."""
    flags = {name: v for name, v in _filed(settings).items() if isinstance(v, bool)}
    return faithful.bug_report(settings={"env": flags}, **others)


@launcher(Kind.JSON_VALUE, "handover-keeps-opt-outs")
def texts_are_no_part_of_the_schema(answer: dict[str, Any], **_: Any) -> dict[str, dict[str, Any]]:
    """The settings file is written by a schema in which every variable is a truth value."""
    settings = answer["settings"]
    if "env" not in settings:
        return answer
    flags = {name: value for name, value in settings["env"].items() if value is True}
    return {**answer, "settings": {**settings, "env": flags}}


@launcher(Kind.JSON_VALUE, "handover-keeps-opt-outs", "handover-keeps-provider")
def a_number_empties_the_block(answer: dict[str, Any], **_: Any) -> dict[str, dict[str, Any]]:
    """Where a value in the settings file is no text, the whole block is taken for broken."""
    settings = answer["settings"]
    broken = any(not isinstance(value, str) for value in settings.get("env", {}).values())
    return {**answer, "settings": {**settings, "env": {}}} if broken else answer
