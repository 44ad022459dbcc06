"""Launchers that misbehave: each gets its grade and one clear sentence, and leaves nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from datausage.targets.launched.calling import MOST_FAILURES, LauncherCaller
from datausage.targets.launched.program import find
from datausage.targets.launched.stages import ClosedError, Stage, Stages
from datausage.targets.outcome import Fault, Outcome

from .launchers import asked, asking, launcher

if TYPE_CHECKING:
    from collections.abc import Callable

OPT_OUT = {"DISABLE_TELEMETRY": "1"}
GOOD = Outcome({"environment": OPT_OUT, "settings": {}})
SHORT = 2.0
NEVER = "it never started claude from its PATH (if its child has another name: --child); it "


def _alive(mark: str) -> list[str]:
    """Return the commands of all processes that were started with a mark in their words."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with suppress(OSError):
                words = (entry / "cmdline").read_bytes()
                state = (entry / "stat").read_bytes().rpartition(b")")[2].split()[0]
                if mark.encode() in words and state not in b"ZX":
                    found.append(words.decode("utf-8", "replace"))
    return found


def _until(done: Callable[[], bool], seconds: float = 15.0) -> bool:
    until = time.monotonic() + seconds
    while not done():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


# --- what is seen all the same


@pytest.mark.parametrize(
    "body",
    [
        "claude & exit 0",
        "(sleep 0.2; claude) & exit 0",
        "(setsid sh -c 'sleep 0.2; exec claude' &) ; exit 0",
        "claude; claude --again",
        "claude --version; DISABLE_LOG=1 claude --again; unset OTHER",
        "claude; exit 3",
        "head -c 3000000 /dev/urandom; head -c 3000000 /dev/urandom >&2; exec claude",
        "read answer; exec claude",
        "read answer < /dev/tty; exec claude",
        "printf '\\033[2J'; exec claude",
        "claude; kill -9 $$",
        'rm -rf "$HOME" "$TMPDIR" .claude; exec claude',
        'rm -rf "$PWD"; exec claude',
    ],
)
def test_a_launcher_with_manners_of_its_own_is_seen_through(tmp_path: Path, body: str) -> None:
    outcome = asked(launcher(tmp_path, f"{body}\n"), OPT_OUT)
    assert outcome.fault is None, outcome
    assert outcome.answer["environment"]["DISABLE_TELEMETRY"] == "1"  # type: ignore[index]


# --- what is no answer


@pytest.mark.parametrize(
    ("body", "fault", "detail"),
    [
        ("exit 0", Fault.UNSEEN, f"{NEVER}ended with exit code 0"),
        (
            "/nowhere/claude",
            Fault.UNSEEN,
            f"{NEVER}ended with exit code 127; on standard error: ",
        ),
        ("PATH=/usr/bin:/bin; claude-of-another-name", Fault.UNSEEN, NEVER),
        ("kill -9 $$", Fault.UNSEEN, f"{NEVER}was ended by signal 9"),
        (
            "printf 'no\\033[31m \\342\\200\\256idea\\n' >&2; exit 1",
            Fault.UNSEEN,
            f"{NEVER}ended with exit code 1; on standard error: no[31m idea",
        ),
        (
            "claude; DISABLE_TELEMETRY=0 claude",
            Fault.UNCLEAR,
            "it started claude 2 times, with different DISABLE_TELEMETRY",
        ),
        (
            "env -u DISABLE_TELEMETRY claude & CLAUDE_CODE_USE_BEDROCK=1 claude; wait",
            Fault.UNCLEAR,
            "it started claude 2 times, with different CLAUDE_CODE_USE_BEDROCK, DISABLE_TELEMETRY",
        ),
        ("while :; do claude & done", Fault.UNCLEAR, "it starts claude again and again"),
        (
            "printf '#!/bin/sh\\n' > \"$(command -v claude)\"; exec claude",
            Fault.UNSEEN,
            "it replaced the program claude that it was to start",
        ),
        (
            'claude; rm "$(command -v claude)"',
            Fault.UNSEEN,
            "it replaced the program claude that it was to start",
        ),
        (
            'claude; rm -rf "$(dirname "$(command -v claude)")/.."/*',
            Fault.UNSEEN,
            "it replaced the program claude that it was to start",
        ),
        ('rm "$(dirname "$(command -v claude)")/../s"; claude', Fault.UNSEEN, NEVER),
        ("kill -9 $PPID; exec claude", Fault.DIED, "it ended the process that watches over it"),
    ],
)
def test_a_launcher_of_which_nothing_is_known_is_errored(
    tmp_path: Path, body: str, fault: Fault, detail: str
) -> None:
    outcome = asked(launcher(tmp_path, f"{body}\n"), OPT_OUT)
    assert outcome.fault is fault
    assert outcome.detail.startswith(detail), outcome.detail


