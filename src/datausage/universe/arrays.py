"""Covering arrays: rows that together show every combination of any three facts.

They are made once per space by ``datausage arrays`` and shipped. A narrowed universe needs no
array of its own: replacing each value that is no longer allowed by an allowed one keeps every
combination of allowed values covered.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from datausage.universe.spaces import Point, Space, Universe, Value

STRENGTH = 3


class StaleArrayError(RuntimeError):
    """The shipped array was made for other domains; the message says how to make it anew."""


def rows(universe: Universe) -> tuple[Point, ...]:
    """Return rows that cover every three-way combination of the universe's finite part."""
    space = universe.space
    columns = [
        _projection(whole.values, left.values)
        for whole, left in zip(space.facts, universe.facts, strict=True)
    ]
    # Column by column: that needs no loop in Python for every row.
    indices = zip(*load(space), strict=True)
    values = [
        map(column.__getitem__, places) for column, places in zip(columns, indices, strict=True)
    ]
    return tuple(dict.fromkeys(zip(*values, strict=True)))


def _projection(whole: tuple[Value, ...], left: tuple[Value, ...]) -> tuple[Value, ...]:
    """Map each value of a domain to itself where it is left, and to some value left otherwise."""
    kept = {(type(value), value) for value in left}
    projected, spare = [], 0
    for value in whole:
        if (type(value), value) in kept:
            projected.append(value)
        else:
            projected.append(left[spare % len(left)])
            spare += 1
    return tuple(projected)


def digest(space: Space) -> str:
    """Return a fingerprint of a space's finite domains."""
    domains = [[fact.name, list(fact.values)] for fact in space.facts]
    return hashlib.sha256(json.dumps(domains).encode()).hexdigest()[:16]


@cache
def _document(question: str) -> tuple[str, tuple[tuple[int, ...], ...]]:
    path = resources.files("datausage.universe") / "arrays" / f"{question}.json"
    document = json.loads(path.read_text("utf-8"))
    return document["digest"], tuple(tuple(row) for row in document["rows"])


def load(space: Space) -> Sequence[tuple[int, ...]]:
    """Return the shipped array of a space: per row, the index of each fact's value.

    Raises:
        StaleArrayError: the domains have changed since the array was made.
    """
    made_for, found = _document(space.question)
    if made_for != digest(space):
        raise StaleArrayError(
            f"the covering array of {space.question} is out of date; run 'datausage arrays'"
        )
    return found


def fresh(space: Space) -> bool:
    """Say whether the shipped array of a space was made for its domains."""
    try:
        return _document(space.question)[0] == digest(space)
    except FileNotFoundError:
        return False


def make(space: Space) -> str:
    """Return the text of a new array file for a space; needs the development extra."""
    from covertable import make as cover  # noqa: PLC0415 - a development tool

    factors = [list(range(len(fact.values))) for fact in space.facts]
    if len(factors) <= STRENGTH:
        found = [list(row) for row in _everything(factors)]
    else:
        found = [list(row) for row in cover(factors, strength=STRENGTH)]
    lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in found)
    return f'{{"digest": "{digest(space)}", "rows": [\n{lines}\n]}}\n'


def _everything(factors: list[list[int]]) -> list[tuple[int, ...]]:
    from itertools import product  # noqa: PLC0415 - only when arrays are made

    return list(product(*factors))
