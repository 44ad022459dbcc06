"""A search asks the same, and ends the same way, whatever profile its host has chosen."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.database import InMemoryExampleDatabase

from datausage.universe import drawing, searching
from datausage.universe.domains import Numbers
from datausage.universe.spaces import Fact, Space, Universe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from datausage.universe.spaces import Point

SEARCHED = Universe(Space("made up", (Fact("a", tuple(range(50))), Fact("b", (0, 1), (7,))), dict))
RARE = Universe(Space("rare", (Fact("a", (0,), (), Numbers(0, 10_000)),), dict))
PROFILES: dict[str, dict[str, Any]] = {
    "calm": {"database": None},
    "hostile": {
        "database": None,
        "max_examples": 1,
        "deadline": timedelta(milliseconds=1),
        "phases": (Phase.explicit,),
        "suppress_health_check": (),
        "report_multiple_bugs": True,
        "print_blob": True,
    },
    "derandomized": {"derandomize": True},
    "with a database": {"database": InMemoryExampleDatabase()},
}


@pytest.fixture(params=PROFILES)
def profile(request: pytest.FixtureRequest) -> Iterator[str]:
    """Take each host's profile in turn."""
    before = settings.get_current_profile_name()
    settings.register_profile("a host's", **PROFILES[request.param])
    settings.load_profile("a host's")
    yield request.param
    settings.load_profile(before)


def asked(name: str = "name", pause: float = 0.0) -> list[Point]:
    """Return the points that a search asks where nothing fails."""
    found: list[Point] = []

    def ask(point: Point) -> None:
        time.sleep(pause)
        found.append(point)

    searching.search(SEARCHED, ask, name=name, database=f"target/{name}", examples=30)
    return found


def test_a_search_asks_the_same_under_every_profile(profile: str) -> None:
    before = settings.get_current_profile_name()
    found = asked(pause=0.004)
    assert len(set(found)) > 15
    settings.load_profile("default")
    try:
        assert asked() == found
    finally:
        settings.load_profile(before)


def test_what_is_drawn_is_what_a_search_would_ask(profile: str) -> None:
    drawn = searching.draw(SEARCHED, name="name", database="target/name", examples=30)
    assert drawn.points == tuple(dict.fromkeys(asked()))
    drawn.forget()


def test_no_health_of_the_host_is_looked_after(
    profile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hard = st.integers(0, 10_000).filter(lambda number: number % 97 == 0)
    monkeypatch.setattr(drawing, "values", lambda domain: hard)
    drawn = searching.draw(RARE, name="rare", database="target/rare", examples=30)
    assert len(drawn.points) > 3


def test_one_failure_ends_a_search_and_is_raised_as_it_is(profile: str) -> None:
    def ask(point: Point) -> None:
        if isinstance(point[0], int) and point[0] > 10:
            raise (ValueError if point[0] % 2 else KeyError)(point)

    with pytest.raises((ValueError, KeyError)) as caught:
        searching.search(SEARCHED, ask, name="two", database="target/two", examples=60)
    notes = "".join(getattr(caught.value, "__notes__", ()))
    assert "reproduce_failure" not in notes
