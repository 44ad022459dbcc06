"""Asking in pairs: whether the answers before and after a change agree with each other.

The reference is not asked. A pair is wrong whatever the page says about either situation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from datausage.grading.asking import Case, answered, at_once
from datausage.grading.grades import CONFORMS, UNJUDGED, Comparison, Exposure, Grade
from datausage.grading.judged import Judged
from datausage.oracle.aspects import UNDETERMINED
from datausage.targets.asks import AsksThen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from datausage.grading.asking import Expectation
    from datausage.oracle.aspects import Aspect
    from datausage.targets.asks import Asks
    from datausage.targets.outcome import Outcome
    from datausage.universe.changes import Change
    from datausage.universe.spaces import Point, Space


@dataclass(slots=True)
class ChangedCase(Case):
    """A call about the situation of a point after a change, which was built to be asked once."""

    def __call__(self) -> dict[str, Any]:
        """Return the arguments for the call."""
        situation = self.situation
        return {name: getattr(situation, name) for name in self.names}


@dataclass(frozen=True, slots=True)
class Pair:
    """What came back about a point, before and after the change; nothing where none is possible."""

    point: Point
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class PairAsker:
    """Asks one question of one target twice about each point, before and after a change."""

    caller: Asks
    space: Space
    expectation: Expectation
    change: Change

    @property
    def at_once(self) -> int:
        """How many points are best asked about in one turn."""
        return at_once(self.caller)

    def ask(self, points: Sequence[Point]) -> list[Judged]:
        """Ask about all points, and grade every pair of answers."""
        if not isinstance(self.caller, AsksThen):
            return [self.judge(pair) for pair in self.put(points)]
        pairs = self._pairs(points)
        last = {id(pair.cases[-1]): pair for pair in pairs if pair.cases}

        def then(case: Case, outcome: Outcome) -> Judged | None:
            case.outcome = outcome
            return self._end(last[id(case)]) if id(case) in last else None

        cases = [case for pair in pairs for case in pair.cases]
        judged = filter(None, self.caller.ask_then(self.expectation.question.name, cases, then))
        return [next(judged) if pair.cases else self.judge(pair) for pair in pairs]

    def _end(self, pair: Pair) -> Judged:
        """Grade what came back, and let go of it."""
        judged = self.judge(pair)
        for case in pair.cases:
            case.let_go()
        return judged

    def _pairs(self, points: Sequence[Point]) -> list[Pair]:
        return [Pair(point, self._cases(point)) for point in points]

    def freely(self, failing: Judged) -> PairAsker:
        """Return an asker about the aspect that failed."""
        return replace(self, expectation=replace(self.expectation, aspects=(failing.aspect,)))

    def put(self, points: Sequence[Point], caller: Asks | None = None) -> list[Pair]:
        """Ask about all points, of another caller where there is one, and keep what came back."""
        pairs = self._pairs(points)
        cases = [case for pair in pairs for case in pair.cases]
        outcomes = (caller or self.caller).ask(self.expectation.question.name, cases)
        for case, outcome in zip(cases, outcomes, strict=True):
            case.outcome = outcome
        return pairs

    def _cases(self, point: Point) -> tuple[Case, ...]:
        # The change may keep parts of what it is given; what is asked before it has its own.
        after = self.change.apply(self.space.situation(point))
        if after is None:
            return ()
        names = self.expectation.question.arguments
        return Case(point, self.space, names), ChangedCase(point, self.space, names, after)

    def judge(self, pair: Pair) -> Judged:
        """Grade what came back for a point; of several aspects the first that differs counts."""
        first = self.expectation.aspects[0]
        if not pair.cases:
            return Judged(pair.point, first, "", UNJUDGED, None)
        observed = []
        for case in pair.cases:
            found = answered(case, case.received, self.expectation)
            if isinstance(found, Judged):
                return found
            observed.append(found[0])
        before, after = observed
        for aspect in self.expectation.aspects:
            comparison = self._compare(aspect, before[aspect.name], after[aspect.name])
            if comparison is not CONFORMS:
                said = f"{before[aspect.name]}, and {after[aspect.name]} when {self.change.name}"
                return Judged(pair.point, aspect, said, comparison, None)
        return Judged(pair.point, first, before[first.name], CONFORMS, None)

    def _compare(self, aspect: Aspect, before: str, after: str) -> Comparison:
        if before == after:
            return CONFORMS
        if not self.change.restricting:
            return Comparison(Grade.VIOLATES, Exposure.DIFFERS)
        if UNDETERMINED in (before, after):
            return CONFORMS
        more = aspect.values.index(after) > aspect.values.index(before)
        return Comparison(Grade.VIOLATES, Exposure.EXPOSES) if more else CONFORMS
