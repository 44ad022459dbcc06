"""Every Python that is here, and every pytest that the suite claims to work with."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from .environments import RUNNING, interpreters, recipes
from .judged import same

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Host
    from .environments import Environments
    from .judged import Judged

OTHERS = [name for name in recipes() if name not in {"empty", "team", f"python {RUNNING}"}]


@pytest.mark.parametrize("name", OTHERS)
def test_another_version_finds_the_same(
    host_in: Callable[[str], Host], plain: Judged, name: str
) -> None:
    host = host_in(name)
    host.configure('filterwarnings = ["error"]')
    same(host.check(), plain)


@pytest.mark.parametrize("name", ["empty", "oldest of all"])
def test_evidence_is_written_and_checked_again_without_a_further_package(
    host_in: Callable[[str], Host], name: str
) -> None:
    host = host_in(name)
    assert "Evidence: " in host.check("--evidence=kept").text
    command = [host.environment.program("datausage"), "verify", "kept"]
    done = subprocess.run(command, cwd=host.folder, capture_output=True, text=True, check=False)
    first, second = done.stdout.splitlines()
    unseen = "the published schema of the record, for which datausage[evidence] is needed"
    assert first == f"kept: not looked at: {unseen}"
    assert second.startswith("kept: unchanged and consistent. impl, ")
    assert done.returncode == 0


@pytest.mark.parametrize("version", interpreters())
def test_an_interpreter_is_what_it_is_called(version: str) -> None:
    code = "import sys; print(*sys.version_info[:2], sep='.')"
    shown = subprocess.check_output([interpreters()[version], "-c", code], text=True)
    assert shown.strip() == version


def test_the_running_interpreter_is_among_them() -> None:
    assert interpreters()[RUNNING] == sys.executable


def test_an_environment_has_the_wheel_and_nothing_of_this_checkout(
    environments: Environments,
) -> None:
    python = environments["empty"].program("python")
    code = "import datausage, datausage.oracle; print(datausage.oracle.__file__)"
    shown = subprocess.check_output([python, "-I", "-c", code], text=True)
    assert "site-packages" in shown
