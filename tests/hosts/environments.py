"""Environments with the built wheel in them, each made once for all workers of a run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.once import once
from tests.programs import done, pip

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = (
    "pytest-asyncio",
    "pytest-cov",
    "pytest-randomly",
    "pytest-rerunfailures",
    "pytest-socket",
    "pytest-sugar",
    "pytest-timeout",
    "pytest-xdist",
)
RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"


@dataclass(frozen=True)
class Environment:
    """An environment of Python."""

    folder: Path

    def program(self, name: str) -> str:
        """Return the path of one of its programs."""
        return str(self.folder / ("Scripts" if os.name == "nt" else "bin") / name)


@dataclass(frozen=True)
class Recipe:
    """What an environment is made of, beside the wheel."""

    interpreter: str = sys.executable
    packages: tuple[str, ...] = ()


class Environments:
    """The environments of a run, made in a folder that its workers share."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        self._folder = folder
        self._wheel = wheel

    def __getitem__(self, name: str) -> Environment:
        """Return an environment; make it, or wait for who does, where it is not there."""
        recipe = recipes()[name]
        environment = Environment(self._folder / name.replace(" ", "-"))
        once(self._folder, environment.folder.name, lambda: self._make(environment, recipe))
        return environment

    def _make(self, environment: Environment, recipe: Recipe) -> None:
        # Installing from outside is faster than giving every environment a pip of its own.
        done(recipe.interpreter, "-m", "venv", "--without-pip", str(environment.folder))
        pip("--python", str(environment.folder), "install", str(self._wheel), *recipe.packages)


@cache
def recipes() -> dict[str, Recipe]:
    """Return how to make every environment there is, by its name."""
    return {
        "empty": Recipe(),
        "team": Recipe(packages=PLUGINS),
        "oldest of all": Recipe(packages=_oldest()),
        "pytest 8": Recipe(packages=("pytest==8.*",)),
        "pytest 9.0": Recipe(packages=("pytest==9.0.*",)),
        "pytest 9.1": Recipe(packages=("pytest==9.1.*",)),
        **{f"python {version}": Recipe(path) for version, path in interpreters().items()},
    }


@cache
def interpreters() -> dict[str, str]:
    """Return the interpreters of this machine that the suite supports, by their version."""
    project = _project()
    (first,) = re.findall(r">=\s*3\.(\d+)", project["requires-python"])
    found = {RUNNING: sys.executable}
    for minor in range(int(first), int(first) + 10):
        version = f"3.{minor}"
        works = (path for path in _candidates(version) if _is_version(path, version))
        if version not in found and (path := next(works, None)):
            found[version] = path
    return dict(sorted(found.items(), key=lambda one: int(one[0].partition(".")[2])))


def _candidates(version: str) -> Iterator[str]:
    home = os.environ.get("PYENV_ROOT") or Path("~/.pyenv").expanduser()
    yield from sorted(map(str, Path(home).glob(f"versions/{version}*/bin/python{version}")))
    if path := shutil.which(f"python{version}"):
        yield path


def _is_version(path: str, version: str) -> bool:
    """Say whether it works; a shim may lead nowhere, and parts of Python may be missing."""
    code = "import sys, venv; print('{}.{}'.format(*sys.version_info))"
    asked = subprocess.run([path, "-c", code], capture_output=True, text=True, check=False)
    return asked.stdout.strip() == version


def _oldest() -> tuple[str, ...]:
    """Return the oldest version of every dependency that the suite claims to work with."""
    return tuple(need.replace(">=", "==") for need in _project()["dependencies"])


@cache
def _project() -> dict[str, list[str] | str]:
    project: dict[str, list[str] | str]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return project
