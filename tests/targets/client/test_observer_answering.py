"""What the observer answers: the scene to the main conversation, and little to all others."""

from __future__ import annotations

import base64
import binascii
import json
import struct
from typing import Any

import pytest

from datausage.targets.client.observer.hosts import Hosts
from datausage.targets.client.observer.model import Model
from datausage.targets.client.observer.names import Names, plain
from datausage.targets.client.observer.places import split
from datausage.targets.client.observer.resolver import Resolver
from datausage.targets.client.observer.tap import parse

ANSWERS = ({"tool": "Read", "input": {"file_path": "x" * 450}}, {"text": "done"})
MODEL = "/v1/messages"
BEDROCK = "/model/us.anthropic.claude%3A0"
VERTEX = "/v1/projects/p/locations/l/publishers/anthropic/models/claude"


def hosts() -> Hosts:
    return Hosts(Model("say hi", ANSWERS, "mark"))


def asked(turns: int = 0, prompt: str = "say hi", **more: Any) -> bytes:
    messages: list[dict[str, Any]] = [
        {"role": "user", "content": [{"type": "text", "text": prompt}]}
    ]
    for _ in range(turns):
        messages += [{"role": "assistant", "content": []}, {"role": "user", "content": "go on"}]
    return json.dumps({"model": "claude-x", "tools": [{}], "messages": messages, **more}).encode()


def said(body: bytes, path: str = MODEL) -> Any:
    answer = hosts().answer("api.anthropic.com", "POST", path, body)
    assert answer.status == 200
    return json.loads(answer.data)["content"][0]


def test_each_turn_has_its_answer_and_the_last_is_repeated() -> None:
    assert said(asked(0))["name"] == "Read"
    assert [said(asked(turns))["text"] for turns in (1, 2, 9)] == ["done"] * 3


@pytest.mark.parametrize(
    "body",
    [
        asked(prompt="something else"),
        asked(tools=[]),
        b'{"messages": "say hi", "tools": [1]}',
        b'{"messages": [1, {"role": "user", "content": [1, {"text": 2}]}], "tools": [1]}',
        b"[1]",
        b"no json",
        b"[" * 100_000,
    ],
)
def test_whoever_is_not_the_main_conversation_gets_a_word(body: bytes) -> None:
    assert said(body) == {"type": "text", "text": "ok"}


def events_of(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(row[6:]) for row in data.decode().splitlines() if row.startswith("data: ")]


def frames_of(data: bytes) -> list[dict[str, Any]]:
    found = []
    while data:
        size, headers, total = struct.unpack(">III", data[:12])
        assert binascii.crc32(data[:8]) == total
        assert binascii.crc32(data[: size - 4]) == struct.unpack(">I", data[size - 4 : size])[0]
        payload = json.loads(data[12 + headers : size - 4])
        found.append(json.loads(base64.b64decode(payload["bytes"])))
        data = data[size:]
    return found


@pytest.mark.parametrize(
    ("path", "more", "read"),
    [
        (MODEL, {"stream": True}, events_of),
        (f"{BEDROCK}/invoke-with-response-stream", {}, frames_of),
        (f"{VERTEX}:streamRawPredict", {}, events_of),
    ],
)
def test_a_stream_says_the_same_in_pieces(path: str, more: dict[str, Any], read: Any) -> None:
    events = read(hosts().answer("host", "POST", path, asked(**more)).data)
    kinds = [one["type"] for one in events]
    assert kinds[:2] == ["message_start", "content_block_start"]
    assert kinds[-2:] == ["message_delta", "message_stop"]
    pieces = [
        one["delta"]["partial_json"] for one in events if one["type"] == "content_block_delta"
    ]
    assert len(pieces) > 2
    assert json.loads("".join(pieces)) == ANSWERS[0]["input"]
    assert events[-2]["delta"]["stop_reason"] == "tool_use"


@pytest.mark.parametrize("path", [f"{BEDROCK}/invoke", f"{VERTEX}:rawPredict"])
def test_the_model_answers_at_once_as_well(path: str) -> None:
    assert said(asked(5), path) == {"type": "text", "text": "done"}


