"""The evidence of a run: whole, the same each time, and honest where the run did not end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from tests.evidence.building import record

from datausage.evidence import folder, formats, written
from datausage.evidence.checking import check
from datausage.evidence.opening import contents
from datausage.session.instrument import told

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Host

EPOCH = "1763805600"
FAITHFUL = "--target=datausage.examples.faithful"
SOME = ("--effort=quick", "--part=surveys", "-p", "no:cacheprovider")


@pytest.fixture(autouse=True)
def _no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what the CI of this project itself would add to a record, or be shown."""
    for name in os.environ:
        if name.startswith(("GITHUB_", "CI_", "SOURCE_DATE_EPOCH")):
            monkeypatch.delenv(name)


def _record(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "record.json").read_bytes())
    return found


def _unchanged(folder: Path) -> bool:
    found = check(contents(folder))
    assert found.wrong == ()
    assert found.notes == ()
    return found.record is not None and found.record.complete


def test_every_file_is_there_and_follows_from_the_record(guest: Host) -> None:
    result = guest.run(FAITHFUL, *SOME, "--evidence=out")
    folder = guest.pytester.path / "out"
    assert result.ret == 0
    result.stdout.fnmatch_lines([f"Evidence: {len(formats.NAMES)} files in *out"])
    assert {entry.name for entry in folder.iterdir()} == set(formats.NAMES)
    assert _unchanged(folder)
    found = _record(folder)
    assert found["run"]["passed"]
    assert found["run"]["exit"] == 0
    assert found["run"]["conclusion"].startswith("No violation was found")
    assert found["run"]["conclusion"] in " ".join(result.stdout.str().split())


