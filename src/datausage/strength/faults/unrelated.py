"""Mistakes by which an answer depends on what must not matter."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from datausage.oracle.facts import Venue
from datausage.strength.kinds import Kind
from datausage.strength.planted import fault

if TYPE_CHECKING:
    from datetime import datetime

    from datausage.oracle.situations import History, Material

    Env = dict[str, str]

unrelated = partial(fault, Kind.UNRELATED)

OTHERWISE: Final = {
    "forbidden": "permitted",
    "permitted": "forbidden",
    "held": "gone",
    "gone": "held",
    "thirty-days": "five-years",
}


@unrelated("consistent-opt-outs", question="traffic")
def a_second_opt_out_takes_the_first_back(answer: str, environment: Env, **_: Any) -> str:
    """Opt-outs are toggles, and each that is found turns the service over."""
    names = ("DISABLE_TELEMETRY", "DISABLE_ERROR_REPORTING", "DISABLE_BUG_COMMAND")
    found = sum(environment.get(name) == "1" for name in names)
    return "on" if found == len(names) - 1 else answer


@unrelated("consistent-opt-outs", question="traffic")
def the_umbrella_overrules_its_own_parts(answer: str, environment: Env, **_: Any) -> str:
    """With the umbrella, the single switches are read as exceptions from it."""
    umbrella = environment.get("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC") == "1"
    return "on" if umbrella and "DISABLE_ERROR_REPORTING" in environment else answer


@unrelated("consistent-opt-outs", question="bug_report")
def opting_out_is_itself_reported(
    answer: dict[str, Any], environment: Env, **_: Any
) -> dict[str, Any]:
    """That somebody opts out is sent as feedback on the product, once."""
    names = ("DISABLE_BUG_COMMAND", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC")
    return {**answer, "sent": any(environment.get(name) == "1" for name in names)}


@unrelated("consistent-unrelated-variables", question="provider")
def a_region_chooses_the_provider(answer: str, environment: Env, **_: Any) -> str:
    """A region of a cloud is taken for the wish to be served there."""
    return "bedrock" if "AWS_REGION" in environment else answer


@unrelated("consistent-unrelated-variables", question="traffic")
def behind_a_proxy_all_is_on(answer: str, environment: Env, **_: Any) -> str:
    """Behind a company's proxy everything is allowed, since the proxy will stop it."""
    return "on" if "HTTPS_PROXY" in environment else answer


@unrelated("consistent-unrelated-variables", question="bug_report")
def longer_names_switch_reports_off(
    answer: dict[str, Any], environment: Env, **_: Any
) -> dict[str, Any]:
    """Variables are looked for by how their names begin."""
    found = any(name.startswith("DISABLE_BUG_COMMAND_") for name in environment)
    return {**answer, "sent": answer["sent"] and not found}


@unrelated("consistent-order-of-variables", question="provider")
def the_first_provider_wins(answer: str, environment: Env, **_: Any) -> str:
    """Of two provider variables, the one that was exported first wins."""
    names = {"CLAUDE_CODE_USE_BEDROCK": "bedrock", "CLAUDE_CODE_USE_VERTEX": "vertex"}
    chosen = [names[name] for name in environment if name in names and environment[name] == "1"]
    return chosen[0] if len(chosen) > 1 else answer


@unrelated("consistent-order-of-variables", question="traffic")
def the_last_line_of_the_file_wins(answer: str, environment: Env, **_: Any) -> str:
    """An environment file is read line by line, and only the last switch is kept."""
    switches = [name for name in environment if "DISABLE" in name and name.isupper()]
    return "on" if len(switches) > 1 and switches[-1] == "DISABLE_BUG_COMMAND" else answer


@unrelated("consistent-order-of-variables", question="bug_report")
def only_the_first_switch_is_read(
    answer: dict[str, Any], environment: Env, **_: Any
) -> dict[str, Any]:
    """A loop over the variables ends at the first that is known."""
    known = [name for name in environment if name.isupper() and "DISABLE" in name]
    return {**answer, "sent": answer["sent"] or (known or [""])[0] == "DISABLE_TELEMETRY"}