@pytest.mark.parametrize(
    ("host", "path", "status"),
    [
        ("api.anthropic.com", "/api/hello", 200),
        ("api.anthropic.com", "/api/nothing/known", 404),
        ("api.anthropic.com", "/api/claude_cli_feedback", 200),
        ("api.anthropic.com", "/api/event_logging/batch", 200),
        ("sentry.io", "/api/0/envelope/", 200),
        ("sentry.io", "/api/4508259541909504/envelope/", 200),
        ("statsig.anthropic.com", "/v1/initialize", 200),
        ("statsig.anthropic.com", "/v1/rgstr", 202),
        ("169.254.169.254", "/latest/meta-data", 404),
        ("metadata.google.internal", "/computeMetadata/v1", 404),
        ("host.example", "/", 200),
    ],
)
def test_hosts_answer_as_their_makers_do_and_machines_know_nothing(
    host: str, path: str, status: int
) -> None:
    assert hosts().answer(host, "POST", path, b"{}").status == status


@pytest.mark.parametrize("path", [MODEL, f"{BEDROCK}/invoke", f"{VERTEX}:rawPredict"])
def test_counting_words_is_not_asking_the_model(path: str) -> None:
    assert Hosts.is_model("POST", path)
    assert not Hosts.is_model("GET", path)
    assert not Hosts.is_model("POST", f"{MODEL}/count_tokens")
    assert not Hosts.is_model("POST", "/v1/models/count-tokens:rawPredict")


HEAD = struct.pack(">HHHHHH", 7, 0x100, 1, 0, 0, 0)
ASKED = b"\x01a\x00\0\1\0\1"


@pytest.mark.parametrize(
    ("message", "answered"),
    [
        (b"", False),
        (HEAD[:11], False),
        (HEAD[:2] + b"\x81\x80" + HEAD[4:] + ASKED, False),
        (HEAD, True),
        (HEAD + b"\xc0\x0c" + ASKED[-4:], True),
        (HEAD + b"\x05ab", True),
        (HEAD + ASKED[:-1], True),
        (HEAD + (b"\x3f" + b"a" * 63) * 5 + ASKED, True),
        (HEAD[:4] + b"\0\2" + HEAD[6:] + ASKED, True),
    ],
)
def test_what_no_resolver_understands_is_told(message: bytes, *, answered: bool) -> None:
    told: list[tuple[str, dict[str, Any]]] = []

    class Told:
        def line(self, kind: str, **fields: Any) -> None:
            told.append((kind, fields))

    resolver = Resolver(Told(), Names())  # type: ignore[arg-type]
    assert bool(resolver.answer(message)) == answered
    kind, fields = told[0]
    assert (kind, fields["name"], fields["size"]) == ("dns", "(no name)", len(message))


def test_names_keep_their_addresses_and_there_is_no_end_of_them() -> None:
    names = Names()
    first = names.addresses("a.example")
    assert names.addresses("b.example") != first == names.addresses("a.example")
    assert names.behind(str(first[0])) == names.behind(str(first[1])) == "a.example"
    for number in range(70_000):
        last = names.addresses(f"n{number}.example")
    assert names.behind(str(last[0])) is None


@pytest.mark.parametrize(
    ("written", "host", "port"),
    [
        ("a.example", "a.example", 9),
        ("A.example.:80", "a.example", 80),
        ("[::1]:80", "::1", 80),
        ("[::1]", "::1", 9),
        ("a:b", "a", 9),
        ("a:99999", "a", 9),
        ("", "", 9),
    ],
)
def test_hosts_are_split_from_their_ports(written: str, host: str, port: int) -> None:
    assert split(written, 9) == (host, port)


@pytest.mark.parametrize(
    ("address", "said"), [("::ffff:1.2.3.4", "1.2.3.4"), ("fe80::1%lo", "fe80::1"), ("no", "no")]
)
def test_addresses_are_written_as_people_do(address: str, said: str) -> None:
    assert plain(address) == said


@pytest.mark.parametrize("size", range(80))
def test_frames_that_are_cut_off_say_nothing_and_do_no_harm(size: int) -> None:
    for kind in (b"\x08\x00\x45", b"\x86\xdd\x60", b"\x08\x06\x00"):
        parse((bytes(12) + kind + bytes(6) + b"\x06" * 60)[:size])
