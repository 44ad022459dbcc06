"""Failures that other machines have found: kept in a database that they share, and asked first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from datausage.grading import tokens
from datausage.universe.searching import NamespacedDatabase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hypothesis.database import ExampleDatabase

    from datausage.universe.spaces import Point, Universe

MOST: Final = 10
"""How many failures of a scenario are asked again; others come up when these are mended."""
LONGEST: Final = 20_000
_KEY: Final = b"failures"


@dataclass(frozen=True, slots=True)
class Remembered:
    """The failures of one scenario, as replay tokens; what else is kept there is left alone."""

    database: ExampleDatabase
    name: str
    _own: NamespacedDatabase = field(init=False)

    def __post_init__(self) -> None:
        own = NamespacedDatabase(self.database, f"datausage/{self.name}")
        object.__setattr__(self, "_own", own)

    def points(self, universe: Universe) -> dict[Point, str]:
        """Return the points that failed somewhere, with their tokens: those of this universe.

        What is kept may come from another version, or from anybody.
        """
        kept = sorted(one for one in self._own.fetch(_KEY) if len(one) <= LONGEST)
        found: dict[Point, str] = {}
        for value in kept:
            point = _point(value, universe)
            if point is not None and len(found) < MOST:
                found.setdefault(point, value.decode())
        return found

    def keep(self, token: str) -> None:
        """Keep a failure."""
        self._own.save(_KEY, token.encode())

    def forget(self, mended: Iterable[str]) -> None:
        """Let go of what does not fail any more."""
        for token in mended:
            self._own.delete(_KEY, token.encode())


def _point(value: bytes, universe: Universe) -> Point | None:
    try:
        token = tokens.read(value.decode("utf-8"))
        if token.question != universe.space.question:
            return None
        point = token.point(universe.space)
        return point if universe.admits(point) else None
    except (tokens.TokenError, ValueError, TypeError):
        return None
