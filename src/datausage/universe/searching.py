"""Searching a universe with Hypothesis, its open domains included.

The seed follows from a name, and failing examples are kept under a name of their own, so that
neither the host's profile nor another search changes what is asked.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.database import ExampleDatabase

from datausage.universe.drawing import points
from datausage.universe.gears import number_of
from datausage.universe.mining import unmined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from datausage.universe.spaces import Point, Universe


def draw(universe: Universe, *, name: str, database: str, examples: int) -> Drawn:
    """Return what a search asks as long as nothing fails: kept failures first, and new points."""
    whole = settings().database
    glance = None if whole is None else Glance(NamespacedDatabase(whole, _own(database)))
    found: dict[Point, None] = {}

    def note(point: Point) -> None:
        found[point] = None

    _run(universe, note, name, glance, examples)
    return Drawn(tuple(found), glance)


def search(
    universe: Universe,
    ask: Callable[[Point], None],
    *,
    name: str,
    database: str,
    examples: int,
) -> None:
    """Ask the same one by one, up to the first failure.

    What ``ask`` raises ends the search, after Hypothesis has made the point plainer.
    """
    whole = settings().database
    kept = None if whole is None else NamespacedDatabase(whole, _own(database))
    _run(universe, ask, name, kept, examples)


def _run(
    universe: Universe,
    ask: Callable[[Point], None],
    name: str,
    database: ExampleDatabase | None,
    examples: int,
) -> None:
    chosen = settings(
        max_examples=examples,
        database=database,
        deadline=None,
        derandomize=False,
        phases=(Phase.reuse, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
    )

    # In this order: a seed set last would take the database away again.
    @chosen
    @seed(number_of(name))
    @given(points(universe))
    def every(point: Point) -> None:
        ask(point)

    with unmined():
        every()


def _own(name: str) -> str:
    return f"datausage/{name}"


class Drawn:
    """The points that were drawn, and the examples that were kept among them."""

    def __init__(self, found: tuple[Point, ...], glance: Glance | None) -> None:
        self.points = found
        self._glance = glance

    def forget(self) -> None:
        """Let the kept examples go: none of them fails any more."""
        if self._glance is not None:
            self._glance.catch_up()


class NamespacedDatabase(ExampleDatabase):
    """A database that keeps the examples of one search apart from all others."""

    def __init__(self, whole: ExampleDatabase, name: str) -> None:
        super().__init__()
        self._whole = whole
        self._name = name.encode()

    def _key(self, key: bytes) -> bytes:
        return hashlib.sha384(self._name + b"\0" + key).digest()

    def fetch(self, key: bytes) -> Iterable[bytes]:
        """Return the examples kept under a key of this search."""
        return self._whole.fetch(self._key(key))

    def save(self, key: bytes, value: bytes) -> None:
        """Keep an example under a key of this search."""
        self._whole.save(self._key(key), value)

    def delete(self, key: bytes, value: bytes) -> None:
        """Forget an example kept under a key of this search."""
        self._whole.delete(self._key(key), value)


class Glance(ExampleDatabase):
    """A look into a database that changes nothing until it is told to."""

    def __init__(self, whole: ExampleDatabase) -> None:
        super().__init__()
        self._whole = whole
        self._to_delete: list[tuple[bytes, bytes]] = []

    def fetch(self, key: bytes) -> Iterable[bytes]:
        """Return the examples kept under a key."""
        return self._whole.fetch(key)

    def save(self, key: bytes, value: bytes) -> None:
        """Keep nothing: while points are only drawn, nothing has failed."""

    def delete(self, key: bytes, value: bytes) -> None:
        """Note what is not wanted any more, if nothing of it fails."""
        self._to_delete.append((key, value))

    def catch_up(self) -> None:
        """Delete what was to be deleted."""
        for key, value in self._to_delete:
            self._whole.delete(key, value)
