"""Sweeping: cells of a universe's finite part, evenly spread over it, without keeping them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from datausage.universe.spaces import Point, Universe

_GOLDEN = (math.sqrt(5) - 1) / 2


class Sweep:
    """So many cells of a universe, each once; all of them, in order, where there are no more.

    Each cell has a number. Steps of about the golden ratio of all of them, and without a common
    divisor, reach every cell once, and are evenly spread whenever they end.
    """

    def __init__(self, universe: Universe, most: int, start: int = 0) -> None:
        """Choose the cells.

        Args:
            universe: the universe; its finite part counts.
            most: how many cells at most.
            start: a number; another one gives other cells.
        """
        self._universe = universe
        self._cells = universe.cells
        self._taken = max(0, min(most, self._cells))
        self._radices = tuple(len(fact.values) for fact in universe.facts)
        self._step = _coprime(round(self._cells * _GOLDEN) or 1, self._cells)
        self._start = start % self._cells

    def __len__(self) -> int:
        return self._taken

    @property
    def complete(self) -> bool:
        """Whether these are all cells."""
        return self._taken == self._cells

    def __iter__(self) -> Iterator[Point]:
        if self.complete:
            yield from self._universe.enumerate()
            return
        number = self._start
        for _ in range(self._taken):
            yield self._point(number)
            number = (number + self._step) % self._cells

    def __contains__(self, point: Point) -> bool:
        number = self._number(point)
        if number is None:
            return False
        turns = (number - self._start) * pow(self._step, -1, self._cells) % self._cells
        return turns < self._taken

    def _point(self, number: int) -> Point:
        values = []
        for fact, radix in zip(self._universe.facts, self._radices, strict=True):
            number, index = divmod(number, radix)
            values.append(fact.values[index])
        return tuple(values)

    def _number(self, point: Point) -> int | None:
        """Return the number of a cell; None for a point outside the finite part."""
        number, weight = 0, 1
        for fact, radix, value in zip(self._universe.facts, self._radices, point, strict=True):
            for index, other in enumerate(fact.values):
                if value == other and type(value) is type(other):
                    number += index * weight
                    break
            else:
                return None
            weight *= radix
        return number


def _coprime(number: int, other: int) -> int:
    while math.gcd(number, other) != 1:
        number += 1
    return number
