"""Small real launchers, that misbehave as a test wants it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from datausage.targets.launched.calling import LauncherCaller
from datausage.targets.launched.program import find

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.targets.outcome import Outcome

NOTHING: Mapping[str, Any] = {}


def launcher(folder: Path, body: str, *, first: str = "#!/bin/sh", name: str = "launcher") -> str:
    """Return the reference of a launcher that runs the body."""
    path = folder / name
    path.write_text(f"{first}\n{dedent(body)}", "utf-8")
    path.chmod(0o755)
    return f"exec:{path}"


def asking(environment: Mapping[str, str] = NOTHING, settings: Mapping[str, Any] = NOTHING) -> Any:
    """Return what builds the arguments of a call."""
    return lambda: {"environment": {**environment}, "settings": {**settings}}


def asked(
    reference: str,
    environment: Mapping[str, str] = NOTHING,
    settings: Mapping[str, Any] = NOTHING,
    *,
    timeout: float = 20.0,
    child: str = "claude",
) -> Outcome:
    """Return what comes of asking a launcher once."""
    with closing(LauncherCaller(find(reference, child, (Path("/"),)), timeout=timeout)) as caller:
        (outcome,) = caller.ask("environment", [asking(environment, settings)])
        assert caller.calls["environment"] == 1
    return outcome
