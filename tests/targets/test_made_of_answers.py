"""What is made of each call and what came back, in the thread of the target."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from itertools import count

import pytest

from datausage.targets.asking import FEW
from datausage.targets.calling import Caller, Fault

from .asking import SHORT, built, cases, target


class Answer:
    """An answer whose end can be noticed."""


@pytest.fixture
def caller_of():
    """Provide a function that makes the caller of a function; it is closed at the end."""
    made = []

    def make(function, **options):
        made.append(Caller(lambda: target(function), **options))
        return made[-1]

    yield make
    for caller in made:
        caller.close()


def test_every_call_comes_with_its_outcome_and_in_order(caller_of):
    batch = cases(2 * FEW + 3)
    caller = caller_of(lambda n: f"{n}")
    made = caller.ask_then("asked", batch, built, lambda *came: came)
    assert made == [(one, f"about {n}", (f"{n}", None, "")) for n, one in enumerate(batch)]
    assert caller.calls["asked"] == len(batch)


def test_it_is_made_after_a_few_calls_and_in_their_thread(caller_of):
    seen = []

    def asked(n):
        seen.append((threading.get_ident(), n))
        return str(n)

    def then(_one, _about, outcome):
        seen.append((threading.get_ident(), "made"))
        return outcome.answer

    caller_of(asked).ask_then("asked", cases(FEW + 1), built, then)
    assert [what for _, what in seen] == [*range(FEW), *["made"] * FEW, FEW, "made"]
    assert len({thread for thread, _ in seen} - {threading.get_ident()}) == 1


def test_answers_are_let_go_of_once_something_was_made_of_them(caller_of):
    alive = weakref.WeakSet()
    most = 0

    def asked(n):
        nonlocal most
        most = max(most, len(alive))
        answer = Answer()
        alive.add(answer)
        return answer

    caller_of(asked).ask_then(
        "asked", cases(10 * FEW), built, lambda _one, _about, outcome: str(outcome.fault)
    )
    gc.collect()
    assert most < 2 * FEW
    assert not alive


def test_what_was_answered_before_a_time_out_counts_once_and_so_does_what_comes_after(caller_of):
    calls = count()

    def asked(n):
        if n == FEW + 2:
            time.sleep(60)
        return f"{next(calls)}"

    caller = caller_of(asked, timeout=SHORT)
    made = caller.ask_then("asked", cases(FEW + 5), built, lambda _one, _about, outcome: [outcome])
    outcomes = [outcome for (outcome,) in made]
    assert [outcome.answer for outcome in outcomes if not outcome.fault] == [
        f"{n}" for n in range(FEW + 4)
    ]
    assert [n for n, outcome in enumerate(outcomes) if outcome.fault] == [FEW + 2]
    assert outcomes[FEW + 2].fault is Fault.TIMED_OUT
    assert caller.calls["asked"] == FEW + 5


@pytest.mark.parametrize("slow", [0, 3, FEW + 2])
def test_what_takes_too_long_in_the_making_has_timed_out(caller_of, slow):
    def then(_one, _about, outcome):
        if outcome.answer == f"{slow}":
            time.sleep(60)
        return outcome.answer, outcome.fault

    caller = caller_of(lambda n: f"{n}", timeout=SHORT)
    made = caller.ask_then("asked", cases(FEW + 5), built, then)
    assert made[slow] == (None, Fault.TIMED_OUT)
    assert [one for n, one in enumerate(made) if n != slow] == [
        (f"{n}", None) for n in range(FEW + 5) if n != slow
    ]


def test_of_what_is_not_asked_any_more_something_is_made_too(caller_of):
    caller = caller_of(lambda n: time.sleep(60), timeout=SHORT)
    made = caller.ask_then(
        "asked", cases(5), built, lambda _one, _about, outcome: str(outcome.fault)
    )
    assert made == ["timed-out"] * 3 + ["stopped"] * 2


def test_an_error_in_the_making_is_the_callers_and_the_target_goes_on(caller_of):
    caller = caller_of(lambda n: "on")

    def then(_one, _about, outcome):
        raise LookupError(outcome.answer)

    with pytest.raises(LookupError, match="on"):
        caller.ask_then("asked", cases(2), built, then)
    assert caller.ask_then(
        "asked", cases(2), built, lambda _one, _about, outcome: outcome.answer
    ) == ["on", "on"]
