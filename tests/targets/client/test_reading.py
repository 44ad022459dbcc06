"""What a run leaves in its folder, read into an observation with its controls."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from datausage.targets.client import reading
from datausage.targets.client.observation import Contact, Request
from datausage.targets.client.scene import Scene

if TYPE_CHECKING:
    from pathlib import Path

    from datausage.targets.client.observation import Observation

HTTP = {
    "t": 0.5,
    "kind": "http",
    "way": "tls",
    "host": "api.anthropic.com",
    "port": 443,
    "method": "POST",
    "path": "/v1/messages?beta=true",
    "status": 200,
    "headers": {"a": "b"},
    "body": "{}",
    "size": 2,
    "process": "node",
}
TCP = {"t": 0.4, "kind": "tcp", "address": "10.64.0.1", "port": 443, "name": None}
END = {"t": 9, "kind": "end"}
ENDED = {"code": 0, "planted": True, "left": 0, "seconds": 1.5, "kept": ["a"]}


def read(
    folder: Path, lines: list[Any], said: dict[str, Any] | None = None, output: str = "hi there\n"
) -> Observation:
    (folder / "net.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    (folder / "output").write_text(output)
    return reading.observation(folder, Scene(), ENDED if said is None else said)


def test_all_is_read(tmp_path: Path) -> None:
    names = [{"t": 0, "kind": "dns", "name": name, "qtype": 1} for name in "aba"]
    refused = [{"t": 0, "kind": "refused", "name": "c"}]
    (tmp_path / "errors").write_bytes(b"bad \xff")
    seen = read(tmp_path, [*names, *refused, TCP, HTTP, END])
    assert seen.controls.lacking == ()
    fields = {name: HTTP[name] for name in HTTP if name not in ("t", "kind")}
    assert seen.requests == (Request(at=0.5, **fields),)  # type: ignore[arg-type]
    assert seen.contacts == (Contact("tcp", "10.64.0.1", 443),)
    assert (seen.names, seen.refused, seen.kept) == (("a", "b"), ("c",), ("a",))
    assert (seen.code, seen.seconds, seen.left, seen.trouble) == (0, 1.5, 0, "")
    assert (seen.output, seen.errors) == ("hi there\n", "bad \ufffd")


@pytest.mark.parametrize(
    ("more", "unread"),
    [
        ({}, ""),
        ({"cut": False, "fault": ""}, ""),
        ({"cut": True}, "it is cut off"),
        ({"cut": True, "fault": "br: brotli is not installed"}, "br: brotli is not installed"),
    ],
)
def test_a_body_that_was_not_read_whole_says_so(
    tmp_path: Path, more: dict[str, Any], unread: str
) -> None:
    (request,) = read(tmp_path, [TCP, {**HTTP, **more}, END]).requests
    assert request.unread == unread


def test_who_was_started_by_the_client_is_a_child(tmp_path: Path) -> None:
    above = {"above": ["sh", "node"]}
    seen = read(tmp_path, [{**TCP, **above}, TCP, {**HTTP, **above}, {**HTTP, "above": []}, END])
    assert [one.child for one in seen.contacts] == [True, False]
    assert [one.child for one in seen.requests] == [True, False]


def test_packets_of_other_protocols_and_names_in_handshakes_are_told(tmp_path: Path) -> None:
    other = {**TCP, "kind": "ip", "port": 253}
    hellos = [
        {"t": 0, "kind": "hello", "name": "a.example", "host": "a.example"},
        {"t": 0, "kind": "hello", "name": "hidden.example", "host": "a.example"},
    ]
    seen = read(tmp_path, [other, *hellos, END])
    assert seen.contacts == (Contact("ip", "10.64.0.1", 253),)
    assert seen.names == ("hidden.example",)


@pytest.mark.parametrize(
    ("lines", "said", "output", "lacking"),
    [
        ([TCP, HTTP, END], {**ENDED, "code": 1}, "hi there", ("exited",)),
        ([TCP, HTTP, END], {"planted": True}, "hi there", ("exited",)),
        ([TCP, HTTP, END], ENDED, "hello", ("spoke",)),
        ([TCP, HTTP, END], {**ENDED, "planted": False}, "hi there", ("planted",)),
        ([TCP, {**HTTP, "path": "/v1/initialize"}, END], ENDED, "hi there", ("model",)),
        ([TCP, END], ENDED, "hi there", ("model",)),
        ([TCP, HTTP], ENDED, "hi there", ("tapped",)),
        ([TCP, END, HTTP], ENDED, "hi there", ("tapped",)),
        ([HTTP, END], ENDED, "hi there", ("tapped",)),
        ([], {}, "", ("exited", "spoke", "planted", "model", "tapped")),
    ],
)
def test_each_control_is_lacking_where_it_was_not_seen(
    tmp_path: Path, lines: list[Any], said: dict[str, Any], output: str, lacking: tuple[str, ...]
) -> None:
    assert read(tmp_path, lines, said, output).controls.lacking == lacking


@pytest.mark.parametrize(
    "path",
    [
        "/v1/messages",
        "/model/us.anthropic.claude/invoke-with-response-stream",
        "/v1/projects/p/locations/l/publishers/anthropic/models/m:streamRawPredict",
        "/v1/projects/p/locations/l/publishers/anthropic/models/m:rawPredict",
    ],
)
def test_the_model_of_every_provider_counts(tmp_path: Path, path: str) -> None:
    assert read(tmp_path, [TCP, {**HTTP, "path": path}, END]).controls.model


def test_an_answer_without_text_is_never_spoken(tmp_path: Path) -> None:
    (tmp_path / "net.jsonl").write_text(json.dumps(END))
    (tmp_path / "output").write_text("anything")
    for answers in ((), ({"text": ""},), ({"tool": "Read", "input": {}},)):
        seen = reading.observation(tmp_path, Scene(answers=answers), ENDED)
        assert not seen.controls.spoke


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "null",
        '{"t": 1}',
        "[" * 100_000,
        json.dumps({**HTTP, "port": "x"}),
        json.dumps({**HTTP, "headers": 3}),
        json.dumps({**HTTP, "t": "nan"}),
        json.dumps({name: HTTP[name] for name in HTTP if name != "host"}),
        json.dumps({"kind": "tcp", "t": 1}),
    ],
)
def test_what_cannot_be_read_is_said_and_never_left_out(tmp_path: Path, line: str) -> None:
    (tmp_path / "net.jsonl").write_text(f"{json.dumps(END)}\n{line}\n")
    with pytest.raises(reading.UnreadableError, match=r"net.jsonl"):
        reading.observation(tmp_path, Scene(), ENDED)


@pytest.mark.parametrize("text", ["", "{", "[]", "\udcff"])
def test_an_end_that_cannot_be_read_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "ended.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(reading.UnreadableError, match=r"ended.json"):
        reading.ended(tmp_path)


def test_a_log_without_bounds_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_MOST_LOG", 100)
    with pytest.raises(reading.UnreadableError, match="more than 100 bytes"):
        read(tmp_path, [TCP] * 3)


def test_trouble_of_the_observer_makes_the_run_none(tmp_path: Path) -> None:
    lines = [TCP, HTTP, {"kind": "trouble", "t": 1, "where": "tap", "error": "gone"}, END]
    assert read(tmp_path, lines).trouble == "the observer had trouble: tap: gone"
