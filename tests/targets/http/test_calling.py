"""Asking a server: answers in order, whatever it does wrong."""

from __future__ import annotations

import gzip
import json
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from datausage.targets.http.calling import MOST_FAILURES, MOST_TOGETHER
from datausage.targets.outcome import Fault, Outcome

from .asking import BAD, GOOD, asked, caller
from .misbehaving import HEAD, PAGE, raw, says, status
from .servers import Request, batch, right, serving

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_server_answers_in_order_over_one_connection_in_growing_batches() -> None:
    with serving() as served, closing(caller(served, timeout=30)) as asking:
        assert asking.ask("protection", batch(*["metrics"] * 1_000)) == [GOOD] * 1_000
        assert asking.calls["protection"] == 1_000
        assert asking.ask("protection", batch("metrics")) == [GOOD]
        assert served.sizes[:4] == [1, 2, 4, 8]
        assert max(served.sizes) == MOST_TOGETHER
        assert served.sizes[-1] == 1
        assert served.connections == 1


def test_a_slow_server_is_asked_one_by_one() -> None:
    def slow(request: Request) -> None:
        time.sleep(0.1 * len(request.messages))
        request.answer()

    with serving(slow) as served, closing(caller(served, timeout=1.0)) as asking:
        assert asking.ask("protection", batch(*["metrics"] * 6)) == [GOOD] * 6
        assert max(served.sizes) == 1


def test_a_request_with_long_situations_stays_short() -> None:
    long = {"environment": {"A": "x" * 100_000}, "settings": {}}
    with serving() as served, closing(caller(served, timeout=30)) as asking:
        asking.ask("provider", [lambda: long] * 20)
        assert max(served.sizes) == 2


def test_answers_may_come_out_of_order() -> None:
    def backwards(request: Request) -> None:
        words = ["tls", "none", "aes-256"]
        said = [{"id": one, "answer": words[at]} for at, one in enumerate(request.ids)]
        request.answer(*reversed(said))

    found = asked(backwards, "metrics", "surveys", "surveys")
    assert [outcome.answer for outcome in found] == ["tls", "none", "aes-256"]


def _mixed(bad: dict[str, Any]) -> Callable[[Request], None]:
    """Return what answers rightly, but for the questions about the bad channel."""

    def handle(request: Request) -> None:
        request.answer(
            *(
                {"id": one["id"], **bad} if one["situation"]["channel"] == BAD else right(one)
                for one in request.messages
            )
        )

    return handle


def test_an_error_is_told_in_the_words_of_the_target() -> None:
    bad = _mixed({"error": "no \x1b[31midea\n\u202e <b>"})
    found = asked(bad, "surveys", "metrics", "surveys")
    assert found == [GOOD, Outcome(None, Fault.RAISED, "no [31midea <b>"), GOOD]


def _flood(request: Request) -> None:
    request.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
    for _ in range(100):
        request.send(b"x" * 1_000_000)


def _encoded(request: Request) -> None:
    body = gzip.compress(b"x" * 10_000_000)
    request.reply(body, "200 OK", "Content-Encoding: gzip\x1b[2J")


