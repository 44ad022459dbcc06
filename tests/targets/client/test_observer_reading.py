"""What is read of requests and bodies: all that came, bounded, and never a guess."""

from __future__ import annotations

import asyncio
import gzip
import socket
import zlib

import pytest
from tests.targets.client.lines_in_memory import Sent

from datausage.targets.client.observer.bodies import unpack
from datausage.targets.client.observer.lines import Meter, TooLongError, Wire
from datausage.targets.client.observer.redaction import STRUCK, strike, strike_headers
from datausage.targets.client.observer.requests import Incoming, NoRequestError

POST = b"POST / HTTP/1.1\r\n"


def read(data: bytes, piece: int = 1_000) -> Incoming:
    incoming = Incoming()

    async def all_of_it() -> None:
        line = Sent(data, piece)
        if await incoming.read_head(line):
            await incoming.read_body(line)

    asyncio.run(all_of_it())
    return incoming


@pytest.mark.parametrize("piece", [1, 2, 7, 1_000])
def test_it_does_not_matter_in_which_pieces_a_request_comes(piece: int) -> None:
    data = POST + b"A: 1\r\na: 2\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    found = read(data, piece)
    assert (bytes(found.body), found.headers["a"], found.lasts) == (b"hello", "1, 2", True)


def test_a_line_on_which_there_is_always_more_leaves_others_their_turn() -> None:
    async def turns() -> int:
        far, near = socket.socketpair()
        far.sendall(bytes(100_000))
        far.close()
        near.setblocking(False)
        line, reading = Wire(near, Meter()), True
        count = 0

        async def others() -> None:
            nonlocal count
            while reading:
                count += 1
                await asyncio.sleep(0)

        waiting = asyncio.create_task(others())
        for _ in range(100):
            line.rest()
            await line.some(1)
        reading = False
        await waiting
        await line.close()
        return count

    assert asyncio.run(turns()) > 2


@pytest.mark.parametrize("size", [b"-1", b"+5", b"0x5", b"", b" ", b"5_0", b"1" * 16, b"\xb2"])
@pytest.mark.parametrize("chunked", [True, False])
def test_a_size_that_makes_no_sense_is_said(size: bytes, *, chunked: bool) -> None:
    head = b"Transfer-Encoding: chunked\r\n\r\n" if chunked else b"Content-Length: "
    with pytest.raises((ValueError, EOFError)):
        read(POST + head + size + b"\r\n\r\n")


def test_a_chunk_that_is_longer_than_it_says_is_said() -> None:
    with pytest.raises(ValueError, match="longer"):
        read(POST + b"Transfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n0\r\n\r\n")


@pytest.mark.parametrize(
    "headers",
    [b"a: " + b"x" * 70_000, b"a: b\r\n" * 1 + b"x" * 100_000, None],
    ids=["one value", "one name", "many"],
)
def test_headers_without_an_end_are_given_up(headers: bytes | None) -> None:
    rows = b"".join(b"h%d: v\r\n" % number for number in range(1_000))
    with pytest.raises(TooLongError):
        read(POST + (headers or rows) + b"\r\n\r\n")


@pytest.mark.parametrize("data", [b"\0\1\2", b"hello\r\n", b"GET\r\n\r\n", b"a" * 100_000])
def test_what_is_no_request_is_kept_as_it_came(data: bytes) -> None:
    incoming = Incoming()
    with pytest.raises(NoRequestError):
        asyncio.run(incoming.read_head(Sent(data)))
    assert data.startswith(incoming.raw)
    assert incoming.raw


def test_a_body_beyond_what_is_kept_is_counted() -> None:
    size = 33_000_000
    found = read(POST + b"Content-Length: %d\r\n\r\n" % size + b"x" * size, 65_536)
    assert (found.size, len(found.body), found.cut) == (size, 32_000_000, True)


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("gzip", gzip.compress(b"a body", mtime=0)),
        ("gzip", gzip.compress(b"a ", mtime=0) + gzip.compress(b"body", mtime=0)),
        ("", gzip.compress(b"a body", mtime=0)),
        ("deflate", zlib.compress(b"a body")),
        ("deflate", zlib.compress(b"a body", wbits=-15)),
        ("deflate, gzip", gzip.compress(zlib.compress(b"a body"), mtime=0)),
        ("identity", b"a body"),
        ("", b"a body"),
    ],
)
def test_a_body_is_told_as_it_was_before_it_was_packed(encoding: str, data: bytes) -> None:
    found = unpack(data, encoding)
    assert (found.data, found.cut, found.fault) == (b"a body", False, "")


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_body_that_breaks_off_is_told_as_far_as_it_goes(encoding: str) -> None:
    packer = zlib.compressobj(wbits=31 if encoding == "gzip" else 15)
    data = packer.compress(b"a body" * 1_000) + packer.flush(zlib.Z_SYNC_FLUSH)
    found = unpack(data, encoding)
    assert found.data == b"a body" * 1_000
    assert found.fault == f"{encoding}: it ends in the middle"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "compress", "a" * 5_000])
def test_a_body_that_cannot_be_unpacked_stands_there_as_it_came(encoding: str) -> None:
    found = unpack(b"no such thing", encoding)
    assert found.data == b"no such thing"
    assert found.fault


def test_a_small_body_that_unpacks_to_a_huge_one_is_cut() -> None:
    bomb = gzip.compress(gzip.compress(b"\0" * 300_000_000))
    found = unpack(bomb, "gzip, gzip")
    assert found.cut
    assert len(found.data) == 8_000_000


@pytest.mark.parametrize(
    "secret",
    [
        "sk-ant-api03-fakefakefakefakefakefake-FAKEAA",
        "AKIAFAKEFAKEFAKEFAKE",
        "ghp_0123456789abcdef0123456789abcdef0123",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
        "AIza" + "x" * 35,
        "client-" + "a1" * 20,
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n",
    ],
)
def test_what_looks_like_a_key_is_struck_out(secret: str) -> None:
    said = strike(f'{{"some": "{secret}"}}')
    assert said.startswith(f'{{"some": "{STRUCK}')
    assert secret not in said


def test_a_secret_is_struck_out_and_its_name_stays() -> None:
    assert strike("Bearer abcdefgh12345") == f"Bearer {STRUCK}"
    assert strike("?X-Amz-Signature=0123456789&b=c") == f"?X-Amz-Signature={STRUCK}&b=c"
    assert strike('{"access_token": "abcdefgh12"}') == f'{{"access_token": "{STRUCK}"}}'
    assert strike_headers({"authorization": "any", "a": "b"}) == {"authorization": STRUCK, "a": "b"}


@pytest.mark.parametrize(
    "canary",
    [
        "canary_f81d4fae7dec11d0a76500a0c91e6bf6",
        "Y2FuYXJ5X2Y4MWQ0ZmFlN2RlYzExZDBhNzY1MDBhMGM5MWU2YmY2",
        "/home/user/project/canary.py",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "def signature(): return credential",
    ],
)
def test_what_payloads_are_searched_for_is_never_struck_out(canary: str) -> None:
    assert strike(canary) == canary


def test_striking_out_takes_no_longer_for_hostile_texts() -> None:
    for text in (
        "-----BEGIN PRIVATE KEY-----" * 40_000,
        "eyJ" * 300_000,
        "sk-" * 300_000,
        "a=" * 500_000,
    ):
        assert strike(text)
