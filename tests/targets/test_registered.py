"""Names that an installed distribution registers, as a user meets them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.once import once, shared_folder
from tests.programs import pip

if TYPE_CHECKING:
    from collections.abc import Callable

    Smoke = Callable[[str], subprocess.CompletedProcess[str]]

ROOT = Path(__file__).resolve().parents[2]

_PROJECT = """
[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "toy-{name}"
version = "1.2"

[tool.setuptools]
py-modules = ["toy_{name}"]

[project.entry-points."datausage.targets"]
"""
_GATE = """
class Gate:
    def provider(self, environment, settings):
        return "claude-api"

raising = lambda: 1 / 0
"""
_NAMES = {
    "gate": """
acme-gate = "toy_gate:Gate"
acme-module = "toy_gate"
acme-lost = "toy_gate:Nowhere"
acme-gone = "no_such_module_at_all:Gate"
acme-raising = "toy_gate:raising"
acme-twice = "toy_gate:Gate"
""",
    "other": 'acme-twice = "toy_other:Gate"',
}


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder into which the wheels of two toys are installed."""
    shared = shared_folder(tmp_path_factory)
    place = shared / "toys"
    once(shared, place.name, lambda: _install(shared / "toy-source", place))
    return place


def _install(source: Path, place: Path) -> None:
    for name, registered in _NAMES.items():
        folder = source / name
        folder.mkdir(parents=True)
        project = _PROJECT.format(name=name) + registered
        (folder / "pyproject.toml").write_text(project, "utf-8")
        (folder / f"toy_{name}.py").write_text(_GATE, "utf-8")
        pip("wheel", "--no-deps", "--wheel-dir", str(source / "wheels"), str(folder))
    wheels = map(str, (source / "wheels").glob("*.whl"))
    pip("install", "--no-deps", "--no-index", "--target", str(place), *wheels)


@pytest.fixture
def smoke(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Return what tries a target, where the toys are installed."""
    monkeypatch.setenv("PYTHONPATH", f"{ROOT / 'src'}:{installed}")
    code = "import sys; from datausage.cli import main; sys.exit(main())"

    def run(target: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code, "smoke", target],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


def test_a_registered_name_leads_to_its_target(smoke: Smoke) -> None:
    result = smoke("acme-gate")
    assert result.returncode == 0, result.stderr
    assert "Target: acme-gate (no version)" in result.stdout
    assert "Offered: provider" in result.stdout


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("acme-lost", "acme-lost, registered by toy-gate 1.2: toy_gate:Nowhere: there is no 'Now"),
        ("acme-gone", "acme-gone, registered by toy-gate 1.2: no_such_module_at_all:Gate: there"),
        ("acme-raising", "toy_gate:raising: <lambda>() raised ZeroDivisionError"),
        ("acme-module", "acme-module offers no question"),
        ("acme-twice", "acme-twice is registered by toy-gate 1.2 and toy-other 1.2; write"),
        ("acme-gatt", "; or did you mean the registered acme-gate?"),
        ("claude_code", "; or did you mean the registered claude-code?"),
        (
            "unheard-of",
            "registered names are: acme-gate, acme-gone, acme-lost, acme-module, acme-raising, ac",
        ),
        ("unheard_of", "there is no module 'unheard_of' among the installed ones"),
        ("unheard_of", "; registered names are: acme-gate, acme-gone"),
    ],
)
def test_a_name_that_leads_nowhere_gets_one_clear_line(
    smoke: Smoke, name: str, message: str
) -> None:
    result = smoke(name)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    told = " ".join(result.stderr.split())
    assert message in told, told


def test_a_run_judges_and_records_a_registered_target(
    smoke: Smoke, installed: Path, tmp_path: Path
) -> None:
    result = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-p", "no:datausage", "-p", "datausage.plugin"),
            *("--target=acme-gate", "--calls=40", "--part=providers", "--evidence=kept"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 1, result.stdout + result.stderr
    record = next((tmp_path / "kept").glob("record*.json")).read_text("utf-8")
    assert '"reference": "acme-gate"' in record
    assert '"digest_of": "toy_gate.py"' in record
