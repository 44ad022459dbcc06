"""What a target prints is noticed and goes nowhere; the host's streams stay its own."""

# ruff: noqa: T201 - targets under test print

from __future__ import annotations

import io
import logging
import sys
import threading
import warnings

import pytest

from datausage.targets.calling import Caller, Fault, Outcome

from .asking import ask, cases, one, target


@pytest.mark.parametrize(
    ("write", "detail"),
    [
        (lambda: print("first\nsecond"), "first"),
        (lambda: print("\x1b[31mred \u202e"), "[31mred"),
        (print, "(blank)"),
        (lambda: sys.stderr.write("to error"), "to error"),
        (lambda: sys.stdout.buffer.write(b"bytes \xff"), "bytes \ufffd"),
        (lambda: sys.stdout.writelines(["a", "b"]), "ab"),
        (lambda: sys.stdout.write("\ud800 lone"), r"\ud800 lone"),
        (lambda: print("x" * 10_000_000), "x" * 199 + "…"),
    ],
)
def test_a_print_is_noticed_beside_the_answer(write, detail, capfd):
    def asked(**_):
        write()
        return "on"

    assert one(asked) == Outcome("on", Fault.PRINTED, detail)
    assert capfd.readouterr() == ("", "")


def test_only_the_question_that_printed_is_flagged():
    def asked(n):
        if n == 1:
            print("one")
        if n == 2:
            print("two")
            raise ValueError

    faults = [outcome.fault for outcome in ask(asked, cases(4))]
    assert faults == [None, Fault.PRINTED, Fault.RAISED, None]


def test_what_is_printed_on_loading_is_no_answer(capfd):
    def prepare():
        print("hello")
        return target(lambda n: "on")

    caller = Caller(prepare)
    assert caller.ask("asked", cases(1)) == [Outcome("on")]
    assert capfd.readouterr() == ("", "")
    caller.close()


def test_a_stream_kept_from_loading_is_still_watched():
    def prepare():
        kept = sys.stdout
        return target(lambda n: kept.write("kept") and "on")

    caller = Caller(prepare)
    assert caller.ask("asked", cases(2))[1] == Outcome("on", Fault.PRINTED, "kept")
    caller.close()


def test_a_target_can_neither_close_nor_replace_the_host_s_streams(capsys):
    before = sys.stdout, sys.stderr

    def asked(n):
        if n == 0:
            sys.stdout.close()
            sys.stderr.close()
        else:
            print("still open")
            sys.stdout = io.StringIO()
            sys.stderr = None

    outcomes = ask(asked, cases(2))
    assert [outcome.fault for outcome in outcomes] == [None, Fault.PRINTED]
    assert (sys.stdout, sys.stderr) == before
    print("host")
    assert capsys.readouterr().out == "host\n"


def test_threads_of_the_host_print_as_ever(capsys):
    ready, printed = threading.Event(), threading.Event()

    def host():
        ready.wait(5)
        print("host")
        printed.set()

    thread = threading.Thread(target=host)
    thread.start()

    def asked(n):
        ready.set()
        printed.wait(5)

    assert ask(asked, cases(1)) == [Outcome(None)]
    thread.join()
    assert capsys.readouterr().out == "host\n"


def test_the_host_s_warning_filters_decide_nothing():
    def asked(n):
        warnings.warn("old", DeprecationWarning, stacklevel=1)
        return "on"

    assert ask(asked, cases(1)) == [Outcome("on")]
    with pytest.raises(DeprecationWarning):
        warnings.warn("still an error for the host", DeprecationWarning, stacklevel=1)


def test_logging_of_a_target_is_no_print():
    def asked(n):
        logging.getLogger("target").warning("noted")
        return "on"

    assert ask(asked, cases(1)) == [Outcome("on")]
