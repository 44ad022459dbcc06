"""Plans: which points of a universe a scenario asks about without chance, and in which order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from datausage.grading.choosing import choose
from datausage.targets.asks import MANY_AT_ONCE
from datausage.universe import gears
from datausage.universe.sweeping import Sweep

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from datausage.grading.budgets import Budget
    from datausage.universe.spaces import Point, Universe

FEW_AT_ONCE = 10
"""The same, where the number of calls is bounded."""

MOST_ROWS = 1_000
"""How many rows there are at most into which edges are put."""

MOST_CANDIDATES = 300
"""How many rows, and points near the plainest one, a few are chosen from; or as many as those."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Points to ask about: ``listed`` ones in order, and then the cells of a ``swept`` part.

    All are distinct. ``outside`` are those of the listed ones that are no cells of the finite
    part, since one of their facts is at an edge.
    """

    listed: tuple[Point, ...]
    outside: tuple[Point, ...]
    swept: Sweep
    known: AbstractSet[Point]
    most_at_once: int = MANY_AT_ONCE

    def chunks(self, at_once: int = MANY_AT_ONCE) -> Iterator[list[Point]]:
        """Yield the points, so many at a time as are best put to a target in one turn."""
        points, size = self._points(), min(at_once, self.most_at_once)
        while chunk := list(islice(points, size)):
            yield chunk

    def _points(self) -> Iterator[Point]:
        yield from self.listed
        for point in self.swept:
            if point not in self.known:
                yield point

    def __contains__(self, point: Point) -> bool:
        return point in self.known or point in self.swept


@dataclass(frozen=True, slots=True)
class Manner:
    """How to choose what is asked.

    ``given`` says whether conditions narrow the universe; where none do, points are asked that
    differ from the plainest one in one fact more. From ``name`` and ``seed`` follows the order,
    and what is chosen where not all can be asked; ``kind`` tells points apart as far as the
    reference does, and ``telling`` are points that are asked first where few are.
    """

    given: bool
    name: str
    seed: int
    kind: Callable[[Point], Hashable]
    telling: Sequence[Point] = ()


def planned(universe: Universe, spend: Budget, manner: Manner) -> Plan:
    """Return what is asked about.

    Args:
        universe: the universe of the scenario.
        spend: how much each gear may ask.
        manner: how to choose.
    """
    if spend.most is not None:
        return _limited(universe, spend.most, manner)
    if universe.cells <= spend.exhaust:
        few = universe.cells <= MOST_ROWS
        rows = gears.exhaust(universe) if few else gears.cover(universe, MOST_ROWS)
        edges = gears.around_edges(universe, rows, spend.around_edges)
        return _plan([], edges, Sweep(universe, universe.cells), manner)
    rows = gears.cover(universe, spend.cover)
    edges = gears.around_edges(universe, rows, spend.around_edges)
    plain = gears.near(universe, 1 if manner.given else spend.near)
    return _plan([*plain, *rows], edges, Sweep(universe, spend.sweep, manner.seed), manner)


def listed(points: Sequence[Point], universe: Universe) -> Plan:
    """Return a plan of these points, and no others."""
    outside = tuple(point for point in points if not universe.has(point))
    return Plan(tuple(points), outside, Sweep(universe, 0), frozenset(points), FEW_AT_ONCE)


def _limited(universe: Universe, most: int, manner: Manner) -> Plan:
    """Choose so many points that reveal most; where there are not so many, sweep the rest."""
    if not most:
        return _plan([], [], Sweep(universe, 0), manner)
    rows = gears.cover(universe, max(MOST_CANDIDATES, most))
    edges = gears.around_edges(universe, rows, 1)
    candidates = [*gears.near(universe, 1), *rows, *edges]
    if not manner.given:
        candidates += gears.spread(gears.near(universe, 2), MOST_CANDIDATES, manner.seed)
    telling = [point for point in manner.telling if universe.admits(point)]
    chosen = choose(candidates, most, manner.kind, f"{manner.seed}/{manner.name}", telling)
    outside = [point for point in chosen if not universe.has(point)]
    swept = Sweep(universe, most - len(chosen), manner.seed)
    # A target that is asked little takes long: how far it is can be told after each turn.
    return replace(_plan(chosen, outside, swept, manner), most_at_once=FEW_AT_ONCE)


def _plan(points: list[Point], outside: list[Point], swept: Sweep, manner: Manner) -> Plan:
    distinct = dict.fromkeys([*points, *outside])
    listed = list(distinct)
    if manner.seed:
        listed = gears.sample(listed, len(listed), f"{manner.seed}/{manner.name}")
    return Plan(tuple(listed), tuple(outside), swept, distinct.keys())
