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
