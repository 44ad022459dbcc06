"""The built wheel, in an empty environment and a foreign repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import venv
from email import message_from_bytes
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml

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


def test_the_wheel_names_every_licence_and_has_its_text(wheel: Path) -> None:
    """The page of Cucumber is part of it, with a script that others have written."""
    with ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
        told = message_from_bytes(archive.read(metadata))
        folder = metadata.removesuffix("METADATA")
        texts = {
            name: archive.read(f"{folder}licenses/{name}") for name in told.get_all("License-File")
        }
        assets = "datausage/evidence/assets/"
        shipped = {
            name.removeprefix(assets): archive.read(name)
            for name in archive.namelist()
            if name.startswith(assets) and "LICENSE" in name
        }
    assert told["License-Expression"] == "Apache-2.0 AND MIT AND CC-BY-4.0"
    assert texts["LICENSE"] == (ROOT / "LICENSE").read_bytes()
    assert set(shipped) == {"LICENSE", "formatter.js.LICENSE.txt"}
    for name, text in shipped.items():
        assert texts[f"src/{assets}{name}"] == text
    assert b"SmartBear" in shipped["LICENSE"]
    assert b"Icons: CC BY 4.0" in shipped["formatter.js.LICENSE.txt"]


CI_FILES = {"github": ".github/workflows/datausage.yml", "gitlab": "datausage.gitlab-ci.yml"}


@pytest.mark.parametrize("ci", ["github", "gitlab", "plain"])
def test_what_the_installed_program_writes_runs_as_it_is(
    installed: Path, wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ci: str
) -> None:
    """As somebody would do it in an empty folder: every line for a shell, and nothing else."""
    monkeypatch.setenv("PATH", f"{installed}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setenv("PYTEST_ADDOPTS", "--effort=quick --part=providers")
    page = tmp_path.parent / f"{tmp_path.name}.md"
    page.write_text("no end of a line")
    if ci == "github":
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    run = _run(installed / "datausage", "init", "--ci", ci, cwd=tmp_path)
    assert run.returncode == 0, run.stdout + run.stderr
    (tmp_path / "vendor").mkdir()
    shutil.copy(wheel, tmp_path / "vendor")
    lines = _lines(ci, tmp_path)
    for line in lines:
        done = _run("sh", "-c", line, cwd=tmp_path)
        assert done.returncode == (line == lines[-1]), line + done.stdout + done.stderr
    # The target is not filled in yet, and whatever came of it is kept.
    assert (tmp_path / "datausage-evidence" / "junit.xml").exists()
    run = _run(installed / "datausage", "verify", "datausage-evidence", cwd=tmp_path)
    assert run.returncode == 0, run.stdout + run.stderr
    if ci == "github":
        assert page.read_text().startswith("no end of a line\n\n## Data usage policy")


def _lines(ci: str, folder: Path) -> list[str]:
    """Return the lines for a shell that a CI would run."""
    if ci == "plain":
        return ["./datausage-check.sh"]
    (jobs,) = [yaml.safe_load((folder / CI_FILES[ci]).read_text("utf-8"))]
    if ci == "gitlab":
        (included,) = yaml.safe_load((folder / ".gitlab-ci.yml").read_text("utf-8"))["include"]
        assert included == {"local": CI_FILES[ci]}
        return list(jobs["data-usage"]["script"])
    return [step["run"] for step in jobs["jobs"]["data-usage"]["steps"] if "run" in step]
