"""Asking a server: answers in order, whatever it does wrong."""

from __future__ import annotations

import gzip
import json
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from datausage.targets.error import TargetError
from datausage.targets.http import errand
from datausage.targets.http.calling import MOST_FAILURES, MOST_TOGETHER, HttpCaller
from datausage.targets.http.server import TRIES
from datausage.targets.outcome import Fault, Outcome

from .servers import CONTRACT, Request, Served, batch, right, serving

if TYPE_CHECKING:
    from collections.abc import Callable

GOOD = Outcome("tls")
SHORT = 1.0
LONG = 12.0
"""Seconds for which nobody waits who waits for a short time, a few times over."""
BAD = "metrics"
"""The channel at which servers misbehave; they answer the others."""


def caller(
    served: Served, *, timeout: float = 10, patience: float = 10, **environment: str
) -> HttpCaller:
    return HttpCaller(served.address, environment, timeout=timeout, load_timeout=patience)


def asked(
    misbehave: Callable[[Request], object], *channels: str, timeout: float = 10
) -> list[Outcome]:
    """Return what comes back for a batch; and look that another question goes on as before."""

    def handle(request: Request) -> None:
        (misbehave if request.asks(BAD) else Request.answer)(request)

    with serving(handle) as served, closing(caller(served, timeout=timeout)) as asking:
        # So that what is asked next comes in one request.
        assert asking.ask("protection", batch(*["surveys"] * 40)) == [GOOD] * 40
        outcomes = asking.ask("protection", batch(*channels))
        assert len(outcomes) == len(channels)
        (other,) = asking.ask("provider", [lambda: {"environment": {}, "settings": {}}])
        assert other.fault is Fault.MALFORMED
    return outcomes


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


def _body(data: bytes | str, **options: str) -> Callable[[Request], None]:
    body = data if isinstance(data, bytes) else data.encode()
    return lambda request: request.reply(body, **options)


def _status(status: str, body: bytes = b"", *fields: str) -> Callable[[Request], None]:
    return lambda request: request.reply(body, status, *fields)


def _raw(data: bytes, after: Callable[[Request], object] = Request.end) -> Callable[..., None]:
    def handle(request: Request) -> None:
        request.send(data)
        after(request)

    return handle


def _flood(request: Request) -> None:
    request.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
    for _ in range(100):
        request.send(b"x" * 1_000_000)


def _encoded(request: Request) -> None:
    body = gzip.compress(b"x" * 10_000_000)
    request.reply(body, "200 OK", "Content-Encoding: gzip\x1b[2J")


PAGE = "<html>\x1b[2J<script>alert(1)</script>\nno gateway</html>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"


