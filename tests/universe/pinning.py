"""What the universes consist of, summed up so that a change can be reviewed.

The table names every fact with its domain. Per question it tells how many points there are, and
for each argument how many different ones are built at fixed points, with a sum over them; at last
what each change of a situation makes of them. Write it anew, and look at what differs, with

    python tests/universe/pinning.py
"""

from __future__ import annotations

import json
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

from datausage.oracle.questions import QUESTIONS
from datausage.universe import gears
from datausage.universe.catalogue import SPACES
from datausage.universe.changes import CHANGES
from datausage.universe.spaces import Universe
from datausage.universe.sweeping import Sweep

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from datausage.universe.spaces import Fact, Point, Space

TABLE: Final = Path(__file__).with_name("pinned_situations.txt")
SWEPT: Final = 150


def fixed_points(space: Space) -> dict[str, list[Point]]:
    """Return fixed points of a space, by what makes them."""
    universe = Universe(space)
    rows = gears.cover(universe, 10_000)
    return {
        "the array": rows,
        "near the plainest": gears.near(universe, 1),
        "at edges": gears.around_edges(universe, rows, 2),
        "swept": list(Sweep(universe, SWEPT, 7)),
    }


def summed(things: Iterable[object]) -> str:
    """Return how many different things there are, and a sum over all of them."""
    texts = [repr(thing) for thing in things]
    return f"{len(set(texts)):5} {crc32(chr(10).join(texts).encode()):08x}"


def facts() -> Iterator[str]:
    """Yield a line for every fact with a domain of its own."""
    met: dict[tuple[str, str], list[str]] = {}
    for space in SPACES.values():
        for fact in space.facts:
            met.setdefault((fact.name, _domain(fact)), []).append(space.question)
    for (name, domain), questions in met.items():
        yield f"  {name} ({', '.join(questions)}): {domain}"


def _domain(fact: Fact) -> str:
    edges = f" and {json.dumps(fact.edges)}" if fact.edges else ""
    return f"{json.dumps(fact.values)}{edges}{' and more' if fact.anything else ''}"


def lines(space: Space) -> Iterator[str]:
    """Yield the lines about a question."""
    universe = Universe(space)
    yield f"  {universe.cells} cells, {len(universe.edges())} edges: {', '.join(space.names)}"
    asked = fixed_points(space)
    for way, points in asked.items():
        yield f"  points {summed(points)} {way}"
    points = list(dict.fromkeys(point for some in asked.values() for point in some))
    built = [space.situation(point) for point in points]
    for field in fields(QUESTIONS[space.question].situation):
        yield f"  {field.name:9} {summed(getattr(one, field.name) for one in built)}"
    for change in CHANGES.values():
        # What a hand-over changes is for the target to say.
        if not change.of_hand_overs and _applies(change.name, space.names):
            changed = [change.apply(space.situation(point)) for point in points]
            effect = "only restricts" if change.restricting else "makes no difference"
            yield f"  changed {summed(_plainly(changed))} {change.name}: {effect}"


def _plainly(changed: list[Any]) -> Iterator[object]:
    return (one and [getattr(one, field.name) for field in fields(one)] for one in changed)


def _applies(change: str, names: tuple[str, ...]) -> bool:
    if "session" in change:
        return "venue" in names and "kind" in names
    if "passes" in change:
        return "age" in names
    return "settings file" in names


@cache
def _reviewed() -> dict[str, list[str]]:
    blocks = (block.splitlines() for block in TABLE.read_text("utf-8").split("== ")[1:])
    return {block[0]: block[1:] for block in blocks}


def parts() -> list[str]:
    """Return the names of the parts of the table, in order."""
    return ["facts", *SPACES]


def holds(part: str) -> bool:
    """Say whether a part of the table is as it was reviewed."""
    return list(facts() if part == "facts" else lines(SPACES[part])) == _reviewed().get(part)


def table() -> dict[str, list[str]]:
    """Return the whole table, by heading."""
    parts = {space.question: list(lines(space)) for space in SPACES.values()}
    return {"facts": list(facts()), **parts}


if __name__ == "__main__":
    text = "".join(
        "".join(f"{line}\n" for line in (f"== {heading}", *found))
        for heading, found in table().items()
    )
    TABLE.write_text(text, "utf-8")
