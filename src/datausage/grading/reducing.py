"""From any failing point to the plainest one, the facts that matter, and the minimal pair."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from datausage.grading.grades import Grade
from datausage.targets.outcome import Fault
from datausage.universe.spaces import Universe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from datausage.grading.asking import Asking
    from datausage.grading.judged import Judged
    from datausage.targets.watching import Watches
    from datausage.universe.spaces import Point, Value

MOST_PASSES = 6
MOST_PAIRS = 1_500
MOST_RUNS = 15
"""How many runs of a target that is watched it may take at most."""
MOST_EACH = 5
"""How many of them one situation takes at most."""


@dataclass(frozen=True, slots=True)
class Reduced:
    """The plainest failing point, the positions of facts that matter, and the nearest right one."""

    judged: Judged
    matters: frozenset[int]
    nearest: Judged | None


def reduce(failing: Judged, universe: Universe, asker: Asking) -> Reduced:
    """Make a failing point as plain as it gets, and find what its failure depends on.

    Args:
        failing: any point that failed.
        universe: the universe of the scenario, in which the plainest point is looked for.
        asker: asks the target about points and grades them; for the facts that matter it is asked
            about points outside the universe, too.
    """
    plainest = _plainest(failing, universe, asker.ask)
    whole, ask = Universe(universe.space), asker.freely(plainest).ask
    matters, nearest = _neighbours(plainest, whole, ask)
    # A target that breaks down on everything has no neighbour on which it works.
    broken = failing.comparison.grade is Grade.ERRORED
    if nearest is None and not matters and not broken:
        nearest = _two_away(plainest, whole, ask)
    return Reduced(plainest, matters, nearest)


def reduce_watched(failing: Judged, universe: Universe, asker: Asking, watched: Watches) -> Reduced:
    """Do the same with few runs of a target that is watched: each fact alone is made plain.

    Args:
        failing: any point that failed.
        universe: the universe of the scenario.
        asker: asks the target about points and grades them.
        watched: the target; not more than ``MOST_RUNS`` more of its runs are begun.
    """
    most = watched.runs + MOST_RUNS
    current = failing
    mended: list[Judged] = []
    whole, free = Universe(universe.space), asker.freely(failing)
    matters: set[int] = set()
    for position in range(len(current.point)):
        for plain, ask in ((universe.plainest, asker.ask), (whole.plainest, free.ask)):
            value = plain[position]
            if (type(value), value) == (type(current.point[position]), current.point[position]):
                continue
            if watched.runs + MOST_EACH > most:
                return Reduced(current, frozenset(matters), _best(mended, current.point, plain))
            here = current.point
            (judged,) = ask([(*here[:position], value, *here[position + 1 :])])
            if _alike(judged, failing) and universe.admits(judged.point):
                current = judged
            elif not judged.failed:
                matters.add(position)
                mended.append(judged)
    nearest = [one for one in mended if _differing(one.point, current.point) == 1]
    return Reduced(current, frozenset(matters), _best(nearest, current.point, whole.plainest))


def _differing(one: Point, other: Point) -> int:
    pairs = zip(one, other, strict=True)
    return sum((type(here), here) != (type(there), there) for here, there in pairs)


def _plainest(
    failing: Judged, universe: Universe, ask: Callable[[Sequence[Point]], list[Judged]]
) -> Judged:
    current = failing
    for _ in range(MOST_PASSES):
        before = current.point
        for position in range(len(before)):
            candidates = [
                (*current.point[:position], value, *current.point[position + 1 :])
                for value in _plainer(universe.facts[position].values, current.point[position])
            ]
            alike = (judged for judged in ask(candidates) if _alike(judged, failing))
            current = next(alike, current)
        if current.point == before:
            return current
    return current


def _plainer(values: tuple[Value, ...], value: Value) -> Iterator[Value]:
    for other in values:
        if other == value and type(other) is type(value):
            return
        yield other


def _alike(judged: Judged, failing: Judged) -> bool:
    one, other = judged.comparison, failing.comparison
    # A target that is given up is not asked any more: of such a point nothing is known.
    if judged.said == Fault.STOPPED:
        return False
    return (
        one.grade == other.grade
        and one.exposure == other.exposure
        and judged.aspect.name == failing.aspect.name
    )


def _neighbours(
    plainest: Judged, whole: Universe, ask: Callable[[Sequence[Point]], list[Judged]]
) -> tuple[frozenset[int], Judged | None]:
    """Return the facts of which a change alone mends the failure, and the first mended point."""
    matters: set[int] = set()
    mended: list[Judged] = []
    point = plainest.point
    for position, fact in enumerate(whole.facts):
        others = [value for value in fact.values if value != point[position]]
        changed = [(*point[:position], value, *point[position + 1 :]) for value in others]
        fine = [judged for judged in ask(changed) if not judged.failed]
        if fine:
            matters.add(position)
            mended += fine
    return frozenset(matters), _best(mended, point, whole.plainest)


def _best(mended: list[Judged], failing: Point, plainest: Point) -> Judged | None:
    """Prefer a right answer to one that is not judged, and then a plain point to others."""

    def rank(judged: Judged) -> tuple[int, int, int]:
        unusual = sum(here != plain for here, plain in zip(judged.point, plainest, strict=True))
        changed = max(n for n, value in enumerate(judged.point) if value != failing[n])
        # The facts that say what is asked about stand first; of equals another one tells more.
        return _RANKS[judged.comparison.grade], unusual, -changed

    return min(mended, key=rank, default=None)


_RANKS = {Grade.CONFORMS: 0, Grade.OPEN: 1, Grade.CONTESTED: 2, Grade.UNJUDGED: 3}


def _two_away(
    plainest: Judged, whole: Universe, ask: Callable[[Sequence[Point]], list[Judged]]
) -> Judged | None:
    point, asked = plainest.point, 0
    for first, second in combinations(range(len(point)), 2):
        changed = []
        for one in whole.facts[first].values:
            for other in whole.facts[second].values:
                values = list(point)
                values[first], values[second] = one, other
                changed.append(tuple(values))
        asked += len(changed)
        if asked > MOST_PAIRS:
            return None
        if best := _best([one for one in ask(changed) if not one.failed], point, whole.plainest):
            return best
    return None
