"""Commands start fast, and load nothing that is slow."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .machines import Machine

FAST = (
    "explain",
    "explain --plan=team",
    "lint",
    "harden",
    "whatif DISABLE_TELEMETRY=1",
    "timeline",
)
SLOW = (
    "hypothesis",
    "pytest",
    "jinja2",
    "tabulate",
    "datausage.universe.arrays",
    "importlib.metadata",
)


def _cold(command: str, machine: Machine, *options: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; from datausage.cli import main; sys.exit(main())"
    words = command.split()
    places = machine.arguments if words[0] != "timeline" else []
    environment = {"PATH": os.environ["PATH"], "HOME": str(machine.home), "PYTHONHASHSEED": "0"}
    return subprocess.run(
        [sys.executable, *options, "-c", code, *words, *places],
        capture_output=True,
        text=True,
        check=False,
        cwd=machine.repository,
        env=environment,
    )


@pytest.mark.parametrize("command", FAST)
def test_nothing_slow_is_loaded(command: str, machine: Machine) -> None:
    done = _cold(command, machine, "-X", "importtime")
    assert done.returncode in (0, 1), done.stderr[-500:]
    loaded = set(re.findall(r"\| +([\w.]+)$", done.stderr, flags=re.MULTILINE))
    assert "datausage.oracle.switches" in loaded
    # What starts Python in an environment with editable packages is not ours.
    started = set(re.findall(r"\| +([\w.]+)$", _bare(), flags=re.MULTILINE))
    assert not {name for name in SLOW if name in loaded - started}


def _bare() -> str:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", ""], capture_output=True, text=True, check=True
    )
    return done.stderr


@pytest.mark.parametrize("command", FAST)
def test_an_answer_takes_less_than_three_hundred_milliseconds_cold(
    command: str, machine: Machine
) -> None:
    """The best of some, in time of the processor: what else the machine does is not ours."""
    assert any(_seconds(command, machine) < 0.3 for _ in range(10))


def _seconds(command: str, machine: Machine) -> float:
    before = os.times()
    _cold(command, machine)
    after = os.times()
    return (
        after.children_user + after.children_system - before.children_user - before.children_system
    )
