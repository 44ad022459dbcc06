"""What runs of the client show, counted: which service got something under which setting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from datausage.evidence.counting import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from datausage.evidence.runs import Run

SERVICES: Final = ("metrics", "error-reports", "bug-reports")
UMBRELLA: Final = "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"
SETTINGS: Final = (
    "",
    "DISABLE_TELEMETRY",
    "DISABLE_ERROR_REPORTING",
    "DISABLE_BUG_COMMAND",
    UMBRELLA,
    "CLAUDE_CODE_USE_BEDROCK",
    "CLAUDE_CODE_USE_VERTEX",
)
"""The variables of the rows, each set to 1; the first row is that in which nothing is set."""
PROCESS: Final = "environment"
PLACES: Final[Mapping[str, str]] = {
    PROCESS: "the environment",
    "user": "~/.claude/settings.json",
    "project": ".claude/settings.json",
    "local": ".claude/settings.local.json",
    "managed": "managed-settings.json",
    "flag": "--settings",
}
"""Where a variable may be set, as people write it."""

_ENDED: Final = frozenset({"bug-sent", "bug-absent", "bug-kept"})
"""The pictures of the terminal that show that the bug command has come to its end."""
TURNS_OFF: Final[Mapping[str, tuple[str, ...]]] = {
    "DISABLE_TELEMETRY": ("metrics",),
    "DISABLE_ERROR_REPORTING": ("error-reports",),
    "DISABLE_BUG_COMMAND": ("bug-reports",),
}
_BOTH: Final = ("metrics", "error-reports")
UNSEEN: Final = "not looked at"


@dataclass(frozen=True, slots=True)
class Seen:
    """How many runs have sent something, have sent nothing for certain, and show neither."""

    sent: int = 0
    silent: int = 0
    neither: int = 0

    @property
    def words(self) -> str:
        """What is written into a cell."""
        shown = self.sent + self.silent
        if not shown:
            return f"{counted(self.neither, 'run')}, showing nothing" if self.neither else UNSEEN
        if not self.sent:
            return f"nothing sent ({counted(self.silent, 'run')})"
        if not self.silent:
            return f"sent ({counted(self.sent, 'run')})"
        return f"sent in {self.sent} of {counted(shown, 'run')}"


def observed(runs: Sequence[Run], variable: str, service: str) -> Seen:
    """Return what was sent to a service where one variable is 1 in the environment, or none is.

    That nothing was counts only where something is with nothing set.
    """
    found = _counted(_given(runs, PROCESS, variable), service)
    return _held_against(runs, service, found) if variable else found


def _held_against(runs: Sequence[Run], service: str, found: Seen) -> Seen:
    if _counted(_given(runs, PROCESS, ""), service).sent:
        return found
    return Seen(found.sent, 0, found.silent + found.neither)


def heeded(runs: Sequence[Run], variable: str, place: str) -> str:
    """Return whether a variable counts that is 1 in one place, and set nowhere else."""
    here = _given(runs, place, variable)
    found = [
        _held_against(runs, service, _counted(here, service))
        for service in TURNS_OFF.get(variable, _BOTH)
    ]
    sent = max(one.sent for one in found)
    silent = min(one.silent for one in found)
    if not sent and not silent:
        return UNSEEN if not here else f"{counted(len(here), 'run')}, showing nothing"
    if not sent:
        return f"counts ({counted(silent, 'run')})"
    if not silent:
        return f"does not count ({counted(sent, 'run')})"
    return f"counts in {silent} of {counted(sent + silent, 'run')}"


def _given(runs: Iterable[Run], place: str, variable: str) -> list[Run]:
    expected = {place: {variable: "1"}} if variable else {}
    return [run for run in runs if run.scene.trusted and _set(run) == expected]


def _set(run: Run) -> dict[str, dict[str, str]]:
    """Return the variables that a run was given, by place; places without any are left out."""
    found: dict[str, dict[str, str]] = {PROCESS: dict(run.scene.environment)}
    for place, settings in run.scene.settings.items():
        variables = settings.get("env") if isinstance(settings, dict) else None
        found[place] = (
            {str(name): str(value) for name, value in variables.items()}
            if isinstance(variables, dict)
            else {}
        )
    return {place: variables for place, variables in found.items() if variables}


def _counted(runs: Iterable[Run], service: str) -> Seen:
    sent = silent = neither = 0
    for run in runs:
        if service == "bug-reports" and not _asks_for_a_report(run):
            continue
        if service in run.on:
            sent += 1
        elif _silence_counts(run, service):
            silent += 1
        else:
            neither += 1
    return Seen(sent, silent, neither)


def _asks_for_a_report(run: Run) -> bool:
    return any(isinstance(one, dict) and one.get("do") == "send" for one in run.scene.keys or ())


def _silence_counts(run: Run, service: str) -> bool:
    if service == "bug-reports":
        return run.sound and bool(_ENDED & set(run.screens))
    return run.sound and (service != "error-reports" or run.scene.fails)
