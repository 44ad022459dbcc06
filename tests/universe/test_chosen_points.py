"""Which points of many are chosen: from the first on, and each edge in as many as there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from datausage.universe import drawing, gears
from datausage.universe.domains import Numbers
from datausage.universe.spaces import Fact, Space, Universe

if TYPE_CHECKING:
    from datausage.universe.spaces import Point

POINTS = [(number,) for number in range(20)]
EDGED = Universe(Space("made up", (Fact("a", (0, 1, 2), (9,)), Fact("b", (0, 1), (7, 8))), dict))


@pytest.mark.parametrize(
    ("start", "found"),
    [(None, [0, 4, 8, 12, 16]), (1, [1, 5, 9, 13, 17]), (19, [19, 3, 7, 11, 15])],
)
def test_points_are_spread_from_the_first_on_or_from_another(
    start: int | None, found: list[int]
) -> None:
    chosen = gears.spread(POINTS, 5) if start is None else gears.spread(POINTS, 5, start)
    assert [point[0] for point in chosen] == found


def test_where_there_are_no_more_points_than_wanted_they_stay_in_order() -> None:
    assert gears.spread(POINTS, 20, 3) == POINTS


@pytest.mark.parametrize(("each", "count"), [(1, 1), (2, 2), (4, 4), (9, 4)])
def test_an_edge_is_put_into_so_many_different_points_or_into_all(each: int, count: int) -> None:
    points = [(0, 1), (1, 1), (2, 1), (2, 0)]
    found = gears.around_edges(EDGED, points, each)
    assert len(set(found)) == len(found)
    for position, value in EDGED.edges():
        put_in = {point for point in found if point[position] == value}
        wanted = {(*p[:position], value, *p[position + 1 :]) for p in points}
        plain = (*EDGED.plainest[:position], value, *EDGED.plainest[position + 1 :])
        assert plain in put_in
        assert put_in <= {*wanted, plain}
        assert len(put_in) >= min(count, len(wanted))


def test_each_open_fact_is_left_open_by_some_search_and_no_other() -> None:
    space = Space(
        "made up",
        (
            Fact("closed", (0, 1)),
            Fact("edges", (0, 1), (9,)),
            Fact("anything", (0, 1), (), Numbers(5, 5)),
            Fact("both", (0, 1), (9,), Numbers(5, 5)),
        ),
        dict,
    )
    found: list[Point] = []

    def note(point: Point) -> None:
        found.append(point)

    calm = settings(max_examples=400, deadline=None, derandomize=True, database=None)
    calm(given(drawing.points(Universe(space)))(note))()
    values = [{point[position] for point in found} for position in range(4)]
    assert values == [{0, 1}, {0, 1, 9}, {0, 1, 5}, {0, 1, 5, 9}]
    assert any(len({5, 9} & set(point)) == 2 for point in found)


def test_a_search_where_nothing_is_open_makes_every_cell() -> None:
    universe = Universe(Space("made up", (Fact("a", (0, 1, 2)), Fact("b", (0, 1))), dict))
    found: set[Point] = set()

    def note(point: Point) -> None:
        found.add(point)

    calm = settings(max_examples=200, deadline=None, derandomize=True, database=None)
    calm(given(drawing.points(universe))(note))()
    assert found == set(universe.enumerate())


@pytest.mark.parametrize(
    ("point", "cell"), [((0, 1), True), ((9, 1), False), ((0, 7), False), ((0, True), False)]
)
def test_a_cell_has_a_value_of_the_finite_part_for_each_fact(point: Point, *, cell: bool) -> None:
    assert EDGED.has(point) is cell


def test_the_edges_among_points_are_told_by_position_type_and_value() -> None:
    assert EDGED.edges_among([(0, 1), (1, 7), (7, 0), (9.0, 8)]) == {  # type: ignore[list-item]
        (1, int, 7),
        (1, int, 8),
    }
    assert EDGED.edges_among([(9, 8)]) == {(0, int, 9), (1, int, 8)}
    assert EDGED.edges_among([]) == set()