@pytest.mark.parametrize(
    ("misbehave", "fault", "detail"),
    [
        (_body("{]\n"), Fault.GARBLED, "wrote a line that is not JSON ("),
        (_body('{"id": 1, "ans'), Fault.GARBLED, "wrote a line that is not JSON ("),
        (_body(b"\xff\xfe\n"), Fault.GARBLED, "wrote a line that is not UTF-8, from byte 1 on"),
        (_body("7\n"), Fault.GARBLED, "wrote a line that is JSON and no response: '7'"),
        (_body('{"id": 9999, "answer": "tls"}'), Fault.GARBLED, "answered request 9999, which is"),
        (_body(""), Fault.GARBLED, "left 1 of 1 questions of a request unanswered"),
        (
            _body(PAGE, media="text/\x1b[2Jhtml"),
            Fault.GARBLED,
            "answered with text/[2Jhtml, and not with responses of the contract: '<html>[2J<script",
        ),
        (
            _body(("text" * 50 + "\n") * 8_000),
            Fault.GARBLED,
            "wrote more than 1,000,000 bytes beside its",
        ),
        (_flood, Fault.GARBLED, "wrote a line of more than 1,000,000 bytes"),
        (_encoded, Fault.GARBLED, "answered in the encoding 'gzip[2J': nobody asked for it"),
        (_raw(b"SSH-2.0-x\x1b[2J\r\n"), Fault.GARBLED, "what the server wrote is not HTTP"),
        (_raw(b"HTTP/1.1 20"), Fault.GARBLED, "what the server wrote is not HTTP"),
        (_raw(HEAD + b'{"id'), Fault.DIED, "the server closed the connection in the middle of"),
        (_raw(HEAD, Request.reset), Fault.DIED, "the server closed the connection in the middle"),
        (Request.end, Fault.DIED, "the server closed the connection before it answered"),
        (Request.reset, Fault.DIED, "the server closed the connection before it answered"),
        (
            _status("500 Oh\x1b[2J", b"<b>\x1b[31mtrace</b>"),
            Fault.REFUSED,
            "it answered with status 500: '<b>[31mtrace</b>'",
        ),
        (_status("503 no"), Fault.REFUSED, "it answered with status 503"),
        (_status("204 no"), Fault.REFUSED, "it answered with status 204"),
        (_status("401 no"), Fault.REFUSED, "it answered with status 401; set DATAUSAGE_TARGET_"),
        (
            _status("302 Found", b"", "Location: http://other.invalid/\x1b[2J"),
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


def _trickle(data: bytes) -> Callable[[Request], None]:
    def handle(request: Request) -> None:
        for byte in data:
            request.send(bytes([byte]))
            time.sleep(LONG / 60)

    return handle


@pytest.mark.parametrize(
    "misbehave",
    [
        lambda _: time.sleep(LONG),
        _trickle(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 60),
        _trickle(b"HTTP/1.1 100 Continue\r\n\r\n" * 3),
        _trickle(HEAD + b" " * 60),
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
    endless = _trickle(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 300)
    with serving(endless) as served, closing(caller(served, timeout=SHORT)) as asking:
        (bad,) = asking.ask("protection", batch("metrics"))
        assert bad.fault is Fault.TIMED_OUT
        for _ in range(100):
            if not [thread for thread in threading.enumerate() if thread.name == errand.NAME]:
                return
            time.sleep(0.05)
        raise AssertionError("a thread waits for it for ever")


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


def test_requests_that_hang_are_not_asked_one_by_one_for_ever() -> None:
    began = time.monotonic()
    found = asked(lambda _: time.sleep(LONG), *["metrics"] * 30, timeout=SHORT)
    assert time.monotonic() - began < LONG
    faults = [outcome.fault for outcome in found]
    assert faults == [Fault.TIMED_OUT] * MOST_FAILURES + [Fault.STOPPED] * 27


def test_a_server_that_is_gone_is_told() -> None:
    with serving() as served:
        asking = caller(served)
        assert asking.ask("protection", batch("metrics")) == [GOOD]
    with closing(asking):
        found = asking.ask("protection", batch(*["metrics"] * 5))
    assert [outcome.fault for outcome in found] == [Fault.UNREACHABLE] * 3 + [Fault.STOPPED] * 2
    origin = served.address.removesuffix("/ask")
    assert found[0].detail == f"no connection to {origin} (Connection refused); is it running?"


# --- asking again


def test_a_request_of_which_nothing_was_answered_is_sent_again() -> None:
    failures = iter([Request.reset, Request.end])

    def handle(request: Request) -> None:
        next(failures, Request.answer)(request)

    with serving(handle) as served, closing(caller(served)) as asking:
        assert asking.ask("protection", batch("metrics")) == [GOOD]
        assert len(served.sizes) == TRIES


@pytest.mark.parametrize(
    "misbehave",
    [_status("500 no"), _raw(HEAD + b"{"), _raw(b"HTT"), _body("{")],
    ids=["status", "half", "status line", "garbage"],
)
def test_a_request_that_was_answered_is_not_sent_again(
    misbehave: Callable[[Request], object],
) -> None:
    with serving(misbehave) as served, closing(caller(served)) as asking:
        (bad,) = asking.ask("protection", batch("metrics"))
        assert bad.fault is not None
        assert len(served.sizes) == 1


def test_a_server_that_comes_late_is_waited_for_a_moment() -> None:
    with serving() as served:
        pass
    began = time.monotonic()
    with pytest.raises(TargetError, match=r"\(unreachable\): no connection to http://127"):
        caller(served)
    assert 0.2 < time.monotonic() - began < 10


# --- shaking hands


@pytest.mark.parametrize(
    ("first", "message"),
    [
        (Request.reset, "(died): the server closed the connection before it answered"),
        (lambda _: time.sleep(LONG), "(timed-out): no answer within 5 seconds"),
        (_status("500 no", b"\x1b[2Jwhy"), "(refused): it answered with status 500: '[2Jwhy'"),
        (_status("403 no"), "(refused): it answered with status 403; set DATAUSAGE_TARGET_TOKEN"),
        (_body(PAGE, media="text/html"), "(garbled): answered with text/html, and not with"),
        (
            lambda r: r.answer({"id": 0, "answer": {**CONTRACT, "contract": 2}}),
            "(malformed): field 'contract' is 2, not 1",
        ),
        (
            lambda r: r.answer({"id": 0, "answer": {**CONTRACT, "colour": "red"}}),
            "(malformed): field 'colour' is unknown",
        ),
    ],
)
def test_a_server_that_does_not_shake_hands_is_refused(
    first: Callable[[Request], object], message: str
) -> None:
    with serving(first=first) as served, pytest.raises(TargetError) as refused:
        caller(served, patience=5)
    said = str(refused.value)
    assert said.startswith(f"{served.address} did not say what it offers {message}"), said
    assert said.isprintable()


def test_another_caller_has_a_connection_of_its_own() -> None:
    with serving() as served, closing(caller(served)) as one, closing(one.fresh()) as other:
        assert one.ask("protection", batch("metrics")) == [GOOD]
        assert other.ask("protection", batch("metrics")) == [GOOD]
        assert other.calls["protection"] == 1
        assert served.connections == 2


def test_a_caller_that_is_closed_opens_another_connection_when_it_is_asked() -> None:
    with serving() as served, closing(caller(served)) as asking:
        asking.close()
        assert asking.ask("protection", batch("metrics")) == [GOOD]
        assert served.connections == 2
