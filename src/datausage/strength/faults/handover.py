"""Mistakes of launchers, wrappers and images, which hand a configuration on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from datausage.examples.launching import OWN_SWITCH, UMBRELLA
from datausage.strength.kinds import Kind
from datausage.strength.planted import fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    Env = Mapping[str, str]
    Settings = Mapping[str, Any]

Configuration = dict[str, dict[str, Any]]

launcher = partial(fault, question="environment")


def _handed_on(answer: Configuration, **variables: str) -> Configuration:
    return {**answer, "environment": {**answer["environment"], **variables}}


def _left_out(answer: Configuration, *names: str) -> Configuration:
    kept = {name: v for name, v in answer["environment"].items() if name not in names}
    return {**answer, "environment": kept}


def _filed(answer: Configuration) -> dict[str, Any]:
    filed: dict[str, Any] = answer["settings"].get("env", {})
    return filed


# --- Opt-outs that are lost


@launcher(Kind.PRECEDENCE, "handover-keeps-opt-outs")
def a_shallow_merge_drops_the_users_env(answer: Configuration, **_: Any) -> Configuration:
    """The launcher's settings have an env of their own, which replaces the user's."""
    return {**answer, "settings": {**answer["settings"], "env": {"LAUNCHER": "2"}}}


@launcher(Kind.LESS_THAN_PROMISED, "handover-keeps-opt-outs")
def a_clean_environment_is_built(answer: Configuration, **_: Any) -> Configuration:
    """Only variables on a list are handed on, and the switches are not on it."""
    return _left_out(answer, UMBRELLA, *OWN_SWITCH.values())


@launcher(Kind.LESS_THAN_PROMISED, "handover-keeps-opt-outs")
def the_launcher_wants_its_metrics(answer: Configuration, **_: Any) -> Configuration:
    """The switch for metrics is removed, since the launcher's team looks at them."""
    return _left_out(answer, "DISABLE_TELEMETRY")


@launcher(Kind.ADDED_CLAUSE, "handover-keeps-opt-outs")
def project_settings_forget_the_umbrella(answer: Configuration, **_: Any) -> Configuration:
    """A file with permissions is written anew, without the umbrella."""
    if "permissions" not in answer["settings"]:
        return answer
    filed = {name: value for name, value in _filed(answer).items() if name != UMBRELLA}
    return {**answer, "settings": {**answer["settings"], "env": filed}}


@launcher(Kind.ADDED_CLAUSE, "handover-keeps-opt-outs")
def the_container_knows_one_switch(answer: Configuration, **_: Any) -> Configuration:
    """Inside a container with a proxy, the switch for bug reports is not set."""
    behind = "HTTPS_PROXY" in answer["environment"]
    return _left_out(answer, "DISABLE_BUG_COMMAND") if behind else answer


# --- Services that are silenced


@launcher(Kind.ADDED_CLAUSE, "handover-adds-none")
def the_image_is_quiet(answer: Configuration, **_: Any) -> Configuration:
    """The image sets the umbrella for everybody."""
    return _handed_on(answer, **{UMBRELLA: "1"})


@launcher(Kind.ADDED_CLAUSE, "handover-adds-none")
def errors_go_to_the_teams_own_tool(answer: Configuration, **_: Any) -> Configuration:
    """Where a base URL is set, error reports are switched off in favour of another tool."""
    gateway = "ANTHROPIC_BASE_URL" in answer["environment"]
    return _handed_on(answer, DISABLE_ERROR_REPORTING="1") if gateway else answer


@launcher(Kind.SPELLING, "handover-adds-none", "handover-keeps-provider")
def names_become_capitals(answer: Configuration, **_: Any) -> Configuration:
    """All names are turned into capitals on the way, and mean something there."""
    capitals = {name.upper(): value for name, value in answer["environment"].items()}
    return {**answer, "environment": {**capitals, **answer["environment"]}}


# --- Parts that do not fit


@launcher(Kind.TORN, "agrees-environment")
def each_team_expands_the_umbrella_itself(
    answer: Configuration, environment: Env, settings: Settings
) -> Configuration:
    """The umbrella becomes single switches: for metrics the process comes first, else the file."""
    filed = _filed(answer)
    if UMBRELLA not in environment or UMBRELLA not in filed:
        return answer
    process_first = environment[UMBRELLA] == "1"
    switches = {
        name: "1"
        for service, name in OWN_SWITCH.items()
        if (process_first if service == "metrics" else filed[UMBRELLA] == "1")
    }
    left = {name: value for name, value in filed.items() if name != UMBRELLA}
    single = _handed_on(_left_out(answer, UMBRELLA), **switches)
    return {**single, "settings": {**answer["settings"], "env": left}}


# --- The provider


@launcher(Kind.ADDED_CLAUSE, "handover-keeps-provider")
def a_region_selects_bedrock(answer: Configuration, **_: Any) -> Configuration:
    """Where there is a region, the launcher sets the variable of Bedrock."""
    region = "AWS_REGION" in answer["environment"]
    return _handed_on(answer, CLAUDE_CODE_USE_BEDROCK="1") if region else answer


@launcher(Kind.LESS_THAN_PROMISED, "handover-keeps-provider")
def our_own_variables_are_stripped(answer: Configuration, **_: Any) -> Configuration:
    """Variables of the client are removed, so that a nested client starts afresh."""
    own = [name for name in answer["environment"] if name.startswith("CLAUDE_CODE_")]
    return _left_out(answer, *own)


@launcher(Kind.JSON_VALUE, "handover-keeps-provider")
def numbers_in_settings_are_sorted_out(answer: Configuration, **_: Any) -> Configuration:
    """Values that are the text 1 are dropped as malformed where others are numbers."""
    numbers = any(isinstance(value, int) for value in _filed(answer).values())
    texts = {name: value for name, value in _filed(answer).items() if value != "1"}
    return {**answer, "settings": {**answer["settings"], "env": texts}} if numbers else answer
