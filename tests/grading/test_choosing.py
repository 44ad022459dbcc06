"""Choosing: few points of many, the first one first, and as different as possible."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

import pytest

from datausage.grading.choosing import ENOUGH, LOOKED_AT, MOST_CHOSEN, choose

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from datausage.universe.spaces import Point

CUBE: list[Point] = list(product(range(4), repeat=4))


def alike(point: Point) -> Hashable:
    """Say the same of every point."""
    return "the same"


def pairs(points: Sequence[Point]) -> int:
    """Return how many pairs of values some points have."""
    return len({pair for point in points for pair in combinations(enumerate(point), 2)})


@pytest.mark.parametrize("most", [1, 2, 3, 10, 255, 256, 300])
def test_so_many_are_chosen_each_once_and_the_first_is_first(most: int) -> None:
    found = choose([*CUBE, *CUBE], most, alike, "name")
    assert len(found) == len(set(found)) == min(most, len(CUBE))
    assert (found[0] == CUBE[0]) == (CUBE[0] in found) == (most >= ENOUGH)
    assert set(found) <= set(CUBE)


def test_the_same_are_chosen_for_the_same_name_and_others_for_another() -> None:
    assert choose(CUBE, 20, alike, "one") == choose(CUBE, 20, alike, "one")
    assert choose(CUBE, 20, alike, "one") != choose(CUBE, 20, alike, "another")


def test_chosen_points_have_more_pairs_of_values_than_points_by_chance() -> None:
    for name in ("one", "another", "a third"):
        chosen = choose(CUBE, 12, alike, name)
        by_chance = [CUBE[0], *choose(CUBE, len(CUBE), alike, name)[-11:]]
        assert pairs(chosen) > pairs(by_chance)
        assert pairs(chosen) >= 60


def test_each_next_one_has_most_that_is_new_of_those_that_chance_proposes() -> None:
    few = CUBE[: LOOKED_AT + 1]
    found = choose(few, 4, alike, "name")
    for number in range(1, 4):
        left = [point for point in few if point not in found[:number]]
        best = max(pairs([*found[:number], point]) for point in left)
        assert pairs(found[: number + 1]) == best


def test_a_pair_of_values_is_new_where_the_reference_says_something_else() -> None:
    told: list[Point] = [(0, 0), (0, 1), (1, 0), (1, 1)]
    more: list[Point] = [(*point, kind) for kind in ("x", "y") for point in told]

    def kind(point: Point) -> Hashable:
        return point[2]

    found = choose(more, 4, kind, "name")
    assert {point[2] for point in found} == {"x", "y"}


def test_a_single_point_is_chosen_however_few_are_wanted() -> None:
    assert choose([(1, 2)], 1, alike, "name") == [(1, 2)]


def test_beyond_so_many_chance_decides() -> None:
    points: list[Point] = [(number,) for number in range(MOST_CHOSEN + 50)]
    asked: list[Point] = []

    def kind(point: Point) -> Hashable:
        asked.append(point)
        return "the same"

    found = choose(points, MOST_CHOSEN + 20, kind, "name")
    assert len(set(found)) == MOST_CHOSEN + 20
    assert len(set(asked)) < MOST_CHOSEN + LOOKED_AT + 5


def test_what_is_asked_anyway_comes_first_and_counts() -> None:
    asked = [CUBE[200], CUBE[7], CUBE[200]]
    found = choose(CUBE, 6, alike, "name", asked)
    assert found[:3] == [CUBE[200], CUBE[7], CUBE[0]]
    assert len(found) == len(set(found)) == 6
    assert choose(CUBE, 1, alike, "name", asked) == [CUBE[200]]
    assert choose(CUBE, 0, alike, "name", asked) == []
    assert choose(CUBE[:2], 6, alike, "name", CUBE[:2]) == CUBE[:2]


def test_pairs_of_what_is_asked_anyway_are_not_new() -> None:
    few: list[Point] = [(0, 0, 0), (1, 1, 1), (2, 2, 2)]
    assert choose(few, 3, alike, "name", [(1, 1, 3)])[:2] == [(1, 1, 3), (0, 0, 0)]
    for name in "abcdefgh":
        assert choose(few, 3, alike, name, [(1, 1, 3)])[2] == (2, 2, 2)


def test_the_same_pair_counts_again_where_the_reference_says_something_else() -> None:
    # Both have two pairs of values that are new; of one the reference says something else.
    points: list[Point] = [(0, 0, 0), (0, 1, 0), (0, 0, 1)]
    for name in "abcdefgh":
        assert choose(points, 3, lambda point: point[2], name)[1] == (0, 0, 1)
