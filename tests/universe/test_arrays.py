"""Covering arrays: every combination of three facts is shown, also in a narrowed universe."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from itertools import combinations, product
from typing import TYPE_CHECKING

import pytest

from datausage.universe import arrays
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Fact, Space, Universe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from datausage.universe.spaces import Point, Value

NARROWINGS = 3


def uncovered(facts: Sequence[Fact], rows: Sequence[Point]) -> list[str]:
    """Return the triples of facts of which some combination of values is in no row."""
    columns = [[(type(row[n]), row[n]) for row in rows] for n in range(len(facts))]
    missing = []
    for chosen in combinations(range(len(facts)), min(arrays.STRENGTH, len(facts))):
        shown = set(zip(*(columns[number] for number in chosen), strict=True))
        wanted = product(*([(type(v), v) for v in facts[n].values] for n in chosen))
        if not shown.issuperset(wanted):
            missing.append(" x ".join(facts[number].name for number in chosen))
    return missing


def narrowed(space: Space, generator: random.Random, *, to_edges: bool) -> Universe:
    """Return the space with some values left of half of its facts."""
    given: dict[str, tuple[Value, ...]] = {}
    for fact in generator.sample(space.facts, (len(space.facts) + 1) // 2):
        domain = fact.edges if to_edges and fact.edges else fact.values
        most = min(len(domain), len(fact.values))
        given[fact.name] = tuple(generator.sample(domain, generator.randint(1, most)))
    return Universe(space).where(given)


@pytest.fixture(params=SPACES.values(), ids=SPACES)
def space(request: pytest.FixtureRequest) -> Space:
    found: Space = request.param
    return found


def test_every_combination_of_three_facts_is_in_the_shipped_array(space: Space) -> None:
    assert uncovered(space.facts, arrays.rows(Universe(space))) == []


@pytest.mark.parametrize("number", range(NARROWINGS))
@pytest.mark.parametrize("to_edges", [False, True], ids=["to values", "to edges"])
def test_what_is_left_of_a_narrowed_universe_is_covered_without_an_array_of_its_own(
    space: Space, number: int, to_edges: bool
) -> None:
    universe = narrowed(space, random.Random(number), to_edges=to_edges)  # noqa: S311
    rows = arrays.rows(universe)
    assert uncovered(universe.facts, rows) == []
    allowed = [{(type(v), v) for v in fact.values} for fact in universe.facts]
    assert all(
        (type(value), value) in left
        for row in rows
        for value, left in zip(row, allowed, strict=True)
    )
    assert len(set(rows)) == len(rows)


def test_a_fact_narrowed_to_more_edges_than_it_has_values_is_covered() -> None:
    space = SPACES["training"]
    fact = next(fact for fact in space.facts if len(fact.edges) > len(fact.values))
    universe = Universe(space).where({fact.name: fact.edges})
    assert uncovered(universe.facts, arrays.rows(universe)) == []


def test_a_missing_combination_is_found() -> None:
    facts = [Fact(name, (0, 1)) for name in "abc"]
    everything = list(product((0, 1), repeat=3))
    assert uncovered(facts, everything) == []
    assert uncovered(facts, everything[1:]) == ["a x b x c"]


def test_the_shipped_array_was_made_for_the_domains_as_they_are(space: Space) -> None:
    rows = arrays.load(space)
    assert rows
    for row in rows:
        assert len(row) == len(space.facts)
        assert all(
            0 <= index < len(fact.values) for index, fact in zip(row, space.facts, strict=True)
        )


@pytest.mark.parametrize("change", ["a value more", "another order", "another name"])
def test_an_array_made_for_other_domains_is_refused(space: Space, change: str) -> None:
    first, *others = space.facts
    changed = {
        "a value more": replace(first, values=(*first.values, "new")),
        "another order": replace(first, values=first.values[::-1]),
        "another name": replace(first, name="new"),
    }[change]
    with pytest.raises(arrays.StaleArrayError, match=f"of {space.question} is out of date"):
        arrays.load(Space(space.question, (changed, *others), space.build))


def test_edges_and_open_domains_need_no_new_array() -> None:
    space = SPACES["traffic"]
    closed = tuple(Fact(fact.name, fact.values) for fact in space.facts)
    assert arrays.digest(Space("traffic", closed, space.build)) == arrays.digest(space)


@pytest.mark.parametrize("count", [2, 3, 5])
def test_a_new_array_covers_the_space_it_is_made_for(count: int) -> None:
    pytest.importorskip("covertable", reason="needs the development extra")
    facts = tuple(Fact(f"f{n}", tuple(range(2 + n % 2))) for n in range(count))
    space = Space("made up", facts, dict)
    text = arrays.make(space)
    assert f'"digest": "{arrays.digest(space)}"' in text
    assert uncovered(facts, _rows(text, facts)) == []


def _rows(text: str, facts: Sequence[Fact]) -> list[Point]:
    return [
        tuple(fact.values[index] for fact, index in zip(facts, row, strict=True))
        for row in json.loads(text)["rows"]
    ]