def _in_the_cloud(answer: str, material: Material, **_: Any) -> str:
    return OTHERWISE.get(answer, answer) if material.venue is Venue.CLOUD else answer


def _with_other_sessions(answer: str, material: Material, history: History, **_: Any) -> str:
    active = [event.session for event in history if event.session]
    return OTHERWISE.get(answer, answer) if active and active[-1] != material.session else answer


@unrelated("consistent-web-and-local", question="training")
def the_cloud_has_terms_of_its_own(answer: str, **arguments: Any) -> str:
    """Cloud sessions are a product apart, whose terms were written by somebody else."""
    return _in_the_cloud(answer, **arguments)


@unrelated("consistent-web-and-local", question="retention")
def the_cloud_has_periods_of_its_own(answer: str, **arguments: Any) -> str:
    """The storage of cloud sessions has a period of its own."""
    return _in_the_cloud(answer, **arguments)


@unrelated("consistent-independent-events", question="training")
def any_session_counts_as_resumed(answer: str, **arguments: Any) -> str:
    """Activity is looked up by account, not by session."""
    return _with_other_sessions(answer, **arguments)


@unrelated("consistent-independent-events", question="retention")
def the_last_session_decides_the_period(answer: str, **arguments: Any) -> str:
    """The period is that of the session that was active last."""
    return _with_other_sessions(answer, **arguments)


@unrelated("consistent-independent-events", question="presence")
def another_session_keeps_it_alive(answer: str, **arguments: Any) -> str:
    """Whatever happens in an account renews all that it has."""
    return _with_other_sessions(answer, **arguments)


@unrelated("consistent-gone-stays-gone", question="presence")
def backups_are_restored_every_other_day(answer: str, clock: datetime, **_: Any) -> str:
    """Deletion does not reach the backups, which are restored on even days."""
    return "held" if clock.toordinal() % 2 else answer


@unrelated("consistent-gone-stays-gone", question="local_cache")
def a_sync_brings_sessions_back(
    answer: str, clock: datetime, last_activity: datetime, **_: Any
) -> str:
    """Sessions are synchronised with another machine every other day."""
    return "held" if (clock - last_activity).days % 2 else answer


# --- consistent-handing-on-twice


@unrelated("consistent-handing-on-twice", question="environment")
def a_nested_launcher_starts_afresh(answer: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A launcher that finds its own mark drops what it takes for the settings of its parent."""
    received = answer["environment"]
    if "OUR_LAUNCHER" not in received:
        return {**answer, "environment": {**received, "OUR_LAUNCHER": "1"}}
    switches = ("DISABLE_", "CLAUDE_CODE_")
    kept = {name: value for name, value in received.items() if not name.startswith(switches)}
    return {**answer, "environment": kept}


@unrelated("consistent-handing-on-twice", question="environment")
def a_nested_client_is_quiet(answer: dict[str, Any], **_: Any) -> dict[str, Any]:
    """The inner one of two clients is not to send its metrics twice, and so sends none."""
    received = answer["environment"]
    nested = {"DISABLE_TELEMETRY": "1"} if "INSIDE" in received else {"INSIDE": "1"}
    return {**answer, "environment": {**received, **nested}}


# --- consistent-projects-apart


@fault(Kind.STATE, "consistent-projects-apart", question="environment")
class TheLastProjectsSwitchesStay:
    """Settings are collected in one object for all projects, and never cleared."""

    def __init__(self) -> None:
        self._filed: dict[str, Any] = {}

    def __call__(self, answer: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Hand on what was ever filed."""
        settings = answer["settings"]
        self._filed.update(settings.get("env", {}))
        return {**answer, "settings": {**settings, "env": dict(self._filed)}}


@fault(Kind.STATE, "consistent-projects-apart", question="environment")
class ThePermissionsOfTheLastProjectStay:
    """A default for permissions is an object that every project writes into."""

    def __init__(self) -> None:
        self._permissions: dict[str, Any] = {}

    def __call__(self, answer: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Hand on the permissions of the project before, too."""
        settings = answer["settings"]
        self._permissions.update(settings.get("permissions", {}))
        return {**answer, "settings": {**settings, "permissions": dict(self._permissions)}}
