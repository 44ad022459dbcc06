"""The caller of the client: which runs count, and which of them show what is answered."""

from __future__ import annotations

import threading
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from seeing import MadeUp, request

from datausage.targets.client.calling import AT_ONCE, ClientCaller, name_of
from datausage.targets.client.configured import VARIABLES, configured
from datausage.targets.client.scene import Place
from datausage.targets.client.services import services

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from datausage.targets.client.observation import Observation
    from datausage.targets.client.scene import Scene

OPTED_OUT: dict[str, Any] = {
    "environment": {"DISABLE_TELEMETRY": "1"},
    "settings": {},
    "service": "metrics",
}
FILED: dict[str, Any] = {
    "environment": {},
    "settings": {"env": {"DISABLE_TELEMETRY": "1"}},
    "service": "metrics",
}
STATSIG = request("statsig.anthropic.com", "/v1/rgstr", "{}")


@pytest.fixture
def held() -> Iterator[threading.Event]:
    """Provide what runs wait for; they are let go at the end."""
    let_go = threading.Event()
    yield let_go
    let_go.set()


def sending(where: Callable[[Scene], bool]) -> ClientCaller:
    """Return a caller of a client that sends metrics there, and otherwise follows the page."""

    def change(scene: Scene, seen: Observation) -> Observation:
        if not where(scene):
            return seen
        return replace(seen, requests=(*seen.requests, STATSIG))

    return ClientCaller(MadeUp(change), services("2.0.30"))


def test_a_run_that_is_not_over_when_all_ends_is_neither_counted_nor_told(
    held: threading.Event,
) -> None:
    begun = threading.Semaphore(0)

    def observe(scene: Scene) -> Observation:
        begun.release()
        if scene.environment or scene.settings:
            held.wait(60)
        return MadeUp()(scene)

    caller = ClientCaller(observe, services("2.0.30"))
    plain = {"environment": {}, "settings": {}, "service": "metrics"}
    caller.ask("traffic", [partial(dict, plain)])
    before = caller.runs
    assert before == 3

    def ask() -> None:
        with suppress(CancelledError):
            caller.ask("traffic", [partial(dict, FILED)])

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    for _ in range(before + AT_ONCE):
        assert begun.acquire(timeout=60)
    caller.end()
    held.set()
    caller.close()
    asking.join(60)
    assert caller.runs == before
    assert len(caller.recorded()["runs"]) == before


def test_the_runs_behind_an_answer_are_those_that_show_it() -> None:
    caller = sending(lambda scene: scene.resumed)
    (outcome,) = caller.ask("traffic", [partial(dict, OPTED_OUT)])
    assert outcome.answer == "on"
    (resumed,) = [run.scene for run in caller.watched() if run.scene.resumed]
    assert caller.behind("traffic", OPTED_OUT) == {name_of(resumed)}


def test_a_file_that_the_page_does_not_name_is_not_behind_an_answer() -> None:
    caller = sending(lambda scene: Place.PROJECT in scene.settings or Place.LOCAL in scene.settings)
    (outcome,) = caller.ask("traffic", [partial(dict, FILED)])
    assert outcome.answer == "on"
    (there,) = [run.scene for run in caller.watched() if [*run.scene.settings] == [Place.PROJECT]]
    assert caller.behind("traffic", FILED) == {name_of(there)}


def test_all_runs_are_behind_an_answer_that_takes_them_all() -> None:
    caller = sending(lambda _: False)
    given = {"channel": "metrics", "state": "in-transit", "venue": "local"}
    caller.ask("protection", [partial(dict, given)])
    assert len(caller.behind("protection", given)) == 2


def test_every_place_is_met_by_new_sessions_and_by_resumed_ones() -> None:
    met: dict[Place, set[bool]] = {place: set() for place in Place}
    for name in VARIABLES:
        scenes = configured({"environment": {}, "settings": {"env": {name: "1"}}}) or ()
        for place, scene in ((place, one) for one in scenes for place in one.settings):
            met[place].add(scene.resumed)
    assert all(modes == {False, True} for modes in met.values())


def test_what_was_not_run_is_behind_no_answer() -> None:
    assert sending(lambda _: False).behind("traffic", OPTED_OUT) == frozenset()
