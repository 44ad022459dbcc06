"""Answers that rely on readings: of those that rely on the same, the plainest is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import ne
from typing import TYPE_CHECKING

from datausage.grading.coherence import MOST_BOXES, boxes, unimplied

if TYPE_CHECKING:
    from datausage.grading.coherence import Box
    from datausage.grading.grades import Comparison
    from datausage.grading.judged import Judged
    from datausage.oracle.aspects import Aspect
    from datausage.universe.spaces import Point

MOST_AT_HAND = 1_024
"""Of how many comparisons it is known on which readings they rely."""

ENOUGH = 1_024
"""With more answers, those that another one implies are let go of."""


@dataclass(frozen=True, slots=True)
class Relied:
    """An answer to one aspect at a point, which is right on some readings only.

    It holds no verdict: there may be tens of thousands of them, and each would keep one alive.
    """

    point: Point
    aspect: Aspect
    said: str
    permitted: frozenset[str]
    unusual: int


@dataclass(slots=True)
class Relying:
    """The answers of one scenario that rely on readings, by these readings.

    ``plainest`` is the plainest point of all: plain is what differs from it in few facts. With
    more than ``enough`` answers, those are let go of that say nothing beside the others.
    """

    plainest: Point = ()
    kept: dict[tuple[Box, ...], Relied] = field(default_factory=dict)
    enough: int = ENOUGH
    _as_boxes: dict[int, tuple[Comparison, tuple[Box, ...]]] = field(default_factory=dict)

    def add(self, one: Judged) -> None:
        """Keep the plainest answer, of the first ones, that relies on the same readings."""
        unusual = sum(map(ne, one.point, self.plainest))
        for notable in one.notable:
            # A verdict with more outcomes says too little about readings, and takes much room.
            if not notable.comparison.readings or len(notable.verdict.outcomes) > MOST_BOXES:
                continue
            same = self._boxes(notable.comparison)
            before = self.kept.get(same)
            if before is None or unusual < before.unusual:
                permitted = notable.verdict.permitted
                self.kept[same] = Relied(
                    one.point, notable.aspect, notable.said, permitted, unusual
                )
        if len(self.kept) > self.enough:
            self._let_go()

    def _let_go(self) -> None:
        """Keep only what no other one implies, so that there never are many more."""
        self.kept = {same: self.kept[same] for same in unimplied(self.kept, None)}
        self.enough = max(ENOUGH, 2 * len(self.kept))

    def _boxes(self, comparison: Comparison) -> tuple[Box, ...]:
        """Return the readings that a comparison relies on; most comparisons come again and again.

        What is kept must not depend on which of them are the same object: that is chance.
        """
        known = self._as_boxes.get(id(comparison))
        if known is None:
            if len(self._as_boxes) > MOST_AT_HAND:
                self._as_boxes.clear()
            # The comparison is kept, so that nothing else gets its identity.
            known = self._as_boxes[id(comparison)] = comparison, boxes(comparison.readings)
        return known[1]
