"""Forms in which variables are set: what to write, and where."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Form:
    """A form: where it goes, the language it is in, and what writes it, one variable a line."""

    place: str
    language: str
    write: Callable[[Sequence[str]], str]


def _settings(variables: Sequence[str]) -> str:
    return json.dumps({"env": dict.fromkeys(variables, "1")}, indent=2) + "\n"


def _shell(variables: Sequence[str]) -> str:
    return "".join(f"export {variable}=1\n" for variable in variables)


def _dockerfile(variables: Sequence[str]) -> str:
    return "".join(f"ENV {variable}=1\n" for variable in variables)


def _devcontainer(variables: Sequence[str]) -> str:
    return json.dumps({"containerEnv": dict.fromkeys(variables, "1")}, indent=2) + "\n"


def _systemd(variables: Sequence[str]) -> str:
    return "[Service]\n" + "".join(f"Environment={variable}=1\n" for variable in variables)


def _kubernetes(variables: Sequence[str]) -> str:
    # Without quotes YAML makes a number of it, which Kubernetes refuses.
    items = "".join(f'  - name: {variable}\n    value: "1"\n' for variable in variables)
    return f"env:\n{items}"


IN_A_FILE: Final = "settings.json"
"""The one form that is no part of the process environment."""

FORMS: Final[Mapping[str, Form]] = {
    IN_A_FILE: Form(
        ".claude/settings.json of the repository, or that of a user or a machine",
        "json",
        _settings,
    ),
    "shell": Form("a file that the shell reads as it starts, such as ~/.profile", "sh", _shell),
    "dockerfile": Form("the last stage of a Dockerfile", "dockerfile", _dockerfile),
    "devcontainer": Form(".devcontainer/devcontainer.json", "json", _devcontainer),
    "systemd": Form("a drop-in of the unit, made with 'systemctl edit UNIT'", "ini", _systemd),
    "kubernetes": Form("the container in the specification of a pod", "yaml", _kubernetes),
}
"""The forms, by the name that the command takes."""
