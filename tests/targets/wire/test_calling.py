"""Asking another process: answers in order, whatever it does wrong."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from datausage.targets.outcome import Fault, Outcome
from datausage.targets.wire.calling import MOST_FAILURES, CommandCaller

from .asking import GOOD, SHORT, asked
from .children import batch, program

if TYPE_CHECKING:
    from pathlib import Path


def test_a_program_answers_in_order(tmp_path: Path) -> None:
    assert asked(program(tmp_path), *["metrics"] * 300) == [GOOD] * 300


def test_answers_may_come_out_of_order(tmp_path: Path) -> None:
    command = program(
        tmp_path,
        """
        if question == "protection":
            held = globals().setdefault("held", [])
            held.append({"id": number, "answer": "none" if channel == "metrics" else "tls"})
            if len(held) == 3:
                for one in reversed(held):
                    say(one)
                held.clear()
            continue
        """,
    )
    found = asked(command, "metrics", "surveys", "surveys")
    assert [outcome.answer for outcome in found] == ["none", "tls", "tls"]


def test_an_error_is_told_in_the_words_of_the_target(tmp_path: Path) -> None:
    body = """
        if channel == "metrics":
            say({"id": number, "error": "no \\x1b[31midea\\n\\u202e [bold]"})
            continue
    """
    bad, good = asked(program(tmp_path, body), "metrics", "surveys")
    assert bad == Outcome(None, Fault.RAISED, "no [31midea [bold]")
    assert good == GOOD


@pytest.mark.parametrize(
    ("written", "fault", "detail"),
    [
        ("b'{\"id\": 1\\n'", Fault.GARBLED, "wrote a line that is not JSON ("),
        ("b'\\xff\\xfe\\n'", Fault.GARBLED, "wrote a line that is not UTF-8, from byte 1 on"),
        ("b'\"tls\"\\n'", Fault.GARBLED, "wrote a line that is JSON and no response: "),
        ("b'{}\\n'", Fault.GARBLED, "wrote a response without an id: '{}'"),
        ('b\'{"id": true, "answer": 1}\\n\'', Fault.GARBLED, "wrote a response whose id is not"),
        ('b\'{"id": 99, "answer": "tls"}\\n\'', Fault.GARBLED, "answered request 99, which"),
        ("b'{' + b'[' * 100_000 + b'\\n'", Fault.GARBLED, "wrote a line that is not JSON ("),
        ('b\'{"id":1,"id":1}\\n\'', Fault.GARBLED, "wrote a line that is not JSON (a field is "),
        ('b\'{"id":1,"answer":NaN}\\n\'', Fault.GARBLED, "wrote a line that is not JSON (NaN is"),
        ("b'x' * 100_000_000", Fault.GARBLED, "wrote a line of more than 1,000,000 bytes"),
    ],
)
def test_a_line_that_breaks_the_contract_costs_the_question_that_is_being_answered(
    tmp_path: Path, written: str, fault: Fault, detail: str
) -> None:
    body = f"""
        if channel == "metrics":
            write({written})
    """
    before, bad, after = asked(program(tmp_path, body), "surveys", "metrics", "surveys", timeout=5)
    assert (before, after) == (GOOD, GOOD)
    assert bad.answer is None
    assert bad.fault is fault
    assert bad.detail.startswith(detail), bad.detail


def test_text_without_end_is_not_listened_to_for_as_long_as_an_answer(tmp_path: Path) -> None:
    body = """
        while channel == "metrics":
            print("x" * 1_000)
    """
    before, bad, after = asked(program(tmp_path, body), "surveys", "metrics", "surveys", timeout=60)
    assert (before, after) == (GOOD, GOOD)
    assert bad.fault is Fault.GARBLED
    assert bad.detail.startswith("wrote more than 1,000,000 bytes beside its answers; on standard ")


@pytest.mark.parametrize(
    ("response", "detail"),
    [
        ('{"id": number}', "wrote a response with neither of the fields 'answer' and 'error'"),
        (
            '{"id": number, "answer": 1, "error": ""}',
            "wrote a response with both of the fields 'answer' and 'error'",
        ),
        (
            '{"id": number, "answer": "tls", "no\\x1b[2Jte": 1}',
            "wrote a response with the unknown field 'no[2Jte'",
        ),
        ('{"id": number, "error": 3}', "wrote a response whose field 'error' is not a text"),
    ],
)
def test_a_response_of_another_form_costs_its_own_question(
    tmp_path: Path, response: str, detail: str
) -> None:
    body = f"""
        if channel == "metrics":
            say({response})
            continue
    """
    before, bad, after = asked(program(tmp_path, body), "surveys", "metrics", "surveys")
    assert bad == Outcome(None, Fault.GARBLED, detail)
    assert (before, after) == (GOOD, GOOD)


def test_an_answer_that_comes_twice_is_none(tmp_path: Path) -> None:
    body = """
        if channel == "metrics":
            say({"id": number, "answer": "tls"})
    """
    bad, *good = asked(program(tmp_path, body), "metrics", "surveys", "surveys")
    assert bad.fault is Fault.GARBLED
    assert bad.detail == "answered request 1 twice"
    assert good == [GOOD, GOOD]


def test_a_garbled_answer_that_comes_late_is_not_held_against_the_next_question(
    tmp_path: Path,
) -> None:
    body = """
        if channel == "metrics":
            write("{\\n")
            time.sleep(0.2)
    """
    with closing(CommandCaller(program(tmp_path, body), timeout=5)) as caller:
        (bad,) = caller.ask("protection", batch("metrics"))
        assert bad.fault is Fault.GARBLED
        assert caller.ask("protection", batch("surveys", "surveys")) == [GOOD, GOOD]


def test_a_line_of_text_is_told_and_costs_nothing(tmp_path: Path) -> None:
    body = """
        if channel == "metrics":
            print("looking\\x1b[2J", flush=True)
    """
    before, told, after = asked(program(tmp_path, body), "surveys", "metrics", "surveys")
    assert told == Outcome("tls", Fault.PRINTED, "looking[2J")
    assert (before, after) == (GOOD, GOOD)


@pytest.mark.parametrize(
    "trouble",
    ["time.sleep(60)", "print('one moment', flush=True); time.sleep(60)", "trickle()"],
    ids=["silence", "text", "trickle"],
)
def test_no_answer_costs_one_question_and_no_more_than_its_time(
    tmp_path: Path, trouble: str
) -> None:
    body = f"""
        def trickle():
            for _ in range(600):
                write(" ")
                time.sleep(0.1)

        if channel == "metrics":
            sys.stderr.write("think\\x1b[2Jing")
            sys.stderr.flush()
            {trouble}
    """
    began = time.monotonic()
    found = asked(program(tmp_path, body), "surveys", "metrics", *["surveys"] * 100)
    assert time.monotonic() - began < 10 * SHORT
    bad = found.pop(1)
    assert found == [GOOD] * 101
    assert bad.fault is Fault.TIMED_OUT
    assert bad.detail.startswith("no answer within 0.5 seconds; on standard ")
    assert bad.detail.endswith("on standard error: think[2Jing")


def test_an_answer_after_the_time_is_none(tmp_path: Path) -> None:
    body = f"""
        if channel == "metrics":
            time.sleep({2 * SHORT})
    """
    before, bad, after = asked(program(tmp_path, body), "surveys", "metrics", "surveys")
    assert bad == Outcome(None, Fault.TIMED_OUT, "no answer within 0.5 seconds")
    assert (before, after) == (GOOD, GOOD)


@pytest.mark.parametrize(
    ("trouble", "detail"),
    [
        ("os._exit(3)", "the process ended with exit code 3 before it answered"),
        ("os.kill(os.getpid(), 9)", "the process was ended by signal 9 before it answered"),
        ("write('{\"id\"'); os._exit(0)", "the process ended with exit code 0 in the middle of a"),
        ("os.close(1); time.sleep(60)", "the process closed its output before it answered"),
        (
            "sys.stderr.write('x' * 100_000 + '\\x1b[2Jwhy'); sys.exit(1)",
            "the process ended with exit code 1 before it answered; on standard error: …x",
        ),
    ],
)
def test_a_process_that_ends_costs_the_question_that_is_being_answered(
    tmp_path: Path, trouble: str, detail: str
) -> None:
    body = f"""
        if channel == "metrics":
            {trouble}
    """
    found = asked(program(tmp_path, body), "surveys", "metrics", *["surveys"] * 100, timeout=5)
    bad = found.pop(1)
    assert bad.answer is None
    assert bad.fault is Fault.DIED
    assert bad.detail.startswith(detail), bad.detail
    assert "\x1b" not in bad.detail
    assert len(bad.detail) <= 500
    assert found == [GOOD] * 101


def test_a_process_that_ends_between_two_batches_is_told(tmp_path: Path) -> None:
    body = """
        if channel == "metrics":
            say({"id": number, "answer": answer})
            break
    """
    with closing(CommandCaller(program(tmp_path, body), timeout=5)) as caller:
        assert caller.ask("protection", batch("metrics")) == [GOOD]
        time.sleep(0.2)
        first, second = caller.ask("protection", batch("surveys", "surveys"))
    assert first.fault is Fault.DIED
    assert first.detail == "the process ended with exit code 0 before it answered"
    assert second == GOOD


def test_a_question_that_fails_again_and_again_is_given_up(tmp_path: Path) -> None:
    with closing(CommandCaller(program(tmp_path, "os._exit(1)"), timeout=5)) as caller:
        found = caller.ask("protection", batch(*["metrics"] * 10))
    assert [outcome.fault for outcome in found[:MOST_FAILURES]] == [Fault.DIED] * MOST_FAILURES
    stopped = "not asked: protection has hung or ended the process 3 times"
    assert found[MOST_FAILURES:] == [Outcome(None, Fault.STOPPED, stopped)] * (10 - MOST_FAILURES)
