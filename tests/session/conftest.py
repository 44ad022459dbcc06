"""A host's repository in which pytest runs, with the suite on the path and small features in it."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

# Loaded here, it stays loaded: a run in this process would load it, and Hypothesis, each time.
import datausage.session.running  # noqa: F401

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCE = Path(__file__).parents[2] / "src" / "datausage"
STAND_IN = Path(__file__).parent / "stand_in"


@pytest.fixture(scope="session")
def stand_in_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the package as it is, but small features and steps of our own."""
    root = tmp_path_factory.mktemp("suite")
    package = root / "datausage"
    package.mkdir()
    for entry in SOURCE.iterdir():
        if entry.name not in {"features", "steps", "__pycache__"}:
            (package / entry.name).symlink_to(entry.resolve())
    (package / "features").symlink_to(STAND_IN / "features")
    (package / "steps").symlink_to(STAND_IN / "steps")
    return root


@dataclass
class Host:
    """A host's repository."""

    pytester: pytest.Pytester

    def write(self, name: str, text: str) -> None:
        path = self.pytester.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), "utf-8")

    def configure(self, text: str) -> None:
        self.write("pyproject.toml", "[tool.pytest.ini_options]\n" + dedent(text))

    def run(self, *args: str) -> pytest.RunResult:
        # The entry point, where it is installed, would be a second copy of the plugin.
        plugin = ("-p", "no:datausage", "-p", "datausage.plugin")
        return self.pytester.runpytest_subprocess(*plugin, *args)

    def check(self, *args: str) -> pytest.RunResult:
        return self.run("--target=impl:Target", *args)

    def refused(self, *args: str) -> str:
        """Return the message of a run that must be refused before anything is asked.

        It is one message in lines of 80 columns; here it is on one line again.
        """
        # Nothing is collected, so that there is no need for another process and other features.
        plugin = ("-p", "no:datausage", "-p", "datausage.plugin", "--target=impl:Target")
        result = self.pytester.runpytest_inprocess(*plugin, *args)
        assert result.ret == pytest.ExitCode.USAGE_ERROR, result.stdout.str()
        assert not re.search(r"collected|passed|failed", result.stdout.str())
        (message,) = self.messages(result)
        return message

    def messages(self, result: pytest.RunResult) -> list[str]:
        """Return what was refused, each on one line, once every line was seen to fit."""
        found: list[str] = []
        for line in filter(str.strip, result.errlines):
            # A word that is too long by itself is left whole, so that it can be copied.
            assert len(line) <= 80 or " " not in line.strip().removeprefix("ERROR: "), line
            if line.startswith("ERROR: "):
                found.append(line.removeprefix("ERROR: "))
            else:
                assert line.startswith("  "), line
                found[-1] += line[1:]
        return found


TARGET = """
    class Target:
        def provider(self, environment, settings):
            return "claude-api"

        def traffic(self, environment, settings, service):
            return "on"

        def training(self, account, material, history, model, clock):
            return "forbidden"
"""


@pytest.fixture
def host(pytester: pytest.Pytester, stand_in_tree: Path, monkeypatch: pytest.MonkeyPatch) -> Host:
    """Return a repository with an implementation of three questions."""
    monkeypatch.setenv("PYTHONPATH", str(stand_in_tree))
    for name in ("PYTEST_ADDOPTS", "PYTEST_DISABLE_PLUGIN_AUTOLOAD", "CI"):
        monkeypatch.delenv(name, raising=False)
    here = Host(pytester)
    here.write("impl.py", TARGET)
    return here


@pytest.fixture
def guest(host: Host, monkeypatch: pytest.MonkeyPatch) -> Host:
    """Return the same repository, with the real features and steps."""
    monkeypatch.setenv("PYTHONPATH", str(SOURCE.parent))
    return host


@pytest.fixture
def python(host: Host) -> Callable[[str], str]:
    """Return a function that runs code in a fresh interpreter and returns what it printed."""

    def run(code: str) -> str:
        result = host.pytester.run(sys.executable, "-c", dedent(code))
        assert result.ret == 0, result.stderr.str()
        return result.stdout.str().strip()

    return run