def test_one_process_and_two_write_the_same_bytes(
    guest: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    here = guest.pytester.path
    careless = ("--target=datausage.examples.careless", *SOME)
    plugin = ("-p", "no:datausage", "-p", "datausage.plugin")

    def run(*words: str) -> None:
        # Without the folder that pytester would type, another one each time.
        guest.pytester.run(sys.executable, "-m", "pytest", *plugin, *careless, *words)

    run("--evidence=alone")
    run("-n", "2", "--evidence", "spread")
    run("-n0", "--datausage-evidence=zero")
    assert contents(here / "alone") == contents(here / "spread") == contents(here / "zero")
    found = _record(here / "alone")
    assert found["run"]["started"] == found["run"]["finished"] == "2025-11-22T10:00:00+00:00"
    assert found["run"]["exit"] == 1
    assert found["totals"]["violated"] > 0


def test_the_record_tells_the_target_the_command_and_the_selection(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_SHA", "abc")
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    host.check(
        "--evidence", "out", "-k", "consumer-off", "--reading=deadline-day=included", "-n", "2"
    )
    found = _record(host.pytester.path / "out")
    assert found["subject"]["reference"] == "impl:Target"
    assert found["subject"]["digest_of"] == "impl.py"
    assert found["subject"]["offered"] == ["training", "provider", "traffic"]
    assert found["asked"]["pinned_readings"] == {"deadline-day": "included"}
    assert found["instrument"]["environment"] == {"GITHUB_SHA": "abc"}
    assert "hunter2" not in (host.pytester.path / "out" / "record.json").read_text()
    command = found["instrument"]["command"]
    assert command[0] == "pytest"
    assert command[-3:] == ["-k", "consumer-off", "--reading=deadline-day=included"]
    assert {one["reason"] for one in found["selection"]["deselected"]} == {"-k"}
    reasons = {one["id"]: one.get("reason") for one in found["checks"]}
    assert reasons["metrics-default"] == "deselected by -k"


def test_a_package_has_one_digest_of_all_its_files(host: Host) -> None:
    host.write("gate/__init__.py", "from gate.deep import traffic")
    host.write("gate/deep.py", "def traffic(environment, settings, service): return 'on'")
    host.write("gate/notes.txt", "no source")

    def subject(folder: str) -> Any:
        host.run("--target=gate", f"--evidence={folder}")
        return _record(host.pytester.path / folder)["subject"]

    first = subject("one")
    assert first["digest_of"] == "gate/ (2 files)"
    assert subject("two") == first
    host.write("gate/deep.py", "def traffic(environment, settings, service): return 'off'")
    assert subject("three")["digest"] != first["digest"]


def test_a_run_that_is_killed_leaves_a_record_that_says_so(host: Host) -> None:
    host.write(
        "slow.py",
        """
        import pathlib, time
        calls = []
        def traffic(environment, settings, service):
            calls.append(service)
            if len(calls) > 1:
                pathlib.Path("asked").touch()
                time.sleep(60)
            return "on"
        """,
    )
    words = ["-m", "pytest", "-p", "no:datausage", "-p", "datausage.plugin", "--target=slow"]
    with subprocess.Popen(
        [sys.executable, *words, "--evidence=out", "--call-timeout=70"],
        cwd=host.pytester.path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as run:
        deadline = time.monotonic() + 60
        while not (host.pytester.path / "asked").exists():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        run.send_signal(signal.SIGKILL)
    folder = host.pytester.path / "out"
    assert _record(folder)["complete"] is False
    assert _record(folder)["run"]["passed"] is False
    assert not _unchanged(folder)
    assert host.check("--evidence=out", "-k", "consumer-off").ret == 0
    assert _unchanged(folder)


def test_a_run_that_is_interrupted_is_not_complete(host: Host) -> None:
    host.write("stop.py", "def provider(environment, settings): return 'claude-api'")
    host.write("tests/test_stop.py", "def test_stop():\n    raise KeyboardInterrupt\n")
    result = host.run("--target=stop", "--evidence=out", "tests", "policy")
    assert result.ret == 2
    found = _record(host.pytester.path / "out")
    assert (found["complete"], found["run"]["exit"], found["run"]["passed"]) == (False, 2, False)
    assert found["run"]["conclusion"].startswith("The run was broken off.")
    assert check(contents(host.pytester.path / "out")).wrong == ()


def test_a_run_that_stops_at_the_first_failure_is_not_complete(host: Host) -> None:
    host.write("datausage_grade.txt", "violates")
    assert host.check("--evidence=out", "-x").ret == 1
    found = _record(host.pytester.path / "out")
    assert (found["complete"], found["run"]["exit"], found["run"]["passed"]) == (False, 1, False)
    assert check(contents(host.pytester.path / "out")).wrong == ()


def test_a_failing_run_and_one_that_checks_nothing_did_not_pass(host: Host) -> None:
    host.write("datausage_grade.txt", "violates")
    assert host.check("--evidence=out").ret == 1
    assert _unchanged(host.pytester.path / "out")
    assert not _record(host.pytester.path / "out")["run"]["passed"]
    assert host.check("--evidence=out", "-k", "handover").ret == 5
    assert _unchanged(host.pytester.path / "out")
    assert not _record(host.pytester.path / "out")["run"]["passed"]


def test_a_scenario_that_breaks_down_is_in_the_record(host: Host) -> None:
    host.write("datausage_grade.txt", "no such grade")
    assert host.check("--evidence=out", "-m", "training-consumer-off").ret == 1
    found = _record(host.pytester.path / "out")
    (broken,) = (one for one in found["checks"] if one["id"] == "training-consumer-off")
    assert broken["grade"] == "errored"
    assert "broke down" in broken["scenarios"][0]["note"]
    assert _unchanged(host.pytester.path / "out")


# --- where it is written


def test_a_folder_of_somebody_else_is_refused_before_anything_is_asked(host: Host) -> None:
    host.write("mine/notes.txt", "mine")
    message = host.refused("--evidence=mine")
    assert message.startswith("--evidence=mine: it holds notes.txt, and no evidence of ours")
    assert "name a folder that is empty" in message
    assert [entry.name for entry in (host.pytester.path / "mine").iterdir()] == ["notes.txt"]


def test_an_empty_name_is_refused(host: Host) -> None:
    assert host.refused("--evidence=") == "--evidence=: name a folder"


def test_a_clock_that_is_none_is_refused(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert "SOURCE_DATE_EPOCH" in host.refused("--evidence=out")
    assert not (host.pytester.path / "out").exists()


def test_a_configured_folder_counts_from_the_root(host: Host) -> None:
    host.configure('datausage_evidence = "build/evidence"\n')
    assert host.check("-k", "consumer-off").ret == 0
    assert _unchanged(host.pytester.path / "build" / "evidence")


def test_listing_scenarios_writes_nothing(host: Host) -> None:
    host.check("--evidence=out", "--collect-only")
    assert not (host.pytester.path / "out").exists()


def test_a_run_without_a_folder_writes_nothing(host: Host) -> None:
    before = set(host.pytester.path.iterdir())
    host.check("-p", "no:cacheprovider", "-k", "consumer-off")
    new = {entry.name for entry in set(host.pytester.path.iterdir()) - before}
    assert {name for name in new if not name.startswith(("runpytest", "std"))} <= {
        "__pycache__",
        ".hypothesis",
    }


def test_evidence_that_cannot_be_written_fails_the_run(host: Host) -> None:
    host.write(
        "tests/test_spoil.py",
        """
        import pathlib, shutil
        def test_spoil():
            shutil.rmtree("out")
            pathlib.Path("out").write_text("")
        """,
    )
    result = host.check("--evidence=out", "tests", "policy", "-k", "spoil or consumer-off")
    assert result.ret == 3
    result.stdout.fnmatch_lines(["*the evidence cannot be written: *"])


# --- other people's reports


def test_the_page_of_a_job_gets_the_summary_beside_what_is_there(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = host.pytester.path / "page.md"
    page.write_text("# Before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    host.check("-k", "consumer-off")
    assert page.read_text() == "# Before\n"
    host.check("-k", "consumer-off", "--evidence=out")
    summary = (host.pytester.path / "out" / "summary.md").read_text()
    assert page.read_text() == f"# Before\n\n{summary}"


def test_the_clock_and_the_page_are_read_once(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "page.md")
    host.write(
        "meddler.py",
        """
        import os
        def traffic(environment, settings, service):
            os.environ.update(SOURCE_DATE_EPOCH="0", GITHUB_STEP_SUMMARY="other.md")
            os.chdir("/")
            return "on"
        """,
    )
    host.run("--target=meddler", "--evidence=out", "--effort=quick")
    assert _record(host.pytester.path / "out")["totals"]["calls"] > 0
    run = _record(host.pytester.path / "out")["run"]
    assert run["started"] == run["finished"] == "2025-11-22T10:00:00+00:00"
    assert (host.pytester.path / "page.md").read_text().startswith("## Data usage policy")


# --- two runs, one folder


def test_a_second_run_is_kept_out_of_the_folder_of_one_that_is_under_way(host: Host) -> None:
    release = folder.hold(host.pytester.path / "out")
    message = host.refused("--evidence=out")
    release()
    assert "another run is writing its evidence there; wait for it, or name another" in message
    assert list((host.pytester.path / "out").iterdir()) == []


def test_a_run_whose_folder_another_has_taken_over_leaves_it_alone(host: Host) -> None:
    theirs = written.written(record(complete=False)).decode()
    host.write("theirs.json", theirs)
    host.write(
        "late.py",
        """
        import pathlib
        def traffic(environment, settings, service):
            pathlib.Path("out/record.json").write_bytes(pathlib.Path("theirs.json").read_bytes())
            return "on"
        """,
    )
    result = host.run("--target=late", "--evidence=out", "--effort=quick")
    result.stdout.fnmatch_lines(["*the evidence cannot be written: another run has begun in *"])
    assert result.ret != 0
    assert (host.pytester.path / "out" / "record.json").read_text() == theirs
    assert not (host.pytester.path / "out" / "junit.xml").exists()


def test_an_interrupted_run_of_several_processes_does_not_say_without_a_scenario(
    host: Host,
) -> None:
    host.write(
        "stopper.py",
        """
        workers = []
        def pytest_configure(config):
            workers.append(hasattr(config, "workerinput"))
        def pytest_runtest_logreport(report):
            if workers == [False]:
                raise KeyboardInterrupt
        """,
    )
    result = host.check("-p", "stopper", "--evidence=out", "-n1", "--effort=quick")
    assert result.ret == 2
    found = _record(host.pytester.path / "out")
    assert {one.get("reason") for one in found["checks"]} & {"not reached"}
    specified = {"training-consumer-off", "metrics-default"}
    assert not any(
        one.get("reason") == "without a scenario"
        for one in found["checks"]
        if one["id"] in specified
    )


def test_a_page_that_cannot_be_written_is_told(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(host.pytester.path))
    result = host.check("-k", "consumer-off", "--evidence=out")
    result.stdout.fnmatch_lines(["Evidence: *", "the job summary cannot be written: *"])
    assert result.ret == 0


@pytest.mark.parametrize("more", [(), ("-n", "2"), ("-o", "junit_family=xunit1", "-W", "error")])
def test_the_host_s_own_report_gets_rule_and_grade(host: Host, more: tuple[str, ...]) -> None:
    host.check("--junitxml=host.xml", "-m", "training-consumer-off", *more)
    root = ET.parse(host.pytester.path / "host.xml")  # noqa: S314 - pytest has written it
    for case in root.iter("testcase"):
        found = {one.attrib["name"]: one.attrib["value"] for one in case.iter("property")}
        assert found["rule"] == "training-consumer-off"
        assert found["grade"] in {"conforms", "open"}
        assert found["asked"] == "10"


# --- the command


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["-n", "2", "--target=x"], ["--target=x"]),
        (["-n2", "-nauto", "-v"], ["-v"]),
        (["--numprocesses=3", "--dist", "load", "-x"], ["-x"]),
        (["--evidence", "out", "-q"], ["-q"]),
        (["--datausage-evidence=out"], []),
        (["-d", "--tx", "3*popen", "policy/a.feature"], ["policy/a.feature"]),
        (["-n"], []),
        (["-qn2", "-x"], ["-q", "-x"]),
        (["-vvn", "2", "-x"], ["-vv", "-x"]),
        (["-qn=auto", "-nlogical"], ["-q"]),
        (["-dq", "-f", "-xf"], ["-q", "-x"]),
        (["-kn2", "-mn2", "-pno:x"], ["-kn2", "-mn2", "-pno:x"]),
        (["--no-header", "-k", "a or b"], ["--no-header", "-k", "a or b"]),
    ],
)
def test_the_command_is_told_without_what_changes_nothing(
    typed: list[str], expected: list[str]
) -> None:
    assert list(told(typed)) == expected
