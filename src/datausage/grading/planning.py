"""Plans: which points of a universe a scenario asks about without chance, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from datausage.universe import gears
from datausage.universe.sweeping import Sweep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from datausage.grading.budgets import Budget
    from datausage.universe.spaces import Point, Universe

CHUNK = 500
"""How many points are asked in one turn of the target; no more are kept at a time."""

MOST_ROWS = 1_000
"""How many rows there are at most into which edges are put."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Points to ask about: ``listed`` ones in order, and then the cells of a ``swept`` part.

    All are distinct. ``outside`` are those of the listed ones that are no cells of the finite
    part, since one of their facts is at an edge.
    """

    listed: tuple[Point, ...]
    outside: tuple[Point, ...]
    swept: Sweep
    known: frozenset[Point]

    def chunks(self) -> Iterator[list[Point]]:
        """Yield the points, so many at a time."""
        points = self._points()
        while chunk := list(islice(points, CHUNK)):
            yield chunk

    def _points(self) -> Iterator[Point]:
        yield from self.listed
        for point in self.swept:
            if point not in self.known:
                yield point

    def __contains__(self, point: Point) -> bool:
        return point in self.known or point in self.swept


def planned(universe: Universe, spend: Budget, *, given: bool, seed: int, name: str) -> Plan:
    """Return what is asked about.

    Args:
        universe: the universe of the scenario.
        spend: how much each gear may ask.
        given: whether conditions narrow the universe; where none do, points are asked that
            differ from the plainest one in one fact more.
        seed: another one gives another order, and other points where not all can be asked.
        name: the name of the scenario, from which the order follows.
    """
    if spend.most is not None:
        return _limited(universe, spend, spend.most, seed, name)
    if universe.cells <= spend.exhaust:
        few = universe.cells <= MOST_ROWS
        rows = gears.exhaust(universe) if few else gears.cover(universe, MOST_ROWS)
        edges = gears.around_edges(universe, rows, spend.around_edges)
        return _plan([], edges, Sweep(universe, universe.cells), seed, name)
    rows = gears.cover(universe, spend.cover)
    edges = gears.around_edges(universe, rows, spend.around_edges)
    plain = gears.near(universe, 1 if given else spend.near)
    swept = Sweep(universe, spend.sweep, seed)
    return _plan([*plain, *rows], edges, swept, seed, name)


def _limited(universe: Universe, spend: Budget, most: int, seed: int, name: str) -> Plan:
    """Choose what reveals most: with few calls the edges come first, where mistakes are made."""
    if not most:
        return _plan([], [], Sweep(universe, 0), seed, name)
    exhausted = universe.cells <= spend.exhaust
    rows = gears.exhaust(universe) if exhausted else gears.cover(universe, spend.cover)
    edges = gears.around_edges(universe, rows, spend.around_edges)
    third = most // 3
    chosen = [
        universe.plainest,
        *gears.spread(gears.near(universe, 1), third, seed),
        *gears.spread(edges, third, seed),
    ]
    chosen = list(dict.fromkeys([*chosen, *gears.spread(rows, most, seed)]))[:most]
    among = frozenset(chosen)
    swept = Sweep(universe, most - len(chosen), seed)
    return _plan(chosen, [point for point in edges if point in among], swept, seed, name)


def _plan(points: list[Point], outside: list[Point], swept: Sweep, seed: int, name: str) -> Plan:
    listed = list(dict.fromkeys([*points, *outside]))
    if seed:
        listed = gears.sample(listed, len(listed), f"{seed}/{name}")
    return Plan(tuple(listed), tuple(outside), swept, frozenset(listed))
