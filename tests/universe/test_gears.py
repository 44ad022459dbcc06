"""The gears: which points are asked, by the array, at the edges, and by search."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.database import InMemoryExampleDatabase

from datausage.grading.budgets import EFFORTS
from datausage.universe import drawing, gears, searching
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Fact, Space, Universe

if TYPE_CHECKING:
    from datausage.universe.spaces import Point

SEARCHED = Universe(Space("made up", (Fact("a", tuple(range(50))), Fact("b", (0, 1), (7,))), dict))


@pytest.fixture(params=SPACES.values(), ids=SPACES)
def universe(request: pytest.FixtureRequest) -> Universe:
    return Universe(request.param)


@pytest.mark.parametrize("effort", EFFORTS)
def test_every_edge_is_asked_at_every_effort(universe: Universe, effort: str) -> None:
    spend = EFFORTS[effort]
    rows = gears.cover(universe, spend.cover)
    asked = gears.around_edges(universe, rows, spend.around_edges)
    hit = {(n, type(v), v) for point in asked for n, v in enumerate(point)}
    assert {(n, type(v), v) for n, v in universe.edges()} <= hit
    plain = universe.plainest
    for position, value in universe.edges():
        assert (*plain[:position], value, *plain[position + 1 :]) in asked


def test_the_array_begins_with_the_plainest_point_and_repeats_none(universe: Universe) -> None:
    rows = gears.cover(universe, 10_000)
    assert rows[0] == universe.plainest
    assert len(set(rows)) == len(rows)
    few = gears.cover(universe, 3)
    assert few[0] == universe.plainest
    assert len(few) == min(3, len(rows))


def test_points_of_the_search_are_of_the_domain_with_few_facts_left_open(
    universe: Universe,
) -> None:
    finite = [{(type(v), v) for v in fact.values} for fact in universe.facts]

    @settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(drawing.points(universe))
    def inside(point: Point) -> None:
        outside = [
            fact
            for fact, left, value in zip(universe.facts, finite, point, strict=True)
            if (type(value), value) not in left
        ]
        assert len(outside) <= drawing.OPEN_AT_ONCE
        assert all(fact.edges or fact.anything for fact in outside)
        universe.space.situation(point)

    inside()


@pytest.mark.parametrize("changes", [0, 1, 2])
def test_near_the_plainest_point_are_all_that_differ_from_it_in_few_facts(changes: int) -> None:
    facts = tuple(
        Fact(name, tuple(range(size))) for name, size in zip("abc", (2, 3, 4), strict=True)
    )
    universe = Universe(Space("made up", facts, dict))
    found = gears.near(universe, changes)
    wanted = [p for p in universe.enumerate() if len(p) - p.count(0) <= changes]
    assert sorted(found) == sorted(wanted)
    assert found[0] == universe.plainest


@pytest.mark.parametrize("most", [1, 3, 7, 20, 21])
def test_points_are_spread_evenly_over_what_there_is(most: int) -> None:
    points = [(n,) for n in range(20)]
    chosen = gears.spread([*points, *points], most)
    assert len(chosen) == min(most, 20)
    assert chosen == sorted(set(chosen))
    gaps = {b[0] - a[0] for a, b in pairwise(chosen)}
    assert not gaps or max(gaps) - min(gaps) <= 1


def test_a_sample_is_the_same_for_the_same_name_and_another_for_another() -> None:
    points = [(n,) for n in range(100)]
    one = gears.sample(points, 30, "one")
    assert one == gears.sample(points, 30, "one")
    assert one != gears.sample(points, 30, "another")
    assert set(one) <= set(points)
    assert len(gears.sample(points, 500, "one")) == 100


def test_the_number_of_a_name_is_the_same_on_every_machine() -> None:
    assert gears.number_of("") == 0xE3B0C44298FC1C14
    assert gears.number_of("abc") == 0xBA7816BF8F01CFEA


def searched(name: str, wrong: int = 1_000) -> list[Point]:
    """Return the points that a search asks until the first failure."""
    asked: list[Point] = []

    def ask(point: Point) -> None:
        asked.append(point)
        assert not (isinstance(point[0], int) and point[0] >= wrong)

    try:
        searching.search(SEARCHED, ask, name=name, database=f"target/{name}", examples=40)
    except AssertionError:
        asked.append(("failed", asked[-1][0]))
    return asked


@pytest.fixture
def database() -> InMemoryExampleDatabase:
    """Return the database of the host's profile, empty."""
    return InMemoryExampleDatabase()


@pytest.fixture(autouse=True)
def profile(database: InMemoryExampleDatabase) -> object:
    """Take the place of the host's profile: one example, and a database of its own."""
    before = settings.get_current_profile_name()
    settings.register_profile("a host's", max_examples=1, database=database)
    settings.load_profile("a host's")
    yield
    settings.load_profile(before)


def test_a_search_asks_the_same_for_the_same_name_whatever_the_hosts_profile() -> None:
    one, again, other = searched("one"), searched("one"), searched("other")
    assert one == again
    assert one != other
    assert len(set(one)) > 20


def test_a_search_ends_with_the_plainest_failing_point() -> None:
    asked = searched("shrinks", wrong=30)
    assert asked[-1] == ("failed", 30)


def test_a_failing_point_is_asked_first_the_next_time_by_the_search_of_that_name_alone() -> None:
    fresh = searched("another")
    assert searched("remembers", wrong=30)[-1] == ("failed", 30)
    assert searched("remembers", wrong=30)[0][0] == 30
    assert searched("another") == fresh


def test_two_searches_over_one_database_keep_their_examples_apart() -> None:
    whole = InMemoryExampleDatabase()
    one, other = (searching.NamespacedDatabase(whole, name) for name in ("one", "other"))
    one.save(b"key", b"example")
    assert list(one.fetch(b"key")) == [b"example"]
    assert list(other.fetch(b"key")) == []
    other.delete(b"key", b"example")
    assert list(one.fetch(b"key")) == [b"example"]
    assert list(whole.fetch(b"key")) == []
    one.delete(b"key", b"example")
    assert list(one.fetch(b"key")) == []


def test_names_and_keys_do_not_run_into_each_other() -> None:
    whole = InMemoryExampleDatabase()
    searching.NamespacedDatabase(whole, "a").save(b"bkey", b"example")
    assert list(searching.NamespacedDatabase(whole, "ab").fetch(b"key")) == []
