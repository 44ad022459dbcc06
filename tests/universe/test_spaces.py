"""Universes: narrowing, enumeration, and building situations that share nothing."""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

import pytest

from datausage.oracle.questions import QUESTIONS
from datausage.universe import gears
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import EmptyUniverseError, Fact, Space, Universe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from datausage.universe.spaces import Value

SMALL = Space("small", (Fact("a", (0, 1, True), (2, "x")), Fact("b", (None, "on"))), dict)


@pytest.fixture(params=SPACES.values(), ids=SPACES)
def space(request: pytest.FixtureRequest) -> Space:
    found: Space = request.param
    return found


def mutable(value: Any) -> Iterator[Any]:
    """Yield everything in a situation that can be changed."""
    if isinstance(value, dict | list):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from mutable(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from mutable(inner)
    elif is_dataclass(value):
        for field in fields(value):
            yield from mutable(getattr(value, field.name))


def test_every_question_has_one_space_of_its_situations(space: Space) -> None:
    assert set(SPACES) == set(QUESTIONS)
    situation = space.situation(Universe(space).plainest)
    assert isinstance(situation, QUESTIONS[space.question].situation)


def test_facts_have_names_of_their_own_and_values_without_repetition(space: Space) -> None:
    assert len(set(space.names)) == len(space.names)
    for fact in space.facts:
        domain = [(type(value), value) for value in (*fact.values, *fact.edges)]
        assert len(set(domain)) == len(domain)


def test_a_situation_built_twice_is_equal_and_shares_nothing_that_can_change(
    space: Space,
) -> None:
    universe = Universe(space)
    rows = gears.cover(universe, 60)
    for point in [*rows, *gears.around_edges(universe, rows, 1)]:
        one, other = space.situation(point), space.situation(point)
        assert one == other
        shared = {id(value) for value in mutable(one)} & {id(value) for value in mutable(other)}
        assert not shared


@pytest.mark.parametrize("question", ["provider", "traffic", "environment", "bug_report"])
def test_changing_one_situation_leaves_the_next_one_as_it_was(question: str) -> None:
    space = SPACES[question]
    for point in gears.cover(Universe(space), 40):
        before, changed = space.situation(point), space.situation(point)
        changed.environment["DISABLE_TELEMETRY"] = "changed"
        for value in mutable(changed.settings):
            value.clear()
        assert space.situation(point) == before


def test_a_universe_has_as_many_points_as_its_cells_count(space: Space) -> None:
    universe = Universe(space).where({fact.name: fact.values[:2] for fact in space.facts[:8]})
    universe = universe.where({fact.name: fact.values[:1] for fact in space.facts[8:]})
    points = list(universe.enumerate())
    assert len(points) == len(set(points)) == universe.cells
    assert points[0] == universe.plainest == Universe(space).plainest
    assert Universe(space).cells == math.prod(len(fact.values) for fact in space.facts)


def test_narrowing_keeps_the_order_of_the_domain_and_drops_its_open_part() -> None:
    fact = Fact("days", (30, 7, 1), (29,), lambda: pytest.fail("opened")).narrowed((1, 29, 30))
    assert (fact.values, fact.edges, fact.anything) == ((30, 1), (29,), None)


def test_a_fact_narrowed_to_an_edge_alone_has_it_as_its_value() -> None:
    fact = Fact("days", (30, 7), (29, 31)).narrowed((31,))
    assert (fact.values, fact.edges) == ((31,), ())


@pytest.mark.parametrize("allowed", [(), ("else",), (3,), (False,)])
def test_narrowing_to_nothing_names_the_fact(allowed: tuple[Value, ...]) -> None:
    universe = Universe(SMALL).where({"a": allowed})
    with pytest.raises(EmptyUniverseError, match=r"no value of fact 'a' is among"):
        _ = universe.facts


def test_narrowing_what_a_question_does_not_depend_on_names_both(space: Space) -> None:
    with pytest.raises(EmptyUniverseError, match=f"'{space.question}' does not depend on 'moon'"):
        Universe(space).where({space.names[0]: (), "moon": ("full",)})


def test_one_and_true_are_two_values() -> None:
    assert Fact("a", (True, 1, "1")).narrowed((1,)).values == (1,)
    assert type(Fact("a", (True, 1)).narrowed((True,)).values[0]) is bool


def test_a_later_condition_on_a_fact_takes_the_place_of_an_earlier_one() -> None:
    universe = Universe(SMALL).where({"a": (0,)}).where({"a": (1,), "b": ("on",)})
    assert list(universe.enumerate()) == [(1, "on")]


def test_edges_are_named_by_their_position_and_value() -> None:
    assert Universe(SMALL).edges() == ((0, 2), (0, "x"))
    assert Universe(SMALL).where({"a": (0, "x")}).edges() == ((0, "x"),)


def test_a_universe_admits_what_has_what_is_given_and_nothing_else() -> None:
    universe = Universe(SMALL).where({"a": (1, "x")})
    assert universe.admits((1, None))
    assert universe.admits(("x", "on"))
    assert universe.admits((1, "anything"))
    assert not universe.admits((True, None))
    assert not universe.admits((0, None))
    assert Universe(SMALL).admits(("anything", "at all"))
