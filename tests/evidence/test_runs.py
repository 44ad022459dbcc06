"""What was seen of each run is kept whole, bounded and readable, whatever it holds."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from datausage.evidence import opening, runs
from datausage.evidence.plain import MalformedError

from .building import HOSTILE
from .seen import SCENE, contact, request, run, several


def test_what_was_written_is_read_again() -> None:
    told = several(run(), run("b" * 64, {"DISABLE_TELEMETRY": "1"}, since="2025-11-20", code=None))
    head, found = runs.read(runs.written(told))
    assert found == told
    assert head.runs == 2
    assert head.client == told.client


def test_the_head_says_that_nothing_could_leave() -> None:
    told = several(run(), run(contacts=(contact("fd00::1"), contact(), contact("somewhere"))))
    head, _ = runs.read(runs.written(told))
    assert head.network.says == runs.SEALED
    assert head.network.interfaces == {"lo": 2}
    assert head.network.destinations == {"ipv4": 2, "ipv6": 1, "other": 1}
    assert head.network.unseen == 0


@pytest.mark.parametrize("interfaces", [("lo", "eth0"), ()])
def test_the_head_does_not_say_so_where_nobody_knows(interfaces: tuple[str, ...]) -> None:
    head, _ = runs.read(runs.written(several(run(), run(interfaces=interfaces))))
    assert head.network.says == runs.UNSEALED


def test_a_run_of_which_nothing_was_seen_leaves_the_others_sealed() -> None:
    broken = run(interfaces=(), contacts=(), requests=(), trouble="no room")
    head, _ = runs.read(runs.written(several(run(), broken)))
    assert head.network.says == runs.SEALED
    assert head.network.unseen == 1
    assert not broken.sound


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_the_file_is_ascii_with_a_line_for_each_run_whatever_it_holds(text: str) -> None:
    hostile = run(
        where=text,
        trouble=text,
        environment={text: text},
        requests=(request(text, body=text, path=text, headers={text: text}),),
        names=(text,),
        strangers=(text,),
    )
    data = runs.written(several(hostile, run()))
    assert data.isascii()
    assert len(data.splitlines()) == 3
    (found, _) = runs.read(data)[1].runs
    assert found.scene.environment == {text: text}
    assert all(32 <= byte < 127 for byte in data.replace(b"\n", b""))


def test_bodies_are_bounded_and_tell_their_whole_size() -> None:
    long = request(body="x" * 100_000, size=100_000)
    data = runs.written(several(run(requests=(long,))))
    (found,) = runs.read(data)[1].runs
    assert len(found.requests[0].body) == 4_000
    assert found.requests[0].size == 100_000


def test_a_flood_is_cut_and_says_how_much_is_left_out() -> None:
    flood = run(
        requests=(request(body="x" * 4_000),) * 5_000,
        contacts=(contact(),) * 5_000,
        names=tuple(map(str, range(9_000))),
    )
    data = runs.written(several(*[flood] * 20))
    assert len(data) <= runs.MOST < opening.MOST_BYTES
    head, found = runs.read(data)
    assert head.longest_body < 4_000
    kept = found.runs[0]
    assert kept.left_out["requests"] + len(kept.requests) == 5_000
    assert kept.left_out["names"] + len(kept.names) == 9_000


WRONG = {
    "nothing": b"",
    "no JSON": b"{\n",
    "no head": runs.written(several(run())).split(b"\n", 1)[1],
    "a run missing": runs.written(several(run(), run())).rsplit(b"\n", 2)[0] + b"\n",
    "another key": runs.written(several(run())).replace(b'"where"', b'"whence"'),
    "nested without end": runs.written(several()) + b"[" * 100_000,
    "a number without end": runs.written(several(run())).replace(b'"port": 443', b'"port": 1e999'),
    "another version": runs.written(several()).replace(b'"version": 1', b'"version": 2'),
}


@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG)
def test_what_is_no_such_file_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedError):
        runs.read(data)


def test_a_scene_without_a_terminal_has_no_keys() -> None:
    at_one = replace(SCENE, keys=({"do": "bug", "text": "x"},))
    found = runs.read(runs.written(several(run(scene=at_one), run())))[1].runs
    assert found[0].scene.keys == at_one.keys
    assert found[1].scene.keys is None
    assert json.loads(runs.written(several(run())).splitlines()[1])["scene"]["keys"] is None
