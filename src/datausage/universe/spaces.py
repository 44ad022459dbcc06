"""Universes: a question's facts as a product of domains, narrowed by what is given."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from datausage.universe.domains import OpenDomain

Value = str | int | bool | None
"""The value of a fact; plain, so that it can be shown, compared and written down."""

Point = tuple[Value, ...]
"""One value for each fact of a space, in the order of its facts."""


class EmptyUniverseError(ValueError):
    """A condition left a fact without any value; the message names the fact."""


class Build(Protocol):
    """Makes the situation that has the given facts."""

    def __call__(self, facts: Mapping[str, Any]) -> Any:
        """Return a new situation; nothing in it is shared with another one."""


@dataclass(frozen=True)
class Fact:
    """One fact and its domain.

    ``values`` is the finite part, plainest first; ``edges`` are further values that are always
    asked; ``anything`` is the open part, if there is one.
    """

    name: str
    values: tuple[Value, ...]
    edges: tuple[Value, ...] = ()
    anything: OpenDomain | None = None

    def narrowed(self, allowed: tuple[Value, ...]) -> Fact:
        """Return the fact with only the allowed values of its domain."""
        values = tuple(value for value in self.values if _among(value, allowed))
        edges = tuple(value for value in self.edges if _among(value, allowed))
        if not values:
            # A condition may name what is only an edge of the domain; a covering array has room
            # for as many values as the whole domain has.
            values, edges = edges[: len(self.values)], edges[len(self.values) :]
        if not values:
            raise EmptyUniverseError(f"no value of fact {self.name!r} is among {allowed!r}")
        return Fact(self.name, values, edges)


def _among(value: Value, allowed: tuple[Value, ...]) -> bool:
    """Say whether a value is among others; 1 and True are two values here."""
    return any(value == other and type(value) is type(other) for other in allowed)


@dataclass(frozen=True)
class Space:
    """All situations of a question, as a product of facts."""

    question: str
    facts: tuple[Fact, ...]
    build: Build

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the facts, in order."""
        return tuple(fact.name for fact in self.facts)

    def situation(self, point: Point) -> Any:
        """Return a new situation with the facts of a point."""
        return self.build(dict(zip(self.names, point, strict=True)))


@dataclass(frozen=True)
class Universe:
    """The situations of a space in which some facts are restricted to some values."""

    space: Space
    given: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)

    def where(self, given: Mapping[str, tuple[Value, ...]]) -> Universe:
        """Return the universe narrowed further.

        Raises:
            EmptyUniverseError: a fact is left without a value, or the space has no such fact.
        """
        unknown = [name for name in given if name not in self.space.names]
        if unknown:
            raise EmptyUniverseError(
                f"question {self.space.question!r} does not depend on {unknown[0]!r}"
            )
        return replace(self, given={**self.given, **given})

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """The facts with what is left of their domains."""
        return tuple(
            fact.narrowed(self.given[fact.name]) if fact.name in self.given else fact
            for fact in self.space.facts
        )

    @cached_property
    def cells(self) -> int:
        """How many points the finite part has."""
        return math.prod(len(fact.values) for fact in self.facts)

    @property
    def plainest(self) -> Point:
        """The point with the plainest value of every fact."""
        return tuple(fact.values[0] for fact in self.facts)

    def enumerate(self) -> Iterator[Point]:
        """Yield every point of the finite part."""
        return product(*(fact.values for fact in self.facts))

    def has(self, point: Point) -> bool:
        """Say whether a point is a cell of the finite part."""
        return all(_among(v, fact.values) for v, fact in zip(point, self.facts, strict=True))

    def admits(self, point: Point) -> bool:
        """Say whether a point of the space, edges and open parts included, has what is given."""
        names = self.space.names
        return all(
            _among(point[names.index(name)], allowed) for name, allowed in self.given.items()
        )

    def edges_among(self, points: Iterable[Point]) -> set[tuple[int, type, Value]]:
        """Return the edges that some of the points have: position, type and value."""
        found: set[tuple[int, type, Value]] = set()
        # Column by column: that needs no loop in Python for every point.
        for position, column in enumerate(zip(*points, strict=True)):
            fact = self.facts[position]
            if fact.edges:
                edges = set(zip(map(type, fact.edges), fact.edges, strict=True))
                met = edges.intersection(zip(map(type, column), column, strict=True))
                found |= {(position, kind, value) for kind, value in met}
        return found

    def edges(self) -> tuple[tuple[int, Value], ...]:
        """Return every edge, as the position of its fact and the value."""
        return tuple(
            (position, value) for position, fact in enumerate(self.facts) for value in fact.edges
        )