FORGING = """
import glob, os, socket
place = os.path.join(os.path.dirname(os.environ["PATH"].split(":")[0]), "s")
for text in {texts!r}:
    line = socket.socket(socket.AF_UNIX)
    line.connect(place)
    try:
        line.sendall(text)
    except OSError:
        pass
    line.close()
os.execvp("claude", ["claude"])
"""


@pytest.mark.parametrize(
    ("sent", "detail"),
    [
        (b"", "what its stand-in sent was cut off"),
        (b"99\nvariable 4\nA=1", "what its stand-in sent was cut off"),
        (b"\xff" * 100, "what its stand-in sent was cut off"),
        (b"x" * 9_000_000, "what its stand-in sent was cut off"),
        (b"7\nabc 1\nx", "something else than its stand-in has sent something"),
        (b"14\nvariable 3\nA=B", "it started claude 2 times, with different DISABLE_TELEMETRY"),
    ],
)
def test_what_others_say_to_the_recording_is_not_taken_for_the_child(
    tmp_path: Path, sent: bytes, detail: str
) -> None:
    body = FORGING.format(texts=[sent])
    outcome = asked(launcher(tmp_path, body, first=f"#!{sys.executable}"), OPT_OUT)
    assert (outcome.fault, outcome.detail) == (Fault.UNCLEAR, detail)


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ("while :; do :; done", "it still ran after 2 seconds, and had not started claude"),
        ("claude; sleep 1000", "it still ran after 2 seconds, and had started claude once"),
        ("trap '' TERM INT HUP; sleep 1000", "it still ran after 2 seconds, and had not started"),
        (
            "sleep 1000 & exit 0",
            "it still ran after 2 seconds, and had not started claude",
        ),
        (
            "mkfifo p; cat p; exec claude",
            "it still ran after 2 seconds, and had not started claude",
        ),
        ("mkfifo p; exec claude --settings p", "it still ran after 2 seconds, and had not"),
    ],
)
def test_a_launcher_that_does_not_end_is_ended_in_time(
    tmp_path: Path, body: str, detail: str
) -> None:
    begun = time.monotonic()
    outcome = asked(launcher(tmp_path, f"{body}\n"), OPT_OUT, timeout=SHORT)
    assert outcome.fault is Fault.TIMED_OUT
    assert outcome.detail.startswith(detail)
    assert time.monotonic() - begun < SHORT + 8


def test_a_launcher_that_stops_what_watches_over_it_is_ended_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("datausage.targets.launched.watched._MARGIN", 1.0)
    mark = f"65432{os.getpid()}"
    outcome = asked(launcher(tmp_path, f"kill -STOP $PPID; sleep {mark}\n"), timeout=SHORT)
    detail = "it ended the process that watches over it"
    assert outcome == Outcome(None, Fault.DIED, detail)
    assert _until(lambda: not _alive(mark), 2)


def test_a_launcher_that_hangs_is_not_asked_for_ever(tmp_path: Path) -> None:
    reference = launcher(tmp_path, "sleep 1000\n")
    with closing(LauncherCaller(find(reference, "claude", (tmp_path,)), timeout=0.3)) as caller:
        found = caller.ask("environment", [asking()] * 30)
    assert {outcome.fault for outcome in found} == {Fault.TIMED_OUT, Fault.STOPPED}
    hung = [outcome for outcome in found if outcome.fault is Fault.TIMED_OUT]
    assert MOST_FAILURES <= len(hung) < MOST_FAILURES + 4


# --- nothing is left behind


@pytest.mark.parametrize(
    "body",
    [
        "for i in $(seq 40); do sleep {mark} & done; exec claude",
        "for i in $(seq 20); do (setsid sleep {mark} &) ; done; exec claude",
        "(trap '' TERM INT HUP; setsid sleep {mark} &) ; exec claude",
        "while :; do sleep {mark} & done",
        "claude; sleep {mark}",
    ],
)
def test_what_a_launcher_leaves_running_is_ended(tmp_path: Path, body: str) -> None:
    mark = f"98765{os.getpid()}{abs(hash(body)) % 10_000}"
    begun = time.monotonic()
    asked(launcher(tmp_path, body.format(mark=mark) + "\n"), OPT_OUT, timeout=SHORT)
    assert time.monotonic() - begun < SHORT + 10
    assert _alive(mark) == []


