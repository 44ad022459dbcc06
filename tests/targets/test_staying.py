"""A target may neither end the process in which it is asked nor replace it."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

import pytest

from datausage.targets.calling import Caller, Fault
from datausage.targets.error import TargetError
from datausage.targets.staying import ENDING, staying

from .asking import arguments, ask

NOTHING = [sys.executable, "-c", ""]


@pytest.mark.parametrize(
    ("called", "arguments_of_it", "name"),
    [
        ("_exit", [0], "_exit"),
        ("abort", [], "abort"),
        ("execv", [sys.executable, NOTHING], "execv"),
        ("execl", [sys.executable, *NOTHING], "execv"),
        ("execvp", [sys.executable, NOTHING], "execv"),
        ("execve", [sys.executable, NOTHING, {}], "execve"),
        ("execvpe", ["true", ["true"], {"PATH": "/bin:/usr/bin"}], "execve"),
    ],
)
def test_a_call_that_would_end_the_run_is_one_that_exits_and_the_next_is_made(
    called, arguments_of_it, name
):
    calls = []

    def asked(**given):
        calls.append(given)
        return getattr(os, called)(*arguments_of_it) if len(calls) == 1 else "on"

    first, second = ask(asked, [arguments, arguments])
    assert (first.answer, first.fault) == (None, Fault.EXITED)
    assert first.detail == f"SystemExit: os.{name} would have ended the run"
    assert (second.answer, second.fault) == ("on", None)


def test_a_target_that_would_end_the_run_when_it_is_loaded_cannot_be_loaded():
    with pytest.raises(TargetError, match=r"os\._exit would have ended the run"):
        Caller(lambda: os._exit(0))


def test_afterwards_the_functions_are_those_that_were_there():
    before = [getattr(os, name) for name in ENDING]
    ask(lambda **_: [getattr(os, name).__name__ for name in ENDING])
    assert [getattr(os, name) for name in ENDING] == before


def test_another_thread_and_a_child_end_as_they_like():
    # In a process of its own: what is not held back ends it.
    code = """
        import os, threading
        from datausage.targets.staying import staying
        ours = threading.get_ident()
        with staying(lambda: threading.get_ident() == ours):
            child = os.fork()
            if not child:
                os._exit(3)
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
            other = threading.Thread(target=os._exit, args=(4,))
            other.start()
            other.join()
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("3\n", 4)


def test_it_is_over_when_something_is_raised():
    before = os._exit
    with pytest.raises(SystemExit), staying(lambda: True):
        os._exit(0)
    assert os._exit is before
