"""The built wheel, in an empty environment and a foreign repository."""

from __future__ import annotations

import os
import subprocess
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TARGET = '''
class Gate:
    """A gate of a foreign team."""

    def traffic(self, environment, settings, service):
        variables = {**settings.get("env", {}), **environment}
        cloud = {variables.get("CLAUDE_CODE_USE_" + name) for name in ("BEDROCK", "VERTEX")}
        if "1" in cloud or variables.get("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC") == "1":
            return "off"
        names = {
            "metrics": "DISABLE_TELEMETRY",
            "error-reports": "DISABLE_ERROR_REPORTING",
            "bug-reports": "DISABLE_BUG_COMMAND",
        }
        return "off" if variables.get(names.get(service)) == "1" else "on"
'''


def _run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of programs of an environment that has the wheel and nothing of ours."""
    folder = tmp_path_factory.mktemp("wheel")
    venv.create(folder / "environment", with_pip=True)
    programs = folder / "environment" / ("Scripts" if os.name == "nt" else "bin")
    done = _run(programs / "python", "-m", "pip", "install", "--quiet", wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    return programs


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """Return a repository of another team, with folders named like ours."""
    (tmp_path / "impl.py").write_text(TARGET)
    for name in ("steps", "features", "oracle"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise ImportError('the host\\'s own')\n")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_own.py").write_text("def test_own():\n    pass\n")
    (tmp_path / "conftest.py").write_text(
        "import pytest\n\n\n@pytest.fixture(autouse=True)\ndef team():\n    raise RuntimeError\n"
    )
    return tmp_path


def test_the_installed_suite_judges_a_target_of_a_foreign_repository(
    installed: Path, foreign: Path
) -> None:
    run = _run(
        installed / "pytest", "--target=impl:Gate", "--effort=quick", "--part=providers",
        "-p", "no:cacheprovider", cwd=foreign,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    assert "15" in run.stdout
    assert "test_own" not in run.stdout


def test_the_installed_suite_fails_a_wrong_target(installed: Path, foreign: Path) -> None:
    (foreign / "impl.py").write_text(TARGET.replace('"1" in cloud or ', ""))
    run = _run(
        installed / "pytest", "--target=impl:Gate", "--effort=quick", "-m", "cloud-providers-off",
        "-p", "no:cacheprovider", cwd=foreign,
    )  # fmt: skip
    assert run.returncode == 1, run.stdout + run.stderr
    assert "cloud-providers-off" in run.stdout
    assert "--replay=" in run.stdout


def test_without_a_target_the_host_runs_its_own_tests_alone(installed: Path, foreign: Path) -> None:
    (foreign / "conftest.py").unlink()
    run = _run(installed / "pytest", "-p", "no:cacheprovider", "-q", cwd=foreign)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "1 passed" in run.stdout
    assert "datausage: target" not in run.stdout


def test_the_wheel_holds_features_arrays_and_editions(installed: Path, foreign: Path) -> None:
    (foreign / "conftest.py").unlink()
    run = _run(installed / "datausage", "points", "both-providers", cwd=foreign)
    assert run.returncode == 0, run.stderr
    run = _run(installed / "datausage", "vocabulary", cwd=foreign)
    assert run.returncode == 0, run.stderr
    run = _run(
        installed / "pytest", "--target=datausage.examples.faithful", "--collect-only", "-q",
        cwd=foreign,
    )  # fmt: skip
    assert "01-training.feature" in run.stdout
    assert "10-agreement.feature" in run.stdout


def test_the_wheel_holds_the_contract_and_asks_other_processes(
    installed: Path, foreign: Path
) -> None:
    (foreign / "conftest.py").unlink()
    run = _run(installed / "datausage", "contract", "protection", cwd=foreign)
    assert run.returncode == 0, run.stderr
    assert "urn:datausage:contract:1:protection" in run.stdout
    script = (ROOT / "examples" / "target.sh").read_text("utf-8")
    (foreign / "target.sh").write_text(script, "utf-8")
    run = _run(installed / "datausage", "smoke", "cmd:sh target.sh", cwd=foreign)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "Offered: protection" in run.stdout


def test_the_installed_program_writes_what_a_repository_needs(
    installed: Path, tmp_path: Path
) -> None:
    run = _run(installed / "datausage", "init", "--ci", "github", cwd=tmp_path)
    assert run.returncode == 0, run.stdout + run.stderr
    assert (tmp_path / ".github" / "workflows" / "datausage.yml").exists()
    assert (tmp_path / "datausage_target.py").exists()
