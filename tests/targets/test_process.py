"""The host's process stays its own: its mistakes, interrupts, end and imports."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from textwrap import dedent

import pytest

from datausage.targets.calling import Caller, Outcome

from .asking import cases, target


def test_a_mistake_of_ours_is_not_blamed_on_the_target():
    def build():
        raise LookupError("ours")

    caller = Caller(lambda: target(lambda n: "on"))
    with pytest.raises(LookupError, match="ours"):
        caller.ask("asked", [build])
    assert caller.ask("asked", cases(1)) == [Outcome("on")]
    caller.close()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent by number there")
def test_a_real_interrupt_while_waiting_stops_the_run():
    before = sys.stdout, sys.stderr
    seen = []

    def asked(n):
        seen.append(n)
        if n == 1:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.3)
        return "on"

    caller = Caller(lambda: target(asked))
    with pytest.raises(KeyboardInterrupt):
        caller.ask("asked", cases(5))
    assert (sys.stdout, sys.stderr) == before
    time.sleep(0.4)
    assert seen == [0, 1]
    assert caller.ask("asked", cases(1)) == [Outcome("on")]
    caller.close()


def run(script: str) -> tuple[str, str]:
    done = subprocess.run(
        [sys.executable, "-c", dedent(script)],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    return done.stdout, done.stderr


def test_a_process_ends_in_spite_of_a_stuck_target():
    script = """
        import time
        from types import SimpleNamespace
        from datausage.targets.calling import Caller
        caller = Caller(lambda: SimpleNamespace(asked=lambda: time.sleep(600)), timeout=0.1)
        print(caller.ask("asked", [dict])[0].fault)
    """
    assert run(script) == ("timed-out\n", "")


def test_no_test_tool_is_imported():
    script = """
        import sys
        import datausage.targets.calling, datausage.targets.capabilities
        import datausage.targets.description, datausage.targets.protocols
        import datausage.targets.reference
        print([n for n in ("pytest", "_pytest", "hypothesis") if n in sys.modules])
    """
    assert run(script) == ("[]\n", "")
