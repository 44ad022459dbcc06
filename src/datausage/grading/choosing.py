"""Choosing few points of many, so that they differ as much as possible."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from datausage.universe.gears import number_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from datausage.universe.spaces import Point

ENOUGH = 3
"""With fewer points than this, the plainest is not among them."""

LOOKED_AT = 12
"""Among how many points the next one is chosen."""

MOST_CHOSEN = 600
"""So many are chosen one by one; with more of them, chance does as well."""


def choose(
    points: Iterable[Point],
    most: int,
    kind: Callable[[Point], Hashable],
    name: str,
    asked: Sequence[Point] = (),
) -> list[Point]:
    """Return those that are asked anyway, and at most so many in all together with the points.

    Where they are not all too few, the first of the points is the first that is added. Each next
    one is, of some that chance proposes, the one with most pairs of values that were not yet
    asked about where the reference says the same.

    Args:
        points: what to choose from, one at least.
        most: how many at most.
        kind: what the reference says of a point.
        name: decides what chance proposes.
        asked: the points that are asked anyway, the most important ones first.
    """
    chosen = list(dict.fromkeys(asked))[:most]
    if len(chosen) == most:
        return chosen
    met = frozenset(chosen)
    left = [point for point in dict.fromkeys(points) if point not in met]
    if not left:
        return chosen
    first, *others = left
    others.sort(key=lambda point: number_of(f"{name}/{point}"))
    if most < ENOUGH and others:
        # Scenarios have the same plainest point; with a call each they would all ask about that.
        first, *others = *others, first
    chosen.append(first)
    covered: set[Hashable] = set().union(*(_pairs(point, kind) for point in chosen))
    # The last are the next: taking one away from there costs nothing.
    others.reverse()
    while others and len(chosen) < min(most, MOST_CHOSEN):
        proposed = others[-LOOKED_AT:]
        gains = [len(_pairs(point, kind) - covered) for point in reversed(proposed)]
        best = others.pop(len(others) - 1 - gains.index(max(gains)))
        covered |= _pairs(best, kind)
        chosen.append(best)
    return [*chosen, *reversed(others)][:most]


def _pairs(point: Point, kind: Callable[[Point], Hashable]) -> set[Hashable]:
    values = [(number, type(value), value) for number, value in enumerate(point)]
    said = kind(point)
    return {(said, *pair) for pair in combinations(values, 2)}
