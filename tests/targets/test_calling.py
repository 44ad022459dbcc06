"""Asking a target: answers come back in order, are counted, and kept as they were."""

from __future__ import annotations

import gc
import threading
import time
from types import SimpleNamespace

import pytest

from datausage.targets.calling import Caller, Outcome

from .asking import ask, cases, one, target


def test_answers_come_back_in_order():
    outcomes = ask(lambda n: f"{n}", cases(1000))
    assert outcomes == [Outcome(str(n), None, "") for n in range(1000)]


def test_an_empty_batch_asks_nothing():
    caller = Caller(lambda: target(None))
    assert caller.ask("asked", []) == []
    assert caller.calls["asked"] == 0
    caller.close()


def test_calls_are_counted_per_question():
    caller = Caller(lambda: SimpleNamespace(a=lambda n: n, b=lambda n: n))
    caller.ask("a", cases(3))
    caller.ask("a", cases(2))
    caller.ask("b", cases(4))
    assert caller.calls == {"a": 5, "b": 4}
    caller.close()


def test_an_outcome_cannot_be_changed():
    outcome = Outcome("on")
    with pytest.raises(AttributeError):
        outcome.answer = "off"
    assert not hasattr(outcome, "__dict__")


def test_an_object_that_can_be_called_answers():
    class Rule:
        def __call__(self, account, settings):
            return "on"

    assert one(Rule()) == Outcome("on")


def test_an_object_reused_for_the_next_answer_keeps_each_answer():
    shared = {"environment": {}}

    def asked(n):
        shared["environment"]["N"] = n
        return shared

    answers = [outcome.answer for outcome in ask(asked, cases(3))]
    assert answers == [{"environment": {"N": n}} for n in range(3)]


def test_an_answer_that_cannot_be_copied_is_handed_over_as_it_is():
    lock = threading.Lock()
    assert one(lambda **_: {"lock": lock}).answer == {"lock": lock}


def test_a_coroutine_for_an_answer_warns_nobody():
    async def later():
        return "on"

    assert one(lambda **_: later()).fault is None
    gc.collect()


def test_a_hundred_thousand_questions_take_about_a_second():
    caller = Caller(lambda: target(lambda n: "on"))
    batch = cases(100_000)
    start = time.perf_counter()
    caller.ask("asked", batch)
    # A wide margin: this notices a lost order of magnitude, the benchmarks measure.
    assert time.perf_counter() - start < 5
    caller.close()
