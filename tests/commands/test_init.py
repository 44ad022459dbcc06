"""The command `datausage init`."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

from datausage.cli import main
from datausage.commands import starting
from datausage.session import options

CI_FILES = {
    "github": ".github/workflows/datausage.yml",
    "gitlab": "datausage.gitlab-ci.yml",
    "plain": "datausage-check.sh",
}
BESIDE = {"github": set(), "gitlab": {".gitlab-ci.yml"}, "plain": set()}
COMMAND = "-m pytest --datausage-target=datausage_target.py --evidence=datausage-evidence"


@pytest.fixture(autouse=True)
def _empty_folder(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def init(capsys):
    def run(*words: str) -> tuple[int, str]:
        left = main(["init", *words])
        said = capsys.readouterr()
        assert bool(said.err) == (left == 2)
        return left, said.out + said.err

    return run


def files() -> dict[str, str]:
    return {str(path): path.read_text("utf-8") for path in Path().rglob("*") if path.is_file()}


def shell(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize("ci", CI_FILES)
def test_an_empty_folder_gets_the_file_of_its_ci_a_target_and_a_configuration(init, ci):
    left, out = init("--ci", ci)
    assert left == 0
    assert set(files()) == {CI_FILES[ci], "datausage_target.py", "pytest.ini", *BESIDE[ci]}
    for name in files():
        assert f"written: {name}\n" in out
    assert COMMAND in files()[CI_FILES[ci]]
    assert "@" not in re.sub(r"actions/[\w-]+@v\d+|\$@", "", files()[CI_FILES[ci]])


def test_the_workflow_runs_the_check_and_keeps_the_evidence(init):
    init("--ci", "github")
    workflow = yaml.safe_load(files()[CI_FILES["github"]])
    assert set(workflow[True]) == {"push", "pull_request"}
    assert workflow["permissions"] == {"contents": "read"}
    (job,) = workflow["jobs"].values()
    steps = job["steps"]
    assert [one["uses"] for one in steps if "uses" in one] == [
        "actions/checkout@v4", "actions/setup-python@v5", "actions/upload-artifact@v4",
    ]  # fmt: skip
    runs = [one["run"] for one in steps if "run" in one]
    assert runs == [
        f"python -m pip install vendor/datausage-{version('datausage')}-py3-none-any.whl",
        f"python {COMMAND}",
    ]
    assert steps[-1]["if"] == "always()"
    assert steps[-1]["with"]["path"] == "datausage-evidence"


def test_the_gitlab_job_runs_the_check_and_reports_its_tests(init):
    init("--ci", "gitlab")
    (job,) = yaml.safe_load(files()[CI_FILES["gitlab"]]).values()
    assert job["script"][-1] == f"python {COMMAND}"
    assert job["artifacts"]["when"] == "always"
    assert job["artifacts"]["paths"] == ["datausage-evidence"]
    assert job["artifacts"]["reports"] == {"junit": "datausage-evidence/junit.xml"}


def test_the_plain_script_runs_and_the_target_fails_until_it_is_filled_in(init, monkeypatch):
    init("--ci", "plain")
    monkeypatch.setenv("PYTHON", sys.executable)
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    assert Path("datausage-check.sh").stat().st_mode & 0o111
    quickly = ("./datausage-check.sh", "--effort=quick", "-p", "no:cacheprovider", "-m")
    done = shell(*quickly, "settings-count")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "incomplete" in done.stdout
    assert Path("datausage-evidence/junit.xml").exists()
    target = Path("datausage_target.py")
    answer = "from datausage.examples.faithful import traffic as ours\n    return ours("
    filled = f"{answer}environment=environment, settings=settings, service=service)"
    target.write_text(target.read_text("utf-8").replace('return "undetermined"', filled), "utf-8")
    done = shell(*quickly, "settings-count")
    assert done.returncode == 0, done.stdout + done.stderr


def test_without_the_suite_the_plain_script_says_what_to_do(init, monkeypatch, tmp_path):
    init("--ci", "plain")
    monkeypatch.setenv("PYTHON", "/nowhere/python")
    done = shell("sh", "datausage-check.sh")
    assert done.returncode == 4
    assert "datausage is not installed for /nowhere/python.\n" in done.stderr
    assert "name its Python: PYTHON=" in done.stderr
    monkeypatch.delenv("PYTHON")
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    done = shell("sh", "datausage-check.sh")
    assert done.returncode == 4
    assert "not installed for any Python here" in done.stderr
    Path(".venv/bin").mkdir(parents=True)
    Path(".venv/bin/python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
    Path(".venv/bin/python").chmod(0o755)
    done = shell("sh", "datausage-check.sh", "--effort=quick", "-m", "settings-count")
    assert done.returncode == 1, done.stdout + done.stderr


@pytest.mark.parametrize("ci", CI_FILES)
def test_a_target_that_is_named_is_used_and_none_is_written(init, ci):
    assert init("--ci", ci, "--target", "our code/gate.py:Gate")[0] == 0
    assert set(files()) == {CI_FILES[ci], "pytest.ini", *BESIDE[ci]}
    written = files()[CI_FILES[ci]]
    assert "-m pytest '--datausage-target=our code/gate.py:Gate' --evidence" in written
    if ci != "plain":
        assert yaml.safe_load(files()[CI_FILES[ci]])


@pytest.mark.parametrize(
    "target",
    ["", "a;b", "a\nb", "a$(b)", "${{ x }}", "a'b", 'a"b', "a: {b", "a.py: T", "a`b`", "\x1b[2J"],
)
def test_a_target_that_a_ci_would_not_take_as_it_is_is_refused(init, target):
    left, out = init("--ci", "github", "--target", target)
    assert left == 2
    assert "--target: write module:object" in out
    assert not files()


@pytest.mark.parametrize("ci", CI_FILES)
def test_nothing_is_overwritten(init, ci):
    for name in (CI_FILES[ci], "datausage_target.py"):
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine", "utf-8")
        before = files()
        left, out = init("--ci", ci)
        assert left == 2
        assert name in out
        assert files() == before
        path.unlink()


DANGLING = ["datausage-check.sh", "datausage_target.py", "pytest.ini"]


@pytest.mark.parametrize("name", DANGLING)
@pytest.mark.parametrize("force", [False, True])
def test_what_a_link_leads_to_is_not_written(init, tmp_path, name, force):
    outside = tmp_path / "outside"
    Path(name).symlink_to(outside)
    left, out = init("--ci", "plain", *(["--force"] if force else []))
    assert not outside.exists()
    assert Path(name).is_symlink() == (not force or name != "datausage-check.sh")
    if force or name == "pytest.ini":
        assert left == 0
        assert Path("datausage-check.sh").exists()
    else:
        assert (left, set(files())) == (2, set())
        assert "already there" in out


def test_what_somebody_puts_there_meanwhile_is_not_written_over(init, monkeypatch):
    """Nobody can tell what happens between looking and writing: the file must be a new one."""
    monkeypatch.setattr(os.path, "lexists", lambda path: False)
    Path("outside").write_text("mine", "utf-8")
    Path("datausage_target.py").symlink_to("outside")
    left, out = init("--ci", "plain")
    assert left == 2
    assert "datausage_target.py cannot be written: File exists" in " ".join(out.split())
    assert Path("outside").read_text("utf-8") == "mine"


def test_a_pipeline_that_is_there_is_left_alone_and_what_to_add_is_told(init):
    Path(".gitlab-ci.yml").write_text("# mine\n", "utf-8")
    left, out = init("--ci", "gitlab")
    assert left == 0
    assert files()[".gitlab-ci.yml"] == "# mine\n"
    assert "- take it up in .gitlab-ci.yml; there you may add\n    include:\n" in out
    Path(".gitlab-ci.yml").unlink()
    assert init("--ci", "gitlab", "--force")[0] == 0
    (include,) = yaml.safe_load(files()[".gitlab-ci.yml"])["include"]
    assert (Path() / include["local"]).exists()


def test_force_writes_the_file_of_the_ci_and_keeps_target_and_configuration(init):
    for name in (CI_FILES["gitlab"], "datausage_target.py", "pytest.ini"):
        Path(name).write_text("[pytest]\n", "utf-8")
    assert init("--ci", "gitlab", "--force")[0] == 0
    assert COMMAND in files()[CI_FILES["gitlab"]]
    assert files()["datausage_target.py"] == files()["pytest.ini"] == "[pytest]\n"


@pytest.mark.parametrize(
    ("name", "text", "added"),
    [
        ("pyproject.toml", "[tool.pytest.ini_options]\n", 'datausage_effort = "standard"'),
        ("pyproject.toml", "[tool.pytest]\n", 'datausage_effort = "standard"'),
        ("pyproject.toml", "[tool.pyt", 'datausage_effort = "standard"'),
        ("pytest.toml", "", 'datausage_effort = "standard"'),
        ("tox.ini", "[pytest]\n", "datausage_effort = standard"),
        ("setup.cfg", "[tool:pytest]\n", "datausage_effort = standard"),
        (".pytest.ini", "", "datausage_effort = standard"),
    ],
)
def test_where_pytest_is_configured_what_may_be_added_is_printed(init, name, text, added):
    Path(name).write_text(text, "utf-8")
    left, out = init("--ci", "plain")
    assert left == 0
    assert f"{name}; there you may add\n    {added}\n" in out
    assert files()[name] == text
    assert set(files()) == {name, "datausage-check.sh", "datausage_target.py"}


@pytest.mark.parametrize(
    ("name", "text"),
    [("pyproject.toml", "[tool.x]\n"), ("tox.ini", "[tox]\n"), ("setup.cfg", "[metadata]\n")],
)
def test_files_that_do_not_configure_pytest_are_no_configuration(init, name, text):
    Path(name).write_text(text, "utf-8")
    assert init("--ci", "plain")[0] == 0
    assert Path("pytest.ini").exists()


def test_a_configuration_above_the_folder_counts(init):
    Path("pytest.ini").write_text("[pytest]\n", "utf-8")
    Path("inner").mkdir()
    assert init("--ci", "plain", "--dir", "inner")[0] == 0
    assert set(files()) == {
        "pytest.ini", "inner/datausage-check.sh", "inner/datausage_target.py"
    }  # fmt: skip


@pytest.mark.parametrize("folder", ["none", "file"])
def test_a_folder_that_is_none_is_refused(init, folder):
    Path("file").touch()
    left, out = init("--ci", "plain", "--dir", folder)
    assert left == 2
    assert f"--dir {folder}: there is no such folder" in out


def test_the_options_in_the_files_are_those_of_a_run(init):
    named = re.findall(r"--([a-z-]+)=", COMMAND)
    assert {name.removeprefix("datausage-") for name in named} <= {one.name for one in options.ALL}
    keys = re.findall(r"^(?:# )?(datausage_\w+)", starting.configuration(), re.MULTILINE)
    assert set(keys) <= {one.key for one in options.ALL}


def test_help_teaches_within_eighty_columns(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as stop:
        main(["init", "--help"])
    assert stop.value.code == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80


@pytest.mark.parametrize("ci", ["github", "gitlab"])
@pytest.mark.parametrize(
    ("target", "extra"), [("http://127.0.0.1:8000", "[http]"), ("impl", "")], ids=["http", "module"]
)
def test_the_extra_that_an_address_needs_is_installed(init, ci, target, extra):
    assert init("--ci", ci, f"--target={target}")[0] == 0
    text = files()[CI_FILES[ci]]
    (install,) = (row for row in text.splitlines() if "pip install" in row and "vendor/" in row)
    wheel = shlex.split(install)[-1]
    assert wheel == f"vendor/datausage-{version('datausage')}-py3-none-any.whl{extra}"
    assert yaml.safe_load(text)
