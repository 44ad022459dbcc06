"""Machines on which nothing is set but what a test sets."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from datausage.cli import main

from .machines import OTHERS, Machine
from .scenes import SCENES, Scene

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Say = Callable[..., tuple[int, str]]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(tmp_path / "machine").made()
    monkeypatch.chdir(made.repository)
    for name in list(os.environ):
        if name.upper().startswith(("DISABLE_", "CLAUDE")):
            monkeypatch.delenv(name)
    for name, value in OTHERS.items():
        monkeypatch.setenv(name, value)
    return made


@pytest.fixture(params=SCENES, ids=lambda scene: scene.name)
def scene(
    request: pytest.FixtureRequest, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> Scene:
    found: Scene = request.param
    for name, value in found.environment.items():
        monkeypatch.setenv(name, value)
    found.set(machine)
    return found


@pytest.fixture
def say(machine: Machine, capsys: pytest.CaptureFixture[str]) -> Say:
    """Run a command on the machine; return its exit code and what it said."""

    def run(command: str, *words: str, only: bool = False) -> tuple[int, str]:
        code = main([command, *words, *([] if only else machine.arguments)])
        out, err = capsys.readouterr()
        return code, out + err

    return run
