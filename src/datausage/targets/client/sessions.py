"""Sessions: what the user says, what the model does, and what lies in the project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from datausage.targets.client.places import PROJECT
from datausage.targets.client.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.oracle.situations import Session

NAMED: Final = "hand-over"
"""What stands before and after the environment that the client hands on to a program."""

_LISTED: Final = f"echo {NAMED}; env -0 | base64 -w0; echo; echo {NAMED}"
ORDINARY: Final[tuple[Mapping[str, Any], ...]] = (
    {"tool": "Bash", "input": {"command": _LISTED, "description": "List the environment"}},
    {"text": "hi there"},
)
"""What the model does where nothing more is wanted: it shows what is handed on to a program."""


def hidden(session: Session) -> bool:
    """Say whether a session is not seen as it is: there is one turn, and secrets are struck out.

    Whatever looks like a secret is struck out of all that is seen, so that nobody could tell
    whether the client has sent it.
    """
    return len(session.prompts) > 1 or bool(session.secrets)


def conversation(session: Session) -> Scene:
    """Return a run that is such a session, as far as it can be seen."""
    return Scene(prompt=session.prompts[0], answers=_busy(session), files=_files(session))


def _files(session: Session) -> dict[str, str]:
    """Return the files of a session, in the project: each with a piece of its code."""
    return {
        path.strip("/"): f"{code}\n" for path, code in zip(session.paths, session.code, strict=True)
    }


def _busy(session: Session) -> tuple[Mapping[str, Any], ...]:
    """Return what the model does so that code, paths and outputs are met in many ways."""
    used: list[Mapping[str, Any]] = []
    for path, code in zip(session.paths, session.code, strict=True):
        file = f"{PROJECT}/{path.strip('/')}"
        used += [
            {"tool": "Read", "input": {"file_path": file}},
            {
                "tool": "Edit",
                "input": {"file_path": file, "old_string": code, "new_string": f"{code}  # seen"},
            },
            {"tool": "Grep", "input": {"pattern": code.partition("(")[0], "path": PROJECT}},
            {"tool": "Bash", "input": {"command": f"cat {file}; cat {file}.missing"}},
        ]
    used.append(
        {
            "tool": "Task",
            "input": {
                "description": "Look around",
                "prompt": session.outputs[0],
                "subagent_type": "general-purpose",
            },
        }
    )
    return (*used, {"text": " ".join(session.outputs)})
