"""A question without an end is given up, and the rest is asked."""

# ruff: noqa: T201 - targets under test print

from __future__ import annotations

import sys
import threading
import time
from types import SimpleNamespace

import pytest

from datausage.targets.calling import Caller, Fault, Outcome
from datausage.targets.error import TargetError

from .asking import SHORT, ask, busy_threads, cases, target

era = [0]


@pytest.fixture(autouse=True)
def _end_of_loops():
    yield
    # Python does not let us end a loop from outside while it is traced for coverage.
    era[0] += 1


def spinning(n):
    now = era[0]
    while n == 1 and now == era[0]:
        pass
    return str(n)


def sleeping(n):
    if n == 1:
        time.sleep(60)
    return str(n)


def slow_message(n):
    class SlowError(Exception):
        def __str__(self):
            spinning(n)
            return ""

    if n == 1:
        raise SlowError
    return str(n)


@pytest.mark.parametrize("function", [spinning, sleeping, slow_message])
def test_a_question_without_an_end_times_out_and_the_rest_is_asked(function):
    before = sys.stdout, sys.stderr
    made = []

    def prepare():
        made.append(threading.get_ident())
        return target(function)

    caller = Caller(prepare, timeout=SHORT)
    outcomes = caller.ask("asked", cases(4))
    assert [outcome.answer for outcome in outcomes] == ["0", None, "2", "3"]
    assert outcomes[1] == Outcome(None, Fault.TIMED_OUT, "no answer within 0.15 seconds")
    assert caller.calls["asked"] == 4
    assert len(made) == 2
    assert (sys.stdout, sys.stderr) == before
    caller.close()


def test_a_time_out_is_noticed_soon_and_never_early():
    start = time.monotonic()
    ask(sleeping, cases(2), timeout=SHORT)
    assert SHORT <= time.monotonic() - start < SHORT + 2


def test_slow_questions_that_end_in_time_do_not_add_up():
    def asked(n):
        time.sleep(SHORT / 3)
        return "on"

    assert ask(asked, cases(8), timeout=SHORT) == [Outcome("on")] * 8


def test_after_three_time_outs_the_question_is_stopped_and_others_are_not():
    def asked(n):
        time.sleep(60)

    caller = Caller(lambda: SimpleNamespace(asked=asked, other=lambda n: "on"), timeout=SHORT)
    outcomes = caller.ask("asked", cases(5))
    assert [outcome.fault for outcome in outcomes] == [Fault.TIMED_OUT] * 3 + [Fault.STOPPED] * 2
    assert outcomes[4].detail == "not asked: asked has timed out 3 times"
    assert caller.ask("asked", cases(1))[0].fault is Fault.STOPPED
    assert caller.calls["asked"] == 3
    assert caller.ask("other", cases(1)) == [Outcome("on")]
    caller.close()


@pytest.mark.skipif(
    sys.version_info < (3, 13) and sys.gettrace() is not None, reason="a traced loop stays"
)
def test_an_abandoned_loop_does_not_go_on_in_the_background():
    before = len(busy_threads())
    ask(spinning, cases(2), timeout=SHORT)
    give_up = time.monotonic() + 5
    while len(busy_threads()) > before and time.monotonic() < give_up:
        time.sleep(0.01)
    assert len(busy_threads()) <= before


def test_an_abandoned_question_says_nothing_later(capfd):
    release = threading.Event()

    def asked(n):
        if n == 0:
            release.wait(5)
            print("late")
        elif n == 1:
            release.set()
            time.sleep(SHORT / 2)
        return str(n)

    outcomes = ask(asked, cases(3), timeout=SHORT)
    assert [outcome.fault for outcome in outcomes] == [Fault.TIMED_OUT, None, None]
    assert capfd.readouterr() == ("", "")


def test_a_target_that_cannot_be_made_again_after_a_time_out_is_stopped():
    made = []

    def prepare():
        made.append(1)
        if len(made) > 1:
            raise TargetError("impl: only once")
        return target(sleeping)

    caller = Caller(prepare, timeout=SHORT)
    outcomes = caller.ask("asked", cases(4))
    assert [outcome.fault for outcome in outcomes] == [
        None,
        Fault.TIMED_OUT,
        Fault.STOPPED,
        Fault.STOPPED,
    ]
    assert outcomes[3].detail == "impl: only once"
