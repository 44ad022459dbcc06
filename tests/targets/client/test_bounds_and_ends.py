"""A client behind the seal takes no more than its share, and nothing of it goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

import datausage
from datausage.targets.client import cell, confined, inside, sealed

from .sealing import HERE, OBSERVER, needed, python, scene

if TYPE_CHECKING:
    from datausage.targets.client.observation import Observation


@pytest.fixture(autouse=True)
def _needed() -> None:
    needed()


def ran(folder: Path, body: str, seconds: float = 30.0) -> Observation:
    return sealed.run(python(folder, body), scene(seconds=seconds), observer=OBSERVER)


def with_words(*words: str) -> list[int]:
    """Return the processes of this machine that were started with such words."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit():
                line = (entry / "cmdline").read_bytes().split(b"\0")
                if all(word.encode() in line for word in words):
                    found.append(int(entry.name))
    return found


def number() -> str:
    """Return seconds to sleep that nobody else sleeps."""
    return f"{9000 + time.time_ns() % 1000}.{os.getpid()}"


def waited_for(words: str, *, there: bool) -> bool:
    until = time.monotonic() + 15
    while bool(with_words(words)) is not there:
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def test_a_full_disk_is_the_client_s_own(tmp_path: Path) -> None:
    seen = ran(
        tmp_path,
        """
        import os, json
        filled = {}
        for place in ("/home/user", "/tmp", "/dev/shm", "/sealed/marks"):
            number = 0
            try:
                with open(f"{place}/filler", "wb", buffering=0) as file:
                    while number < 1_000_000_000:
                        number += file.write(bytes(1_000_000))
            except OSError:
                pass
            filled[place] = number
        names = 0
        try:
            while names < 200_000:
                os.close(os.open(f"/tmp/{names}", os.O_CREAT | os.O_WRONLY)); names += 1
        except OSError:
            pass
        print(json.dumps([filled, names])); print("hi there")
        """,
    )
    filled, names = json.loads(seen.output.splitlines()[0])
    assert all(number <= 270_000_000 for number in filled.values())
    assert filled["/sealed/marks"] < 100_000
    assert names <= 50_000
    assert seen.controls.lacking == ()


def test_output_without_end_is_cut_off(tmp_path: Path) -> None:
    seen = ran(
        tmp_path,
        """
        import sys
        for stream in (sys.stdout, sys.stderr):
            for _ in range(30):
                stream.write("x" * 1_000_000)
        """,
    )
    assert len(seen.output) == len(seen.errors) == inside.MOST_OUTPUT
    assert seen.controls.lacking == ("spoke",)


def test_children_without_end_are_bounded_and_end_with_it(tmp_path: Path) -> None:
    sleep = number()
    seen = ran(
        tmp_path,
        f"""
        import os
        made = 0
        try:
            while made < 5_000:
                if not os.fork():
                    os.execv("/usr/bin/sleep", ["sleep", "{sleep}"])
                made += 1
        except OSError:
            pass
        print(made); print("hi there")
        """,
    )
    assert 100 < int(seen.output.split()[0]) < confined.MOST_PROCESSES
    assert seen.left == int(seen.output.split()[0])
    assert seen.controls.exited
    assert with_words("sleep", sleep) == []


def test_what_it_leaves_behind_goes_on_for_a_moment_and_not_longer(tmp_path: Path) -> None:
    sleep = number()
    began = time.monotonic()
    seen = ran(
        tmp_path,
        f"""
        import os
        print("hi there", flush=True)
        for body in (
            lambda: os.execv("/usr/bin/sleep", ["sleep", "{sleep}"]),
            lambda: os.execv("/bin/sh", ["sh", "-c", "sleep 0.5; echo later >&2"]),
        ):
            if not os.fork():
                os.setsid()
                if os.fork():
                    os._exit(0)
                body()
        """,
    )
    assert seen.controls.lacking == ()
    assert seen.errors == "later\n"
    assert seen.left == 1
    lasted = time.monotonic() - began
    assert seen.seconds < cell.AFTERWARDS < lasted < cell.AFTERWARDS + 12
    assert with_words("sleep", sleep) == []


def test_a_client_that_hangs_is_ended_and_counts_for_nothing(tmp_path: Path) -> None:
    sleep = number()
    seen = ran(
        tmp_path,
        f"""
        import os, signal, subprocess
        for one in signal.valid_signals() - {{9, 19}}:
            signal.signal(one, signal.SIG_IGN)
        print("hi there", flush=True)
        subprocess.run(["sleep", "{sleep}"])
        """,
        seconds=1.5,
    )
    assert (seen.code, seen.trouble, seen.output) == (None, "", "hi there\n")
    assert seen.controls.lacking == ("exited",)
    assert 1.5 <= seen.seconds < 10
    assert with_words("sleep", sleep) == []


def test_a_signal_and_an_exit_code_are_told_apart_from_a_good_end(tmp_path: Path) -> None:
    killed = ran(tmp_path, "import os; print('hi there', flush=True); os.kill(os.getpid(), 11)")
    failed = ran(tmp_path, "import os; print('hi there', flush=True); os._exit(3)")
    assert (killed.code, failed.code) == (-11, 3)
    assert killed.controls.lacking == failed.controls.lacking == ("exited",)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_nothing_survives_the_suite(tmp_path: Path, how: signal.Signals) -> None:
    sleep = number()
    program = tmp_path / "suite.py"
    body = f"import os; os.execv('/usr/bin/sleep', ['sleep', '{sleep}'])"
    program.write_text(
        dedent(f"""
        import sys
        sys.path.insert(0, {str(HERE)!r})
        from pathlib import Path
        import sealing
        from datausage.targets.client import sealed
        client = sealing.python(Path({str(tmp_path)!r}), {body!r})
        sealed.run(client, sealing.scene(seconds=300.0), observer=sealing.OBSERVER)
        """)
    )
    (tmp_path / "scratch").mkdir()
    environment = {
        **os.environ,
        "TMPDIR": str(tmp_path / "scratch"),
        "PYTHONPATH": str(Path(datausage.__file__).parents[1]),
    }
    with subprocess.Popen([sys.executable, str(program)], env=environment) as suite:
        assert waited_for(sleep, there=True)
        runs = [*(tmp_path / "scratch").iterdir()]
        assert len(with_words(str(runs[0]))) >= 2
        suite.send_signal(how)
    assert waited_for(sleep, there=False)
    assert waited_for(str(runs[0]), there=False)
    assert [*(tmp_path / "scratch").iterdir()] == []
