"""A host's repository, and runs in it with an installed wheel."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from tests.once import shared_folder

from . import repository
from .environments import Environment, Environments
from .judged import FAILED, OK, Judged, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

# Of the session that runs these tests; a host has settings of its own.
_OURS = ("PYTEST_", "PYTHON", "COV_", "COVERAGE_", "HYPOTHESIS_", "GITHUB_")
SMALL = ("--effort=quick", "--part=telemetry", "--tb=no")


@dataclass
class Host:
    """A host's repository, and the environment in which it runs pytest."""

    folder: Path
    environment: Environment
    report: Path
    variables: dict[str, str | None] = field(default_factory=dict)
    before: tuple[str, ...] = ()

    def write(self, name: str, text: str) -> None:
        repository.write(self.folder, name, text)

    def configure(self, text: str) -> None:
        repository.configure(self.folder, text)

    def run(self, *arguments: str, within: str = ".") -> Judged:
        """Run pytest in the repository."""
        self.report.unlink(missing_ok=True)
        command = [*self.before, self.environment.program("pytest"), *arguments]
        done = subprocess.run(
            [*command, f"--junitxml={self.report}"],
            cwd=self.folder / within,
            env=self._variables(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=120,
            check=False,
        )
        return read(done.returncode, done.stdout, self.report)

    def check(self, *arguments: str, target: str = "--target=impl", within: str = ".") -> Judged:
        """Check the team's implementation, in a small part of the policy."""
        return self.run(target, *SMALL, *arguments, within=within)

    def search(self, *arguments: str) -> Judged:
        """Check an implementation that is right, with a random search."""
        chosen = ("--effort=standard", "-m", "metrics-opt-out")
        return self.check(*chosen, *arguments, target="--target=datausage.examples.faithful")

    def _variables(self) -> Mapping[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(_OURS) and k != "CI"}
        changed = {**kept, **self.variables}
        return {key: value for key, value in changed.items() if value is not None}


@pytest.fixture(scope="session")
def environments(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Iterator[Environments]:
    """Provide the environments, in a folder that all workers of this run share."""
    folder = shared_folder(tmp_path_factory) / "environments"
    user = folder / f"{os.getpid()}.user"
    folder.mkdir(exist_ok=True)
    user.touch()
    yield Environments(folder, wheel)
    user.unlink()
    # They are large, and pytest would keep those of three runs. The last one to leave removes them.
    if not any(folder.glob("*.user")):
        removed = tmp_path_factory.getbasetemp() / "environments-removed"
        shutil.rmtree(folder.rename(removed), ignore_errors=True)


@pytest.fixture
def host_in(environments: Environments, tmp_path: Path) -> Callable[[str], Host]:
    """Return a function that makes a repository of a team that works in that environment."""

    def make(name: str) -> Host:
        return _host(tmp_path / name.replace(" ", "-"), environments[name])

    return make


@pytest.fixture
def host(host_in: Callable[[str], Host]) -> Host:
    """Return a repository of a team that has nothing but the wheel."""
    return host_in("empty")


@pytest.fixture
def team(host_in: Callable[[str], Host]) -> Host:
    """Return a repository of a team that has the plugins that many have."""
    return host_in("team")


@pytest.fixture(scope="session")
def plain(environments: Environments, tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """Return what a team without any habit finds."""
    judged = _host(tmp_path_factory.mktemp("plain"), environments["empty"]).check()
    assert judged.exit == FAILED, judged.text
    assert set(judged.outcomes) == {"failure", "passed", "skipped"}, judged.text
    assert len(judged.counts) == 4, judged.text
    assert min(judged.counts) > 0
    assert any(line.startswith("Violated:") for line in judged.summary), judged.summary
    return judged


@pytest.fixture(scope="session")
def searched(environments: Environments, tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """Return what a team without any habit finds with a random search."""
    judged = _host(tmp_path_factory.mktemp("searched"), environments["empty"]).search()
    assert judged.exit == OK, judged.text
    assert judged.outcomes == {"passed": 1}
    return judged


def _host(folder: Path, environment: Environment) -> Host:
    place = folder / "repository"
    repository.lay_out(place)
    return Host(place, environment, folder / "report.xml")
