"""A server that takes too long: one question is given up, and the rest is asked."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from datausage.targets.http import errand
from datausage.targets.http.calling import MOST_FAILURES
from datausage.targets.outcome import Fault, Outcome

from .asking import GOOD, LONG, SHORT, asked, caller
from .misbehaving import HEAD, trickle
from .servers import Request, batch, serving

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "misbehave",
    [
        lambda _: time.sleep(LONG),
        trickle(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 60),
        trickle(b"HTTP/1.1 100 Continue\r\n\r\n" * 3),
        trickle(HEAD + b" " * 60),
        lambda request: (request.send(HEAD), time.sleep(LONG)),
    ],
    ids=["silence", "slow head", "interim", "slow body", "half"],
)
def test_no_answer_costs_one_question_and_no_more_than_its_time(
    misbehave: Callable[[Request], object],
) -> None:
    began = time.monotonic()
    found = asked(misbehave, "surveys", "metrics", *["surveys"] * 30, timeout=SHORT)
    assert time.monotonic() - began < LONG
    bad = found.pop(1)
    assert bad == Outcome(None, Fault.TIMED_OUT, "no answer within 1 seconds")
    assert found == [GOOD] * 31


def test_an_answer_after_the_time_is_none() -> None:
    def late(request: Request) -> None:
        time.sleep(2 * SHORT)
        request.answer()

    with serving(late) as served, closing(caller(served, timeout=SHORT)) as asking:
        (bad,) = asking.ask("protection", batch("metrics"))
        time.sleep(2 * SHORT)
        (worse,) = asking.ask("protection", batch("metrics"))
    assert bad.fault is worse.fault is Fault.TIMED_OUT


def test_an_answer_that_is_not_waited_for_is_cut_off() -> None:
    endless = trickle(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 300)
    with serving(endless) as served, closing(caller(served, timeout=SHORT)) as asking:
        (bad,) = asking.ask("protection", batch("metrics"))
        assert bad.fault is Fault.TIMED_OUT
        for _ in range(100):
            if not [thread for thread in threading.enumerate() if thread.name == errand.NAME]:
                return
            time.sleep(0.05)
        raise AssertionError("a thread waits for it for ever")


def test_requests_that_hang_are_not_asked_one_by_one_for_ever() -> None:
    began = time.monotonic()
    found = asked(lambda _: time.sleep(LONG), *["metrics"] * 30, timeout=SHORT)
    assert time.monotonic() - began < LONG
    faults = [outcome.fault for outcome in found]
    assert faults == [Fault.TIMED_OUT] * MOST_FAILURES + [Fault.STOPPED] * 27
