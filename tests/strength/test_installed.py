"""The installed wheel measures what the checkout measures."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest

from datausage.strength.catalogue import FAULTS

ROOT = Path(__file__).resolve().parents[2]
ELSEWHERE = ("features", "oracle", "steps")
"""Parts of the package that lie at the top of the checkout."""
MEASURED = {
    "all faults, with few calls": ("--budget", "400", "--budget", "64-untold"),
    "some at standard effort": ("--question", "opt_in", "--question", "provider"),
}


def _run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=1_800,
        check=False,
    )


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the program of an environment that has the wheel and nothing of ours."""
    folder = tmp_path_factory.mktemp("strength")
    venv.create(folder / "environment", with_pip=True)
    programs = folder / "environment" / ("Scripts" if os.name == "nt" else "bin")
    done = _run(programs / "python", "-m", "pip", "install", "--quiet", wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    return programs / "datausage"


def _matrix(
    program: tuple[str | Path, ...], measured: str, folder: Path, name: str
) -> dict[str, Any]:
    words = ("strength", "--seeds", "1", *MEASURED[measured], "--json", name)
    done = _run(*program, *words, cwd=folder)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads((folder / name).read_text("utf-8"))
    return found


@pytest.mark.parametrize("measured", MEASURED)
def test_the_wheels_matrix_is_the_checkouts(installed: Path, tmp_path: Path, measured: str) -> None:
    checkout = "import sys; from datausage.cli import main; sys.exit(main())"
    here = _matrix((sys.executable, "-c", checkout), measured, tmp_path, "checkout.json")
    assert _matrix((installed,), measured, tmp_path, "wheel.json") == here
    few = "--question" in MEASURED[measured]
    assert here["faults"] if few else len(here["faults"]) >= len(FAULTS)


def test_the_wheel_has_the_very_files_of_the_checkout(wheel: Path) -> None:
    """The same code gives the same matrix: other seeds are not measured twice for that reason."""
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if name.startswith("datausage/")]
        shipped = {name: archive.read(name) for name in names}
    places = {name: _in_the_checkout(name) for name in shipped}
    assert [name for name, data in shipped.items() if places[name].read_bytes() != data] == []
    folders = [ROOT / "src" / "datausage", *(ROOT / name for name in ELSEWHERE)]
    there = {
        file
        for folder in folders
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert sorted(there - set(places.values())) == []


def _in_the_checkout(name: str) -> Path:
    _, part, *rest = Path(name).parts
    return ROOT.joinpath(
        *((part, *rest) if part in ELSEWHERE else ("src", "datausage", part, *rest))
    )
