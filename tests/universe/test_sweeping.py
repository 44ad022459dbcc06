"""Sweeping: cells evenly spread over a universe, each once, none of them kept."""

from __future__ import annotations

from itertools import pairwise

import pytest

from datausage.universe.spaces import Fact, Space, Universe
from datausage.universe.sweeping import Sweep

SIZES = (2, 3, 5, 7)
UNIVERSE = Universe(
    Space(
        "made up",
        tuple(Fact(f"fact {size}", tuple(range(size)), (99,)) for size in SIZES),
        dict,
    )
)
MIXED = Universe(Space("mixed", (Fact("a", (1, True, "1", None)), Fact("b", (0, False))), dict))


@pytest.mark.parametrize("most", [0, 1, 2, 50, 209])
@pytest.mark.parametrize("start", [0, 1, 209, 1_000])
def test_so_many_cells_are_swept_each_once_and_a_sweep_knows_which(most: int, start: int) -> None:
    sweep = Sweep(UNIVERSE, most, start)
    found = list(sweep)
    assert len(found) == len(set(found)) == len(sweep) == most
    assert not sweep.complete
    assert found == list(sweep)
    cells = list(UNIVERSE.enumerate())
    assert [cell for cell in cells if cell in sweep] == [c for c in cells if c in set(found)]


@pytest.mark.parametrize("most", [210, 211, 5_000])
def test_where_there_are_no_more_all_cells_are_swept_in_order(most: int) -> None:
    sweep = Sweep(UNIVERSE, most, 5)
    assert sweep.complete
    assert len(sweep) == 210
    assert list(sweep) == list(UNIVERSE.enumerate())
    assert all(cell in sweep for cell in UNIVERSE.enumerate())


def test_a_negative_number_of_cells_is_none() -> None:
    assert list(Sweep(UNIVERSE, -1)) == []
    assert len(Sweep(UNIVERSE, -1)) == 0


def test_the_first_cell_is_the_plainest_and_another_start_gives_others() -> None:
    assert next(iter(Sweep(UNIVERSE, 5))) == UNIVERSE.plainest
    assert next(iter(Sweep(UNIVERSE, 5, 1))) == (1, 0, 0, 0)
    assert next(iter(Sweep(UNIVERSE, 5, 2))) == (0, 1, 0, 0)
    assert list(Sweep(UNIVERSE, 5, 210)) == list(Sweep(UNIVERSE, 5, 0))


def number(cell: tuple[object, ...]) -> int:
    """Return the number of a cell, the first fact counting least."""
    found, weight = 0, 1
    for value, size in zip(cell, SIZES, strict=True):
        assert isinstance(value, int)
        found, weight = found + value * weight, weight * size
    return found


@pytest.mark.parametrize("most", [20, 55, 100])
def test_swept_cells_are_evenly_spread(most: int) -> None:
    numbers = sorted(number(cell) for cell in Sweep(UNIVERSE, most))
    gaps = [b - a for a, b in pairwise([*numbers, 210 + numbers[0]])]
    assert max(gaps) <= 4 * 210 / most


@pytest.mark.parametrize("cell", [(99, 0, 0, 0), (0, 0, 0, 99), (True, 0, 0, 0), (0.0, 0, 0, 0)])
@pytest.mark.parametrize("most", [100, 210])
def test_a_point_outside_the_finite_part_is_never_swept(
    cell: tuple[object, ...], most: int
) -> None:
    assert cell not in Sweep(UNIVERSE, most)  # type: ignore[operator]


def test_equal_values_of_different_types_are_two_cells() -> None:
    cells = list(MIXED.enumerate())
    for most in (3, 5, 8):
        sweep = Sweep(MIXED, most)
        swept = [repr(cell) for cell in sweep]
        assert len(set(swept)) == most
        assert [cell in sweep for cell in cells] == [repr(cell) in swept for cell in cells]


def test_a_universe_of_one_cell_is_swept() -> None:
    single = Universe(Space("single", (Fact("a", (1,)),), dict))
    assert list(Sweep(single, 1)) == [(1,)]
    assert list(Sweep(single, 0)) == []
    assert (1,) not in Sweep(single, 0)
