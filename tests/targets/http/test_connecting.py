"""Connections: shaking hands, asking again, and a connection for each caller."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from datausage.targets.error import TargetError
from datausage.targets.http.server import TRIES
from datausage.targets.outcome import Fault

from .asking import GOOD, LONG, caller
from .misbehaving import HEAD, PAGE, raw, says, status
from .servers import CONTRACT, Request, batch, serving

if TYPE_CHECKING:
    from collections.abc import Callable


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
    [status("500 no"), raw(HEAD + b"{"), raw(b"HTT"), says("{")],
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
        (status("500 no", b"\x1b[2Jwhy"), "(refused): it answered with status 500: '[2Jwhy'"),
        (status("403 no"), "(refused): it answered with status 403; set DATAUSAGE_TARGET_TOKEN"),
        (says(PAGE, media="text/html"), "(garbled): answered with text/html, and not with"),
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
