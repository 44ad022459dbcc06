"""The gears: which points of a universe are asked."""

from __future__ import annotations

import hashlib
import random
from typing import TYPE_CHECKING

from datausage.universe.arrays import rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from datausage.universe.spaces import Point, Universe, Value


def exhaust(universe: Universe) -> list[Point]:
    """Return every point of the finite part."""
    return list(universe.enumerate())


def cover(universe: Universe, most: int) -> list[Point]:
    """Return points that cover all three-way combinations; spread over them where too many."""
    plainest = universe.plainest
    return _evenly([plainest, *(row for row in rows(universe) if row != plainest)], most)


def around_edges(universe: Universe, points: Sequence[Point], each: int) -> list[Point]:
    """Return, for every edge of an open domain, some of the points with that edge put in."""
    found: list[Point] = []
    plainest = universe.plainest
    for number, (position, value) in enumerate(universe.edges()):
        first = (number * 7) % len(points)
        step = max(len(points) // each, 1)
        for index in range(each):
            point = points[(first + index * step) % len(points)]
            found.append(_with(point, position, value))
        found.append(_with(plainest, position, value))
    return list(dict.fromkeys(found))


def near(universe: Universe, changes: int) -> list[Point]:
    """Return the points that differ from the plainest one in so many facts at most.

    Many mistakes show only where everything else is plain, which a covering array seldom has.
    """
    found, latest = [universe.plainest], [(universe.plainest, 0)]
    for _ in range(changes):
        latest = [
            (_with(point, position, value), position + 1)
            for point, first in latest
            for position in range(first, len(universe.facts))
            for value in universe.facts[position].values[1:]
        ]
        found += [point for point, _ in latest]
    return found


def spread(points: Iterable[Point], most: int, start: int = 0) -> list[Point]:
    """Return at most so many of the points, evenly spread, in order, without repetition.

    Where there are more, another ``start`` gives others.
    """
    return _evenly(list(dict.fromkeys(points)), most, start)


def _evenly(distinct: list[Point], most: int, start: int = 0) -> list[Point]:
    count = len(distinct)
    if count <= most:
        return distinct
    return [distinct[(number * count // most + start) % count] for number in range(most)]


def number_of(name: str) -> int:
    """Return a number that follows from a name, the same on every machine."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8])


def sample(points: Sequence[Point], most: int, name: str) -> list[Point]:
    """Return some of the points in another order, the same ones for the same name."""
    generator = random.Random(number_of(name))  # noqa: S311 - repeatable, not secret
    return generator.sample(list(points), min(most, len(points)))


def _with(point: Point, position: int, value: Value) -> Point:
    return (*point[:position], value, *point[position + 1 :])
