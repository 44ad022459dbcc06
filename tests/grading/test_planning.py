"""Plans: which points are asked about without chance, and in which order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from datausage.grading import planning
from datausage.grading.budgets import EFFORTS, Budget
from datausage.grading.choosing import ENOUGH
from datausage.grading.planning import (
    MOST_CANDIDATES,
    MOST_ROWS,
    Manner,
    Plan,
    listed,
    planned,
)
from datausage.targets.asks import MANY_AT_ONCE
from datausage.universe import gears
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Fact, Space, Universe
from datausage.universe.sweeping import Sweep

if TYPE_CHECKING:
    from datausage.universe.spaces import Point

SPEND = Budget(near=2, cover=50, around_edges=2, exhaust=300, sweep=100, search=0, again=0)
LARGE = Universe(SPACES["presence"])
MIDDLE = Universe(SPACES["local_cache"])
SMALL = Universe(SPACES["opt_in"])


def asked(plan: Plan) -> list[Point]:
    """Return all points of a plan, in order."""
    return [point for chunk in plan.chunks() for point in chunk]


def made(universe: Universe, **changes: Any) -> Plan:
    """Return the plan of an ordinary budget, with changes of it."""
    manner: dict[str, Any] = {"given": False, "name": "a name", "seed": 0, "kind": type}
    manner["telling"] = ()
    manner |= {name: changes.pop(name) for name in list(changes) if name in manner}
    return planned(universe, replace(SPEND, **changes), Manner(**manner))


def differing(point: Point, universe: Universe) -> int:
    """Return in how many facts a point differs from the plainest one."""
    return sum(a != b for a, b in zip(point, universe.plainest, strict=True))


PLANS: dict[str, tuple[Universe, dict[str, Any]]] = {
    "small": (SMALL, {}),
    "middle": (MIDDLE, {"exhaust": 20_000}),
    "large": (LARGE, {}),
    "large, with a seed": (LARGE, {"seed": 3}),
    "limited": (LARGE, {"most": 60}),
    "limited, with a seed": (LARGE, {"most": 60, "seed": 3}),
    "small and limited": (SMALL, {"most": 60}),
    "nothing": (LARGE, {"most": 0}),
    "all, and more": (SMALL, {"most": 10_000}),
}


@pytest.mark.parametrize(("universe", "options"), PLANS.values(), ids=PLANS)
def test_no_point_is_asked_twice_and_a_plan_knows_which_it_has(
    universe: Universe, options: dict[str, Any]
) -> None:
    plan = made(universe, **options)
    points = asked(plan)
    assert len(set(points)) == len(points)
    assert all(point in plan for point in points)
    others = set(gears.cover(universe, 2_000)) - set(points)
    assert not any(point in plan for point in others)


@pytest.mark.parametrize(("universe", "options"), PLANS.values(), ids=PLANS)
def test_what_is_outside_is_listed_and_no_cell(universe: Universe, options: dict[str, Any]) -> None:
    plan = made(universe, **options)
    assert set(plan.outside) <= set(plan.listed)
    assert set(plan.outside) == {point for point in plan.listed if not universe.has(point)}


def test_a_universe_small_enough_is_asked_whole_with_its_edges() -> None:
    points = asked(made(SMALL))
    assert set(points) == set(SMALL.enumerate())
    middle = asked(made(MIDDLE, exhaust=20_000))
    rows = gears.exhaust(MIDDLE) if MIDDLE.cells <= MOST_ROWS else gears.cover(MIDDLE, MOST_ROWS)
    edges = gears.around_edges(MIDDLE, rows, SPEND.around_edges)
    assert set(middle) == {*MIDDLE.enumerate(), *edges}
    assert list(made(MIDDLE, exhaust=20_000).outside) == edges


def test_up_to_so_many_cells_are_asked_and_no_more() -> None:
    assert len(asked(made(SMALL, exhaust=SMALL.cells))) == SMALL.cells
    fewer = made(SMALL, exhaust=SMALL.cells - 1, sweep=0, near=1)
    assert len(asked(fewer)) < SMALL.cells


@pytest.mark.parametrize(("given", "changes"), [(False, 2), (True, 1)])
def test_plain_points_and_rows_come_first_then_edges_then_what_is_swept(
    given: bool, changes: int
) -> None:
    plan = made(LARGE, given=given)
    plain, rows = gears.near(LARGE, changes), gears.cover(LARGE, SPEND.cover)
    edges = gears.around_edges(LARGE, rows, SPEND.around_edges)
    listed = list(dict.fromkeys([*plain, *rows, *edges]))
    swept = [point for point in Sweep(LARGE, SPEND.sweep, 0) if point not in set(listed)]
    assert list(plan.listed) == listed
    assert asked(plan) == [*listed, *swept]
    assert list(plan.outside) == edges


def test_a_seed_changes_the_order_and_what_is_swept() -> None:
    plan, other = made(LARGE), made(LARGE, seed=3)
    assert set(plan.listed) == set(other.listed)
    assert plan.listed != other.listed
    assert list(plan.swept) != list(other.swept)
    assert list(other.swept) == list(Sweep(LARGE, SPEND.sweep, 3))
    assert made(LARGE, seed=3, name="another").listed != other.listed
    assert made(LARGE, seed=3).listed == other.listed


@pytest.mark.parametrize("most", [1, 2, 3, 10, 60, 200])
@pytest.mark.parametrize("seed", [0, 5])
@pytest.mark.parametrize("given", [False, True])
def test_a_limit_is_spent_whole_and_the_plainest_point_is_asked(
    most: int, seed: int, *, given: bool
) -> None:
    points = asked(made(LARGE, most=most, seed=seed, given=given))
    assert len(points) == most
    assert (LARGE.plainest in points) == (most >= ENOUGH)


def test_with_few_calls_the_plainest_comes_first_and_edges_are_asked_too() -> None:
    plan = made(LARGE, most=60)
    assert plan.listed[0] == LARGE.plainest
    assert plan.outside
    assert len(plan.swept) == 0


def test_a_limit_above_a_small_universe_asks_all_of_it() -> None:
    assert set(asked(made(SMALL, most=10_000))) == set(SMALL.enumerate())


def test_no_calls_ask_nothing() -> None:
    assert asked(made(LARGE, most=0)) == []


def test_what_is_listed_is_asked_and_nothing_else() -> None:
    *_, inside = MIDDLE.enumerate()
    edge = next(point for point in gears.around_edges(MIDDLE, [MIDDLE.plainest], 1))
    plan = listed([MIDDLE.plainest, edge], MIDDLE)
    assert asked(plan) == [MIDDLE.plainest, edge]
    assert plan.outside == (edge,)
    assert MIDDLE.plainest in plan
    assert edge in plan
    assert inside not in plan
    assert len(plan.swept) == 0
    assert {len(chunk) for chunk in listed([edge] * 30, MIDDLE).chunks()} == {10}


def test_where_calls_are_counted_points_are_asked_in_turns_of_ten() -> None:
    sizes = [len(chunk) for chunk in made(MIDDLE, most=95).chunks()]
    assert (sum(sizes), max(sizes)) == (95, 10)


def test_points_are_asked_in_turns_of_five_hundred_or_fewer() -> None:
    sizes = [len(chunk) for chunk in made(MIDDLE, exhaust=20_000).chunks()]
    assert MANY_AT_ONCE == 500
    assert set(sizes[:-1]) <= {MANY_AT_ONCE}
    assert 0 < sizes[-1] <= MANY_AT_ONCE
    whole = made(Universe(SPACES["provider"]), sweep=1_200)
    assert [len(chunk) for chunk in whole.chunks()][:2] == [MANY_AT_ONCE, MANY_AT_ONCE]
    assert [len(chunk) for chunk in whole.chunks(30)][:2] == [30, 30]
    assert [len(chunk) for chunk in whole.chunks(2 * MANY_AT_ONCE)][:2] == [
        MANY_AT_ONCE,
        MANY_AT_ONCE,
    ]


@pytest.mark.parametrize("effort", EFFORTS)
def test_where_conditions_narrow_a_universe_points_are_asked_that_are_plainer(effort: str) -> None:
    near = {differing(p, LARGE) for p in planned_near(effort, given=False)}
    narrowed = {differing(p, LARGE) for p in planned_near(effort, given=True)}
    assert max(near) == EFFORTS[effort].near
    assert max(narrowed) == 1


def planned_near(effort: str, *, given: bool) -> list[Point]:
    """Return the first points of a plan, up to the first row of the array that is not plain."""
    spend = EFFORTS[effort]
    plan = planned(LARGE, spend, Manner(given, "", 0, type))
    count = len(gears.near(LARGE, 1 if given else spend.near))
    return list(plan.listed[:count])


def test_what_tells_is_asked_first_where_few_are() -> None:
    cells = list(SMALL.enumerate())
    telling = (cells[17], cells[5])
    assert asked(made(SMALL, most=6, telling=telling))[:3] == [*telling, SMALL.plainest]
    assert set(telling) <= set(asked(made(SMALL, most=6, telling=telling, seed=4)))
    assert asked(made(LARGE)) == asked(made(LARGE, telling=(LARGE.plainest,)))


def test_what_tells_is_asked_inside_what_is_given_only() -> None:
    universe = LARGE.where({LARGE.facts[0].name: LARGE.facts[0].values[:1]})
    other = (LARGE.facts[0].values[1], *LARGE.plainest[1:])
    assert other not in asked(made(universe, most=20, telling=(other,)))
    assert other in asked(made(LARGE, most=20, telling=(other,)))


def test_what_tells_may_be_no_cell() -> None:
    position, edge = LARGE.edges()[0]
    telling = (*LARGE.plainest[:position], edge, *LARGE.plainest[position + 1 :])
    plan = made(LARGE, most=20, telling=(telling,))
    assert telling in plan.outside
    assert plan.listed[0] == telling


ROOMY = Space("made up", tuple(Fact(name, tuple(range(10)), (99,)) for name in "abc"), dict)


def test_up_to_a_thousand_cells_edges_are_put_into_every_one() -> None:
    whole = Universe(ROOMY)
    assert whole.cells == MOST_ROWS
    plan = made(whole, exhaust=2_000)
    assert list(plan.outside) == gears.around_edges(whole, list(whole.enumerate()), 2)


def test_with_more_cells_edges_are_put_into_rows_of_the_array() -> None:
    universe = Universe(SPACES["selection"])
    assert universe.cells > MOST_ROWS
    plan = made(universe, exhaust=universe.cells)
    rows = gears.cover(universe, MOST_ROWS)
    assert list(plan.outside) == gears.around_edges(universe, rows, 2)
    assert list(plan.outside) != gears.around_edges(universe, gears.exhaust(universe), 2)


@pytest.mark.parametrize("given", [False, True])
@pytest.mark.parametrize(("most", "rows"), [(60, MOST_CANDIDATES), (400, 400)])
def test_few_points_are_chosen_from_plain_ones_rows_and_edges(
    monkeypatch: pytest.MonkeyPatch, most: int, rows: int, *, given: bool
) -> None:
    wanted: list[Any] = []

    def choose(*arguments: Any) -> list[Point]:
        wanted.append(arguments)
        return [LARGE.plainest]

    monkeypatch.setattr(planning, "choose", choose)
    telling = (LARGE.plainest,)
    plan = made(LARGE, most=most, seed=3, given=given, telling=telling)
    covering = gears.cover(LARGE, rows)
    candidates = [*gears.near(LARGE, 1), *covering, *gears.around_edges(LARGE, covering, 1)]
    if not given:
        candidates += gears.spread(gears.near(LARGE, 2), MOST_CANDIDATES, 3)
    assert wanted == [(candidates, most, type, "3/a name", [LARGE.plainest])]
    assert list(plan.swept) == list(Sweep(LARGE, most - 1, 3))


def test_a_manner_has_nothing_that_tells_unless_it_is_given() -> None:
    assert Manner(given=False, name="", seed=0, kind=type).telling == ()
