"""Tallying what one scenario has asked; the tally stays small, however much that is."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from datausage.grading.grades import CONFORMS, PASSING, Comparison, Grade
from datausage.grading.judged import badness
from datausage.grading.relying import Relying
from datausage.grading.results import Deviation
from datausage.universe.gears import number_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from datausage.grading.judged import Judged
    from datausage.oracle.verdicts import Verdict
    from datausage.universe.spaces import Value

ORDER = list(Grade)
MOST_OUTCOMES = 12
"""With more outcomes, a verdict is not looked at for what an answer reveals: too much work."""
MOST_LOOKED_AT = 1_024
"""How many comparisons a tally knows again."""

Place = tuple[int, type, "Value"]
"""A value of the fact at a position; with its type, since 1 and True are two values."""


class Sample:
    """So many of the things that come along, each of them as likely as any other."""

    def __init__(self, size: int, name: str) -> None:
        """Take a size, and a name from which follows what is chosen."""
        self._size = size
        self._met = 0
        self._kept: list[Judged] = []
        self._random = random.Random(number_of(name))  # noqa: S311 - repeatable, not secret

    def offer(self, some: Sequence[Judged]) -> None:
        """Keep each of them, or not."""
        kept, size, chance = self._kept, self._size, self._random.random
        first = some[: size - len(kept)] if size > len(kept) else ()
        kept += first
        met = self._met + len(first)
        for one in some[len(first) :] if size else ():
            met += 1
            if (place := int(chance() * met)) < size:
                kept[place] = one
        self._met = met

    def taken(self) -> list[Judged]:
        """Return what was kept, in another order."""
        return self._random.sample(self._kept, len(self._kept))


@dataclass(slots=True)
class Tally:
    """What one scenario has asked so far.

    ``inside`` counts the cells of the finite part that were asked about, ``edges`` holds the
    edges that were. ``first_failure`` says the how manieth situation was the first that failed,
    0 if none was. ``values`` counts how often each fact had each value, where that is wanted.
    ``relying`` has the answers that rely on readings, and ``deviations`` tells the kinds of
    failure apart; ``service`` is the position of the fact that says which service is asked about,
    where there is one.
    """

    sample: Sample
    asked: int = 0
    distinct: int = 0
    inside: int = 0
    first_failure: int = 0
    grades: Counter[Grade] = field(default_factory=Counter)
    examples: dict[Grade, Judged] = field(default_factory=dict)
    worst: Judged | None = None
    edges: set[Place] = field(default_factory=set)
    printed: str = ""
    notes: list[str] = field(default_factory=list)
    values: Counter[Place] | None = None
    service: int | None = None
    deviations: set[Deviation] = field(default_factory=set)
    relying: Relying = field(default_factory=Relying)
    _revealed: dict[str, frozenset[str]] = field(default_factory=dict)
    _looked_at: dict[int, Comparison] = field(default_factory=dict)

    @property
    def judged(self) -> int:
        """How many situations were judged: those about which the policy says something."""
        return self.grades.total() - self.grades[Grade.UNJUDGED]

    @property
    def failures(self) -> int:
        """How many situations failed."""
        return sum(count for grade, count in self.grades.items() if grade not in PASSING)

    @property
    def grade(self) -> Grade:
        """The worst grade of all situations."""
        return max((g for g, n in self.grades.items() if n), key=ORDER.index, default=ORDER[0])

    def add(self, judged: Sequence[Judged]) -> None:
        """Count what was asked and graded; no point is added twice."""
        conforming, passed = 0, []
        for number, one in enumerate(judged, self.asked + 1):
            if one.comparison is CONFORMS:
                conforming += 1
                passed.append(one)
            elif self._passes(one, number):
                passed.append(one)
            if one.printed and not self.printed:
                self.printed = one.printed
        if self.values is not None:
            for one in judged:
                self.values.update((n, type(value), value) for n, value in enumerate(one.point))
        self.asked += len(judged)
        self.distinct += len(judged)
        self.grades[Grade.CONFORMS] += conforming
        self.sample.offer(passed)

    def _passes(self, one: Judged, number: int) -> bool:
        """Count what does not simply conform, the so manieth; say if it was judged and passes."""
        comparison, grade = one.comparison, one.comparison.grade
        self.grades[grade] += 1
        if grade not in PASSING:
            self._fail(one, number)
            return False
        if grade is Grade.UNJUDGED:
            return False
        self.relying.add(one)
        if comparison.readings and one.verdict is not None:
            self._reveal(comparison, one.verdict)
        return True

    def unstable(self, first: Judged, second: Judged) -> None:
        """Count a situation in which a second answer differed from the first."""
        self.grades[first.comparison.grade] -= 1
        self.grades[Grade.NONDETERMINISTIC] += 1
        comparison = Comparison(Grade.NONDETERMINISTIC)
        detail = f"{second.said}, when asked a second time"
        self._fail(first._replace(comparison=comparison, detail=detail), self.asked)

    def _fail(self, one: Judged, number: int) -> None:
        self.first_failure = self.first_failure or number
        self.examples.setdefault(one.comparison.grade, one)
        service = "" if self.service is None else str(one.point[self.service])
        wrong = [n.verdict.rules for n in one.notable if n.comparison.grade not in PASSING]
        self.deviations.update(Deviation(service, rules) for rules in wrong or [()])
        if self.worst is None or badness(one.comparison) > badness(self.worst.comparison):
            self.worst = one

    def _reveal(self, comparison: Comparison, verdict: Verdict) -> None:
        """Keep what an answer reveals, where the reading of one point alone decides it."""
        if len(verdict.outcomes) > MOST_OUTCOMES or id(comparison) in self._looked_at:
            return
        if len(self._looked_at) > MOST_LOOKED_AT:
            # To look at one again changes nothing.
            self._looked_at.clear()
        # Kept, so that nothing else gets its identity.
        self._looked_at[id(comparison)] = comparison
        if len(verdict.turns_on) != 1:
            return
        (point,) = verdict.turns_on
        revealed = frozenset().union(
            *(choice[point] for choice in comparison.readings if point in choice)
        )
        self._revealed[point] = self._revealed.get(point, revealed) & revealed

    def relied_on(self) -> tuple[str, ...]:
        """Return the readings that the answers reveal, of points that alone decide some answer.

        A point of which the answers leave several readings possible is left out.
        """
        return tuple(
            f"{point}={next(iter(readings))}"
            for point, readings in sorted(self._revealed.items())
            if len(readings) == 1
        )
