"""Another process is started, shakes hands, and leaves nothing behind when it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from datausage.targets.error import TargetError
from datausage.targets.outcome import Fault
from datausage.targets.wire.calling import CommandCaller

from .asking import GOOD, SHORT, asked
from .children import batch, program


@pytest.mark.parametrize(
    ("before", "message"),
    [
        ("sys.exit('no\\x1b[2J key')", "(died): the process ended with exit code 1 before it ans"),
        ("time.sleep(60)", "(timed-out): no answer within 0.5 seconds"),
        ("CONTRACT['contract'] = 2", "(malformed): field 'contract' is 2, not 1"),
        ("del CONTRACT['questions']", "(malformed): field 'questions' is missing"),
        ("CONTRACT['colour'] = 'red'", "(malformed): field 'colour' is unknown"),
        ("CONTRACT['name'] = 7", "(malformed): field 'name' is 7, not a text"),
        ("write('{]\\n')", "(garbled): wrote a line that is not JSON ("),
    ],
)
def test_a_program_that_does_not_shake_hands_is_refused(
    tmp_path: Path, before: str, message: str
) -> None:
    command = program(tmp_path, before=before)
    with pytest.raises(TargetError) as refused:
        CommandCaller(command, timeout=SHORT, load_timeout=SHORT)
    assert message in str(refused.value), str(refused.value)
    assert "\x1b" not in str(refused.value)


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("", "cmd: names no program"),
        ("no-such-program-here --x", "there is no program 'no-such-program-here'"),
        ("node 'target.mjs", "No closing quotation; quote it as for a shell"),
    ],
)
def test_a_command_that_names_no_program_is_refused(command: str, message: str) -> None:
    with pytest.raises(TargetError, match=message):
        CommandCaller(command)


def _gone(number: int) -> bool:
    """Say whether a process ends within some seconds."""
    for _ in range(100):
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


STUBBORN = """
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    ignoring = "import signal,time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    numbers = [os.getpid()]
    for alone in (False, True):
        other = subprocess.Popen([sys.executable, "-c", ignoring], start_new_session=alone)
        numbers.append(other.pid)
    with open(sys.argv[0] + ".pids", "w") as file:
        file.write(" ".join(map(str, numbers)))
    main()
    time.sleep(60)
"""
LEAVING = """
        for child in range(36):
            sleeping = f"import time; time.sleep(60) # {child}"
            leave = f"import subprocess as s, sys; s.Popen([sys.executable, '-c', {sleeping!r}])"
            # Half of them leave the session, and half lose the process that started them.
            code = leave if child % 4 < 2 else sleeping
            subprocess.Popen([sys.executable, "-S", "-c", code], start_new_session=child % 2 == 0)
        if channel == "metrics":
            os._exit(0)
"""


def _numbers(folder: Path, count: int) -> list[int]:
    numbers = [int(word) for word in (folder / "target.py.pids").read_text().split()]
    assert len(numbers) == count
    return numbers


def _running(mark: str) -> int:
    """Return how many processes have a text among their arguments."""
    found = 0
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            found += mark.encode() in place.read_bytes()
    return found


def test_nothing_of_the_group_is_left_behind(tmp_path: Path) -> None:
    with closing(CommandCaller(program(tmp_path, before=STUBBORN), timeout=5)) as caller:
        assert caller.ask("protection", batch("metrics")) == [GOOD]
        numbers = _numbers(tmp_path, 3)
    assert all(map(_gone, numbers[:2] if sys.platform != "linux" else numbers))


def test_a_caller_that_is_dropped_takes_its_process_along(tmp_path: Path) -> None:
    caller = CommandCaller(program(tmp_path, before=STUBBORN), timeout=5)
    assert caller.ask("protection", batch("metrics")) == [GOOD]
    numbers = _numbers(tmp_path, 3)
    del caller
    assert all(map(_gone, numbers[:2] if sys.platform != "linux" else numbers))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who has started whom")
@pytest.mark.parametrize("channel", ["metrics", "surveys"], ids=["death", "end"])
def test_many_children_that_are_left_behind_are_ended(tmp_path: Path, channel: str) -> None:
    mark = f"time.sleep(60) # {tmp_path.name}"
    body = LEAVING.replace("time.sleep(60) #", mark)
    began = time.monotonic()
    with closing(CommandCaller(program(tmp_path, body), timeout=30)) as caller:
        (outcome,) = caller.ask("protection", batch(channel))
        assert _running(mark) >= (0 if channel == "metrics" else 18)
    # They hold its output open, and yet its end is seen.
    assert outcome.fault is (Fault.DIED if channel == "metrics" else None), outcome
    assert time.monotonic() - began < 20
    for _ in range(100):
        if not _running(mark):
            return
        time.sleep(0.05)
    raise AssertionError(f"{_running(mark)} are left")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who has started whom")
def test_a_suite_that_is_killed_leaves_nothing_behind(tmp_path: Path) -> None:
    code = f"""
import time
from datausage.targets.wire.calling import CommandCaller
caller = CommandCaller({program(tmp_path, before=STUBBORN)!r})
print(caller._child._process.pid, flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as suite:
        assert suite.stdout is not None
        numbers = [int(suite.stdout.readline()), *_numbers(tmp_path, 3)]
        for number in numbers:
            os.kill(number, 0)
        suite.send_signal(signal.SIGKILL)
        suite.wait()
    assert all(map(_gone, numbers))


def test_a_program_that_ends_its_launcher_ends_too(tmp_path: Path) -> None:
    body = """
        if channel == "metrics":
            os.kill(os.getppid(), signal.SIGKILL)
            time.sleep(60)
    """
    bad, good = asked(program(tmp_path, body), "metrics", "surveys", timeout=5)
    assert bad.fault is Fault.DIED
    assert good == GOOD


def test_another_caller_has_a_process_of_its_own(tmp_path: Path) -> None:
    command = program(tmp_path, "answer = 'tls' if asked == 1 else 'none'")
    with closing(CommandCaller(command)) as one, closing(one.fresh()) as other:
        assert one.ask("protection", batch("metrics"))[0].answer == "tls"
        assert other.ask("protection", batch("metrics"))[0].answer == "tls"
        assert other.calls["protection"] == 1
    assert one.ask("protection", batch("metrics"))[0].answer == "tls"
    one.close()
