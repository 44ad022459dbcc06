"""Whatever a target throws is caught and named."""

from __future__ import annotations

import sys
import unittest

import pytest

from datausage.targets.calling import Caller, Fault

from .asking import arguments, ask, cases, one


def thrower(error):
    def asked(**_):
        raise error

    return asked


class SilentError(Exception):
    def __str__(self):
        raise RuntimeError


class LeavingError(Exception):
    def __str__(self):
        raise SystemExit


class OwnBase(BaseException):
    pass


class Skipped(BaseException):
    """Like pytest's own, which a target may raise where pytest is."""


@pytest.mark.parametrize(
    ("error", "fault", "detail"),
    [
        (ValueError("bad plan"), Fault.RAISED, "ValueError: bad plan"),
        (ValueError(), Fault.RAISED, "ValueError"),
        (
            ValueError("two\nlines\x1b[31m \u202etext"),
            Fault.RAISED,
            "ValueError: two lines[31m text",
        ),
        (KeyboardInterrupt("mine"), Fault.RAISED, "KeyboardInterrupt: mine"),
        (GeneratorExit(), Fault.RAISED, "GeneratorExit"),
        (StopIteration(3), Fault.RAISED, "StopIteration: 3"),
        (MemoryError(), Fault.RAISED, "MemoryError"),
        (OwnBase("x"), Fault.RAISED, "OwnBase: x"),
        (BaseExceptionGroup("all", [SystemExit(1)]), Fault.RAISED, "BaseExceptionGroup: all"),
        (SilentError(), Fault.RAISED, "SilentError: (its message cannot be read)"),
        (LeavingError(), Fault.RAISED, "LeavingError: (its message cannot be read)"),
        (SystemExit(3), Fault.EXITED, "SystemExit: 3"),
        (SystemExit(), Fault.EXITED, "SystemExit"),
        (pytest.skip.Exception("not today"), Fault.SKIPPED, "Skipped: not today"),
        (unittest.SkipTest("not today"), Fault.SKIPPED, "SkipTest: not today"),
        (Skipped("not today"), Fault.SKIPPED, "Skipped: not today"),
        (pytest.fail.Exception("no"), Fault.RAISED, "Failed: no"),
        (pytest.exit.Exception("no"), Fault.RAISED, "Exit: no"),
    ],
)
def test_everything_thrown_is_caught_and_named(error, fault, detail):
    outcome = one(thrower(error))
    assert (outcome.answer, outcome.fault) == (None, fault)
    assert outcome.detail.startswith(detail)
    assert "\n" not in outcome.detail


def test_a_message_of_any_length_is_bounded():
    assert len(one(thrower(ValueError("x" * 1_000_000))).detail) <= 200


def test_endless_recursion_is_caught():
    def asked(**facts):
        return asked(**facts)

    assert one(asked).detail.startswith("RecursionError")


def test_one_throw_does_not_touch_the_next_question():
    def asked(n):
        if n == 1:
            sys.exit("stop")
        return str(n)

    assert [outcome.answer for outcome in ask(asked, cases(3))] == ["0", None, "2"]


def test_a_question_that_is_not_there_is_named():
    caller = Caller(object)
    assert caller.ask("traffic", [arguments])[0].detail.startswith("AttributeError")
    caller.close()


def test_a_wrong_argument_is_named():
    assert one(lambda env: None).detail.startswith("TypeError")


def test_an_object_whose_call_throws_is_caught():
    class Rule:
        def __call__(self, **_):
            raise OwnBase("x")

    assert one(Rule()).detail == "OwnBase: x"
