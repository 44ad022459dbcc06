"""What is kept of runs is all that was seen, in the form that the evidence reads."""

from __future__ import annotations

from dataclasses import fields

from tests.targets.client.seeing import SOUND, MadeUp, request

from datausage.evidence import runs
from datausage.targets.client import observation, scene
from datausage.targets.client.calling import ClientCaller
from datausage.targets.client.observation import Contact, Observation
from datausage.targets.client.services import services

KNOWN = {"name": "claude-code", "version": "2.0.30", "sha256": "a" * 64}


def _names(kind: type) -> set[str]:
    return {one.name for one in fields(kind)}


def _told(seen: Observation) -> runs.Run:
    caller = ClientCaller(lambda _: seen, services("2.0.30"), KNOWN)
    names = caller.needs("provider", {"environment": {}, "settings": {}}) or frozenset()
    caller.prepare(names, lambda *_: None)
    caller.close()
    found = runs.told(caller.recorded())
    assert found.client.version == "2.0.30"
    assert runs.read(runs.written(found))[1] == found
    return found.runs[0]


def test_nothing_that_was_given_or_seen_is_left_out_without_a_word() -> None:
    assert _names(runs.Scene) == _names(scene.Scene)
    assert _names(runs.Request) == _names(observation.Request) | {"services"}
    assert _names(runs.Contact) == _names(observation.Contact)
    # What the client has written may hold anything, and shows nothing about the network.
    left_out = {"output", "errors"}
    assert _names(Observation) - left_out <= _names(runs.Run)


def test_what_was_seen_is_told_with_what_it_belongs_to() -> None:
    seen = Observation(
        SOUND,
        requests=(
            request("statsig.anthropic.com", "/v1/rgstr", "x" * 9_000, unread="cut short"),
            request("evil.example", "/y", "{}"),
        ),
        names=("statsig.anthropic.com", "evil.example"),
        contacts=(Contact("ip", "10.0.0.1", 1, None), Contact("tcp", "::1", 443, "evil.example")),
        refused=("a.example",),
        code=0,
        screens={"bug-sent": "x"},
        kept=("s",),
        interfaces=("lo",),
        tries=2,
        seconds=3,
    )
    told = _told(seen)
    assert told.on == ("metrics",)
    assert told.requests[0].services == ("metrics",)
    assert told.requests[0].unread == "cut short"
    assert len(told.requests[0].body) == 4_000
    assert told.requests[1].services == ()
    assert any("evil.example/y" in words for words in told.strangers)
    assert told.contacts[0].name == ""
    assert (told.refused, told.screens, told.kept, told.tries) == (
        ("a.example",),
        ("bug-sent",),
        ("s",),
        2,
    )
    assert told.sound


def test_a_client_that_follows_the_page_is_told_without_strangers() -> None:
    caller = ClientCaller(MadeUp(), services("2.0.30"), KNOWN)
    names = caller.needs("traffic", {"environment": {}, "settings": {}, "service": "metrics"})
    caller.prepare(names or (), lambda *_: None)
    caller.close()
    found = runs.told(caller.recorded()).runs
    assert [run.strangers for run in found] == [()] * len(found)
    assert {"metrics", "error-reports", "model"} <= set(found[0].on)