@pytest.mark.parametrize(
    ("misbehave", "fault", "detail"),
    [
        (says("{]\n"), Fault.GARBLED, "wrote a line that is not JSON ("),
        (says('{"id": 1, "ans'), Fault.GARBLED, "wrote a line that is not JSON ("),
        (says(b"\xff\xfe\n"), Fault.GARBLED, "wrote a line that is not UTF-8, from byte 1 on"),
        (says("7\n"), Fault.GARBLED, "wrote a line that is JSON and no response: '7'"),
        (says('{"id": 9999, "answer": "tls"}'), Fault.GARBLED, "answered request 9999, which is"),
        (says(""), Fault.GARBLED, "left 1 of 1 questions of a request unanswered"),
        (
            says(PAGE, media="text/\x1b[2Jhtml"),
            Fault.GARBLED,
            "answered with text/[2Jhtml, and not with responses of the contract: '<html>[2J<script",
        ),
        (
            says(("text" * 50 + "\n") * 8_000),
            Fault.GARBLED,
            "wrote more than 1,000,000 bytes beside its",
        ),
        (_flood, Fault.GARBLED, "wrote a line of more than 1,000,000 bytes"),
        (_encoded, Fault.GARBLED, "answered in the encoding 'gzip[2J': nobody asked for it"),
        (raw(b"SSH-2.0-x\x1b[2J\r\n"), Fault.GARBLED, "what the server wrote is not HTTP"),
        (raw(b"HTTP/1.1 20"), Fault.GARBLED, "what the server wrote is not HTTP"),
        (raw(HEAD + b'{"id'), Fault.DIED, "the server closed the connection in the middle of"),
        (raw(HEAD, Request.reset), Fault.DIED, "the server closed the connection in the middle"),
        (Request.end, Fault.DIED, "the server closed the connection before it answered"),
        (Request.reset, Fault.DIED, "the server closed the connection before it answered"),
        (
            status("500 Oh\x1b[2J", b"<b>\x1b[31mtrace</b>"),
            Fault.REFUSED,
            "it answered with status 500: '<b>[31mtrace</b>'",
        ),
        (status("503 no"), Fault.REFUSED, "it answered with status 503"),
        (status("204 no"), Fault.REFUSED, "it answered with status 204"),
        (status("401 no"), Fault.REFUSED, "it answered with status 401; set DATAUSAGE_TARGET_"),
        (
            status("302 Found", b"", "Location: http://other.invalid/\x1b[2J"),
            Fault.REFUSED,
            "it redirects to 'http://other.invalid/[2J' (status 302), and nothing is sent there",
        ),
    ],
)
def test_what_goes_wrong_costs_its_own_question(
    misbehave: Callable[[Request], object], fault: Fault, detail: str
) -> None:
    before, bad, after = asked(misbehave, "surveys", "metrics", "surveys")
    assert bad.fault is fault, bad
    assert bad.detail.startswith(detail), bad.detail
    assert bad.answer is None
    assert bad.detail.isprintable()
    assert len(bad.detail) <= 500
    assert (before, after) == (GOOD, GOOD)


@pytest.mark.parametrize(
    ("bad", "fault", "detail"),
    [
        ({}, Fault.GARBLED, "wrote a response with neither of the fields"),
        ({"answer": "t\x1b[2Jls"}, Fault.MALFORMED, "the answer is 't[2Jls', not one of"),
        ({"answer": "tls", "no\x1b[2Jte": 1}, Fault.GARBLED, "wrote a response with the unknown"),
    ],
)
def test_a_response_of_another_form_costs_its_own_question(
    bad: dict[str, Any], fault: Fault, detail: str
) -> None:
    before, found, after = asked(_mixed(bad), "surveys", "metrics", "surveys")
    assert (before, after) == (GOOD, GOOD)
    assert found.fault is fault
    assert found.detail.startswith(detail)
    assert found.detail.isprintable()


def test_an_answer_that_comes_twice_is_none() -> None:
    def twice(request: Request) -> None:
        said = list(map(right, request.messages))
        request.answer(said[0], *said)

    bad, good = asked(twice, "metrics", "surveys")
    assert bad.fault is Fault.GARBLED
    assert bad.detail.startswith("answered request ")
    assert bad.detail.endswith(" twice")
    assert good == GOOD


def test_what_was_answered_before_the_connection_broke_is_kept() -> None:
    def half(request: Request) -> None:
        if len(request.messages) == 1:
            request.answer()
            return
        line = json.dumps(right(request.messages[0])).encode() + b"\n"
        request.send(HEAD + line)
        request.end()

    first, bad, *rest = asked(half, "metrics", *["surveys"] * 5)
    assert first == GOOD
    assert bad.fault is Fault.DIED
    assert bad.detail.endswith("of its answer; alone, each of 5 questions is answered")
    assert rest == [GOOD] * 4


def test_a_server_that_answers_no_batches_is_told_so() -> None:
    def only_one(request: Request) -> None:
        request.answer(right(request.messages[0]))

    first, bad, good = asked(only_one, "metrics", "surveys", "surveys")
    assert (first, good) == (GOOD, GOOD)
    assert bad.fault is Fault.GARBLED
    assert bad.detail == (
        "left 2 of 3 questions of a request unanswered; alone, each of 2 questions is answered"
    )


def test_a_question_that_fails_again_and_again_is_given_up() -> None:
    with serving(Request.reset) as served, closing(caller(served)) as asking:
        found = asking.ask("protection", batch(*["metrics"] * 10))
    assert [outcome.fault for outcome in found[:MOST_FAILURES]] == [Fault.DIED] * MOST_FAILURES
    stopped = "not asked: the server has failed 3 times with protection"
    assert found[MOST_FAILURES:] == [Outcome(None, Fault.STOPPED, stopped)] * (10 - MOST_FAILURES)
