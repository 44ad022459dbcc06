"""What runs have shown is kept for later, and nothing that others put there is believed."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import pytest
from tests.targets.client.seeing import SOUND, MadeUp, request

from datausage.targets.client import keeping
from datausage.targets.client.calling import ClientCaller
from datausage.targets.client.keeping import Cache
from datausage.targets.client.kept import UnfitError, observation
from datausage.targets.client.observation import Contact, Observation
from datausage.targets.client.scene import Scene
from datausage.targets.client.services import services

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY, CLIENT = "2025-11-22", "c" * 64
SCENE = Scene(environment={"DISABLE_TELEMETRY": "1"})


class Counting:
    """A made-up client that counts its runs; what is seen of it is changed as a test likes."""

    def __init__(self, change: Callable[[Observation], Observation] = lambda seen: seen) -> None:
        self.runs, self._change = 0, change

    def __call__(self, scene: Scene) -> Observation:
        self.runs += 1
        return self._change(MadeUp()(scene))


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    found = Cache(tmp_path / "kept" / "runs", DAY)
    assert found.there(CLIENT) == 0
    return found


def _file(cache: Cache) -> Path:
    (file,) = cache.folder.iterdir()
    return file


def test_a_run_is_made_once_and_then_taken_with_its_day(cache: Cache) -> None:
    client = Counting()
    made = cache.around(client, CLIENT)(SCENE)
    later = replace(cache, today="2025-12-01")
    found = later.around(client, CLIENT)(SCENE)
    assert client.runs == 1
    assert made.since == ""
    assert found == replace(made, since=DAY)
    assert cache.there(CLIENT) == 1
    assert cache.there("d" * 64) == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda cache, monkeypatch: (cache.around, "d" * 64, SCENE),
        lambda cache, monkeypatch: (cache.around, CLIENT, replace(SCENE, resumed=True)),
        lambda cache, monkeypatch: (
            monkeypatch.setattr(keeping, "harness", lambda: "other") or cache.around,
            CLIENT,
            SCENE,
        ),
        lambda cache, monkeypatch: (
            monkeypatch.setattr("platform.machine", lambda: "other") or cache.around,
            CLIENT,
            SCENE,
        ),
    ],
    ids=["the client", "the scene", "our own code", "the machine"],
)
def test_with_anything_else_it_is_made_anew(
    cache: Cache, monkeypatch: pytest.MonkeyPatch, change: Any
) -> None:
    client = Counting()
    cache.around(client, CLIENT)(SCENE)
    around, name, scene = change(cache, monkeypatch)
    around(client, name)(scene)
    assert client.runs == 2


def test_our_own_code_has_a_digest_that_follows_every_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping.harness.cache_clear()
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "one.py").write_text("1")
    monkeypatch.setattr(keeping.resources, "files", lambda _: tmp_path)
    before = keeping.harness()
    (tmp_path / "inner" / "one.py").write_text("2")
    keeping.harness.cache_clear()
    assert keeping.harness() != before
    keeping.harness.cache_clear()


@pytest.mark.parametrize(
    "change",
    [
        lambda seen: replace(seen, trouble="no room"),
        lambda seen: replace(seen, controls=replace(SOUND, tapped=False)),
        lambda seen: replace(seen, controls=replace(SOUND, spoke=False)),
    ],
)
def test_a_run_that_shows_nothing_is_never_kept(cache: Cache, change: Any) -> None:
    client = Counting(change)
    cache.around(client, CLIENT)(SCENE)
    assert list(cache.folder.iterdir()) == []
    cache.around(client, CLIENT)(SCENE)
    assert client.runs == 2


def test_a_run_that_is_too_large_is_not_kept(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST", 100)
    cache.around(Counting(), CLIENT)(SCENE)
    assert list(cache.folder.iterdir()) == []


def _plain(change: Callable[[Any], Any]) -> Callable[[bytes], bytes]:
    def changed(data: bytes) -> bytes:
        document = json.loads(data)
        change(document)
        return json.dumps(document).encode()

    return changed


BAD: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _: b"",
    "no JSON": lambda data: data[:-1],
    "nested without end": lambda _: b"[" * 200_000,
    "no object": lambda _: b"[]",
    "too large": lambda data: data + b" " * (keeping.MOST + 1),
    "another form": _plain(lambda plain: plain.update(format="x")),
    "another name": _plain(lambda plain: plain.update(name="x.json")),
    "no day": _plain(lambda plain: plain.update(day="\x1b[2Jyesterday")),
    "a key more": _plain(lambda plain: plain["seen"].update(more=1)),
    "a key less": _plain(lambda plain: plain["seen"].pop("left")),
    "another type": _plain(lambda plain: plain["seen"].update(code="0")),
    "true for a number": _plain(lambda plain: plain["seen"].update(left=True)),
    "no number": _plain(lambda plain: plain["seen"].update(seconds=float("nan"))),
    "a request of another kind": _plain(lambda plain: plain["seen"]["requests"].append({})),
    "texts that are none": _plain(lambda plain: plain["seen"].update(names=[1])),
    "trouble": _plain(lambda plain: plain["seen"].update(trouble="no room")),
    "a control that lacks": _plain(lambda plain: plain["seen"]["controls"].update(model=False)),
}


@pytest.mark.parametrize("change", BAD.values(), ids=BAD)
def test_what_does_not_fit_is_as_good_as_not_there(
    cache: Cache, change: Callable[[bytes], bytes]
) -> None:
    client = Counting()
    cache.around(client, CLIENT)(SCENE)
    file = _file(cache)
    file.write_bytes(change(file.read_bytes()))
    found = cache.around(client, CLIENT)(SCENE)
    assert client.runs == 2
    assert found.since == ""
    assert cache.around(client, CLIENT)(SCENE).since == DAY


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_can_write_is_as_good_as_not_there(cache: Cache, mode: int) -> None:
    client = Counting()
    cache.around(client, CLIENT)(SCENE)
    _file(cache).chmod(mode)
    assert cache.around(client, CLIENT)(SCENE).since == ""
    assert client.runs == 2


def test_no_link_and_no_pipe_is_followed(cache: Cache, tmp_path: Path) -> None:
    client = Counting()
    cache.around(client, CLIENT)(SCENE)
    file = _file(cache)
    file.rename(tmp_path / "elsewhere")
    file.symlink_to(tmp_path / "elsewhere")
    cache.around(client, CLIENT)(SCENE)
    assert client.runs == 2
    file.unlink()
    os.mkfifo(file)
    cache.around(client, CLIENT)(SCENE)
    assert client.runs == 3


def test_a_folder_that_is_gone_or_full_loses_no_result(cache: Cache) -> None:
    cache.folder.rmdir()
    client = Counting()
    assert cache.around(client, CLIENT)(SCENE).controls == SOUND


def test_what_was_written_is_read_again_whatever_was_seen() -> None:
    seen = Observation(
        SOUND,
        requests=(request("[::1]", "/\ud800", "\x1b", child=True),),
        names=("a",),
        contacts=(
            Contact("udp", "::1", 53),
            Contact("tcp", "10.0.0.1", 1, "a", "node", child=True),
        ),
        code=None,
        screens={"bug-sent": "x"},
        kept=("s",),
        interfaces=("lo",),
    )
    assert observation(json.loads(json.dumps(asdict(seen)))) == seen
    with pytest.raises(UnfitError):
        observation([])


def test_who_asks_again_gets_a_run_of_its_own(cache: Cache) -> None:
    client = Counting()
    kept = cache.around(client, CLIENT)
    caller = ClientCaller(kept, services("2.0.30"), None, client)
    names = caller.needs("provider", {"environment": {}, "settings": {}})
    assert names is not None
    caller.prepare(names, lambda *_: None)
    assert client.runs == len(names)
    for fresh, runs in ((caller.fresh(), len(names)), (caller.fresh(), 2 * len(names))):
        again = fresh.needs("provider", {"environment": {}, "settings": {}})
        fresh.prepare(again or (), lambda *_: None)
        assert client.runs == runs + len(names)
        fresh.close()
    other = ClientCaller(kept, services("2.0.30"), None, client)
    other.prepare(other.needs("provider", {"environment": {}, "settings": {}}) or (), print)
    assert other.kept == len(names)
    for one in (caller, other):
        one.close()
