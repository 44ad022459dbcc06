"""Asking a target, whatever it does wrong."""

# ruff: noqa: T201 - targets under test print

from __future__ import annotations

import gc
import io
import logging
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import unittest
import warnings
import weakref
from textwrap import dedent
from types import SimpleNamespace

import pytest

from datausage.oracle.facts import Access, Plan
from datausage.oracle.situations import Account
from datausage.targets.calling import Caller, Fault, Outcome
from datausage.targets.error import TargetError

SHORT = 0.15


def arguments() -> dict[str, object]:
    return {
        "account": Account(Plan.PRO, Access.LOGIN),
        "settings": {"env": {"A": "1"}, "list": [1, {"deep": True}]},
    }


def cases(count: int) -> list:
    return [lambda n=n: {"n": n} for n in range(count)]


def target(function) -> object:
    """Return a target that answers ``asked`` with the function."""
    return SimpleNamespace(asked=function)


def ask(function, batch=None, **options) -> list[Outcome]:
    caller = Caller(lambda: target(function), **options)
    try:
        return caller.ask("asked", batch or [arguments])
    finally:
        caller.close()


def one(function, **options) -> Outcome:
    (outcome,) = ask(function, **options)
    return outcome


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


def test_an_object_that_can_be_called_answers():
    class Rule:
        def __call__(self, account, settings):
            return "on"

    assert one(Rule()) == Outcome("on")


def test_an_object_whose_call_throws_is_caught():
    class Rule:
        def __call__(self, **_):
            raise OwnBase("x")

    assert one(Rule()).detail == "OwnBase: x"


def nested(account, settings):
    settings["list"][1]["deep"] = False
    return "on"


def frozen(account, settings):
    object.__setattr__(account, "plan", Plan.TEAM)
    return "on"


def emptied(account, settings):
    settings.clear()
    return "on"


@pytest.mark.parametrize(
    ("function", "name"), [(nested, "settings"), (frozen, "account"), (emptied, "settings")]
)
def test_a_changed_input_is_noticed_beside_the_answer(function, name):
    assert one(function) == Outcome("on", Fault.CHANGED_ITS_INPUT, f"it changed {name}")


def test_a_change_reaches_no_other_question():
    def asked(account, settings):
        seen = len(settings["list"])
        settings["list"].append(0)
        return str(seen)

    assert [outcome.answer for outcome in ask(asked, [arguments] * 3)] == ["2", "2", "2"]


def test_an_input_is_never_compared_by_means_of_the_target():
    class Trap:
        def __eq__(self, other):
            raise SystemExit

        __hash__ = None

    def asked(account, settings):
        settings["env"] = Trap()

    assert one(asked) == Outcome(None, Fault.CHANGED_ITS_INPUT, "it changed settings")


def test_new_arguments_of_its_own_are_no_change():
    def asked(**facts):
        facts["more"] = 1
        facts.pop("account")
        return "on"

    assert one(asked) == Outcome("on")


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


def busy_threads() -> list[threading.Thread]:
    return [t for t in threading.enumerate() if t.name == "datausage-target"]


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


def test_a_hundred_thousand_questions_take_about_a_second():
    caller = Caller(lambda: target(lambda n: "on"))
    batch = cases(100_000)
    start = time.perf_counter()
    caller.ask("asked", batch)
    # A wide margin: this notices a lost order of magnitude, the benchmarks measure.
    assert time.perf_counter() - start < 5
    caller.close()


def test_an_input_that_is_changed_by_a_later_call_is_noticed():
    kept = []

    def asked(account, settings):
        for earlier in kept:
            earlier["late"] = 1
        kept.append(settings)
        return "on"

    faults = [outcome.fault for outcome in ask(asked, [arguments] * 3)]
    assert faults == [Fault.CHANGED_ITS_INPUT, Fault.CHANGED_ITS_INPUT, None]
