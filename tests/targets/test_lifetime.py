"""A target is loaded, lives in one thread, is made afresh, and is let go."""

from __future__ import annotations

import gc
import sqlite3
import sys
import threading
import time
import weakref
from types import SimpleNamespace

import pytest

from datausage.targets.calling import Caller, Outcome
from datausage.targets.error import TargetError

from .asking import SHORT, busy_threads, cases, target


def test_a_target_lives_in_one_thread():
    def prepare():
        base = sqlite3.connect(":memory:")
        home = threading.get_ident()

        def asked(n):
            assert threading.get_ident() == home
            return base.execute("select ?", (str(n),)).fetchone()[0]

        return SimpleNamespace(asked=asked, close=base.close)

    caller = Caller(prepare)
    assert caller.ask("asked", cases(2)) == [Outcome("0"), Outcome("1")]
    assert caller.ask("asked", cases(1)) == [Outcome("0")]
    caller.examine(lambda found: found.close())
    caller.close()


def test_a_target_error_on_loading_is_handed_on():
    def prepare():
        raise TargetError("impl: no such module")

    with pytest.raises(TargetError, match=r"^impl: no such module$"):
        Caller(prepare)


@pytest.mark.parametrize("error", [KeyboardInterrupt("mine"), SystemExit(3), ValueError("bad")])
def test_anything_thrown_on_loading_is_a_target_error(error):
    def prepare():
        raise error

    with pytest.raises(TargetError, match=f"impl could not be loaded: {type(error).__name__}"):
        Caller(prepare, name="impl")


def test_loading_without_an_end_is_a_target_error():
    with pytest.raises(TargetError, match=r"impl could not be loaded within 0.15 seconds"):
        Caller(lambda: time.sleep(60), name="impl", load_timeout=SHORT)


def test_a_target_is_examined_in_its_own_thread():
    caller = Caller(threading.get_ident)
    assert caller.examine(lambda home: home == threading.get_ident())
    with pytest.raises(TargetError, match=r"^the target could not be examined: SystemExit: 3$"):
        caller.examine(lambda _: sys.exit(3))
    assert caller.examine(lambda _: "fine") == "fine"
    caller.close()


def test_a_fresh_caller_has_an_instance_and_counts_of_its_own():
    class Counter:
        def __init__(self):
            self.seen = 0

        def asked(self, n):
            self.seen += 1
            return str(self.seen)

    caller = Caller(Counter)
    caller.ask("asked", cases(2))
    fresh = caller.fresh()
    assert fresh.calls == {}
    assert fresh.ask("asked", cases(1)) == [Outcome("1")]
    assert caller.ask("asked", cases(1)) == [Outcome("3")]
    fresh.close()
    caller.close()


def test_a_closed_caller_starts_again_when_asked():
    caller = Caller(lambda: target(lambda n: "on"))
    caller.close()
    caller.close()
    assert caller.ask("asked", cases(1)) == [Outcome("on")]
    caller.close()


def test_a_forgotten_caller_leaves_no_thread_and_no_target():
    class Target:
        def asked(self, n):
            return "on"

    made = []

    def prepare():
        found = Target()
        made.append(weakref.ref(found))
        return found

    before = len(busy_threads())
    caller = Caller(prepare)
    caller.ask("asked", cases(1))
    del caller
    gc.collect()
    give_up = time.monotonic() + 5
    while (len(busy_threads()) > before or made[0]()) and time.monotonic() < give_up:
        time.sleep(0.01)
    assert len(busy_threads()) <= before
    assert made[0]() is None
