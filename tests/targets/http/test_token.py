"""The token goes to the target, and nowhere else."""

from __future__ import annotations

import logging
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from datausage.targets.error import TargetError
from datausage.targets.http.calling import HttpCaller
from datausage.targets.http.token import VARIABLE, Token, token

from .asking import caller
from .servers import Request, batch, serving

if TYPE_CHECKING:
    from collections.abc import Callable

SECRET = "s3cret-token.~+/=="  # noqa: S105 - it opens nothing


def test_it_is_sent_with_every_request() -> None:
    with serving() as served, closing(caller(served, DATAUSAGE_TARGET_TOKEN=SECRET)) as asking:
        asking.ask("protection", batch("metrics"))
        sent = {request.headers["authorization"] for request in served.requests}
        assert sent == {f"Bearer {SECRET}"}


def test_without_one_nothing_is_sent() -> None:
    with serving() as served, closing(caller(served)):
        assert "authorization" not in served.requests[0].headers


def _answered(text: str) -> Callable[[Request], None]:
    return lambda request: request.reply(text.replace("ID", str(request.ids[0])).encode())


ESCAPED = "".join(f"\\u{ord(letter):04x}" for letter in SECRET)


@pytest.mark.parametrize(
    "misbehave",
    [
        lambda r: r.reply(SECRET.encode(), "500 no"),
        lambda r: r.reply(b"", "302 x", f"Location: http://a/?t={SECRET}"),
        lambda r: r.reply(b"", "200 OK", f"Content-Encoding: {SECRET}"),
        lambda r: r.reply(f"page {SECRET}".encode(), media=f"text/{SECRET}"),
        # Cut where a detail ends, it would not be found any more.
        lambda r: r.reply(b"x" * 88 + SECRET.encode(), "500 no"),
        _answered("{" + SECRET),
        _answered("{" + "x" * 46 + SECRET),
        _answered('{"id": ID, "answer": "' + SECRET + '"}'),
        _answered('{"id": ID, "answer": "' + ESCAPED + '"}'),
        _answered('{"id": ID, "error": "' + ESCAPED + '"}'),
        _answered('{"id": ID, "' + ESCAPED + '": "x"}'),
    ],
)
def test_a_server_that_sends_it_back_does_not_make_it_known(
    misbehave: Callable[[Request], object], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with (
        serving(misbehave) as served,
        closing(caller(served, DATAUSAGE_TARGET_TOKEN=SECRET)) as asking,
    ):
        (bad,) = asking.ask("protection", batch("metrics"))
    assert bad.fault is not None
    assert SECRET[:8] not in repr(bad)
    assert SECRET not in caplog.text


def test_an_answer_of_any_form_is_without_it() -> None:
    def handle(request: Request) -> None:
        settings = {"a": [{SECRET: f"x{SECRET}y"}]}
        answer = {"environment": {"TOKEN": SECRET}, "settings": settings}
        request.answer({"id": request.ids[0], "answer": answer})

    situation = {"environment": {}, "settings": {}}
    with serving(handle) as served, closing(caller(served, DATAUSAGE_TARGET_TOKEN=SECRET)) as one:
        (outcome,) = one.ask("environment", [lambda: situation])
    assert outcome.fault is None
    assert outcome.answer == {
        "environment": {"TOKEN": "(token)"},
        "settings": {"a": [{"(token)": "x(token)y"}]},
    }


def test_it_does_not_travel_where_others_can_read_it() -> None:
    with pytest.raises(TargetError, match="could be read on its way") as refused:
        HttpCaller("http://target.invalid/", {VARIABLE: SECRET})
    assert SECRET not in str(refused.value)
    proxied = {VARIABLE: SECRET, "DATAUSAGE_TARGET_PROXY": "http://127.0.0.1:9"}
    with pytest.raises(TargetError, match="could be read on its way"):
        HttpCaller("http://127.0.0.1/", proxied)


@pytest.mark.parametrize("text", [f"{SECRET}\n", f"{SECRET} x", "ä" + SECRET, f"{SECRET}\r\nA: b"])
def test_one_that_cannot_be_sent_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(TargetError, match=f"{VARIABLE}: its value is no bearer token") as refused:
        token({VARIABLE: text})
    assert SECRET not in str(refused.value)


def test_its_representation_does_not_show_it() -> None:
    assert repr(Token(SECRET)) == "Token((token))"


def test_what_a_server_has_written_does_not_reach_the_logs(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def strange(request: Request) -> None:
        head = b"HTTP/1.1 200 OK\r\nA: b\r\nno \x1b[2J header\r\nContent-Length: 3\r\n\r\n{]\n"
        request.send(head)

    caplog.set_level(logging.DEBUG)
    with serving(strange) as served, closing(caller(served)) as asking:
        (bad,) = asking.ask("protection", batch("metrics"))
    assert bad.fault is not None
    assert caplog.text == ""