def test_the_suite_may_be_killed_and_nothing_is_left(tmp_path: Path) -> None:
    mark = f"87654{os.getpid()}"
    reference = launcher(tmp_path, f"(setsid sleep {mark} &) ; sleep {mark}\n")
    (tmp_path / "scratch").mkdir()
    script = f"""
        import tempfile
        from pathlib import Path
        from datausage.targets.launched.calling import LauncherCaller
        from datausage.targets.launched.program import find
        tempfile.tempdir = {str(tmp_path / "scratch")!r}
        caller = LauncherCaller(find({reference!r}, "claude", (Path("/"),)), timeout=60)
        caller.ask("environment", [lambda: {{"environment": {{}}, "settings": {{}}}}] * 2)
    """
    suite = subprocess.Popen([sys.executable, "-c", dedent(script)])
    try:
        assert _until(lambda: len(_alive(mark)) >= 3)
    finally:
        suite.send_signal(signal.SIGKILL)
        suite.wait()
    assert _until(lambda: not _alive(mark)), _alive(mark)
    assert _until(lambda: not [*(tmp_path / "scratch").iterdir()])


def test_an_interrupted_call_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = f"76543{os.getpid()}"
    reference = launcher(tmp_path, f"sleep {mark}; exec claude\n")
    caller = LauncherCaller(find(reference, "claude", (tmp_path,)), timeout=60)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 1.5)
    begun = time.monotonic()
    try:
        with pytest.raises(KeyboardInterrupt):
            caller.ask("environment", [asking()] * 20)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert time.monotonic() - begun < 20
    assert _until(lambda: not _alive(mark), 1)


def test_a_stage_that_is_ready_only_after_the_end_is_ended_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A machine may be so busy that a keeper starts while somebody presses Ctrl-C."""
    begun, go_on, found = threading.Event(), threading.Event(), []

    class Slow(Stage):
        def __init__(self) -> None:
            begun.set()
            assert go_on.wait(60)
            super().__init__()
            found.append(self)

    monkeypatch.setattr("datausage.targets.launched.stages.Stage", Slow)
    all_of_them = Stages()
    with ThreadPoolExecutor(1) as pool:
        taken = pool.submit(all_of_them.take, all_of_them.closed)
        assert begun.wait(60)
        all_of_them.close()
        go_on.set()
        with pytest.raises(ClosedError):
            taken.result(60)
    assert [stage.keeper.gone for stage in found] == [True]
    with pytest.raises(ClosedError):
        all_of_them.take(0)
    again = all_of_them.take(all_of_them.closed)
    assert not again.keeper.gone
    all_of_them.close()
    assert again.keeper.gone


def test_after_a_failure_the_next_call_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    body = """
        test "$HOW" = hang && sleep 1000
        test "$HOW" = kill && kill -9 $PPID
        exec claude
    """
    reference = launcher(tmp_path, body)
    with closing(LauncherCaller(find(reference, "claude", (tmp_path,)), timeout=SHORT)) as caller:
        hows = ("", "hang", "", "kill", "")
        found = caller.ask("environment", [asking({**OPT_OUT, "HOW": how}) for how in hows])
    assert [outcome.fault for outcome in found] == [None, Fault.TIMED_OUT, None, Fault.DIED, None]
    assert [*tmp_path.glob("datausage-*")] == []


def test_the_files_of_the_host_are_not_what_the_child_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home of the host"
    (home / ".claude").mkdir(parents=True)
    (home / ".claude" / "settings.json").write_text('{"env": {"CANARY": "1"}}', "utf-8")
    monkeypatch.setenv("HOME", str(home))
    # A child without a home would look into that of the account; nobody reads that for it.
    assert asked(launcher(tmp_path, "unset HOME; exec claude\n"), OPT_OUT) == GOOD
    # Who takes settings from elsewhere is seen to do so.
    body = f'cp "{home}/.claude/settings.json" "$HOME/.claude/"; exec claude\n'
    answer = {"environment": OPT_OUT, "settings": {"env": {"CANARY": "1"}}}
    assert asked(launcher(tmp_path, body), OPT_OUT) == Outcome(answer)
