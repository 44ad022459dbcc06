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
    from collections.abc import Callable, Sequence

    from datausage.grading.asking import Answered, Expectation
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


Call = tuple["Point", Any]
"""A point, and the situation after the change; None where it is asked about as it is."""


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
        changed = [(point, self._after(point)) for point in points]
        calls = [
            call for point, after in changed if after for call in ((point, None), (point, after))
        ]
        name = self.expectation.question.name
        judged = self.caller.ask_then(name, calls, self._build(), self._grading())
        later = iter(judged[1::2])
        return [next(later) if after else self._unchanged(point) for point, after in changed]

    def _build(self) -> Callable[[Call], tuple[Any, dict[str, Any]]]:
        """Return what makes of a call its situation, and its arguments."""
        situation_of, names = self.space.situation, self.expectation.question.arguments

        def build(call: Call) -> tuple[Any, dict[str, Any]]:
            point, after = call
            situation = after or situation_of(point)
            return situation, {name: getattr(situation, name) for name in names}

        return build

    def _grading(self) -> Callable[[Call, Any, Outcome], Any]:
        """Return what grades a pair of answers once the second one came."""
        # By point: a call that was given up may still end, long after others have begun.
        before: dict[Point, Answered | Judged] = {}

        def grade(call: Call, situation: Any, outcome: Outcome) -> Judged | None:
            point, after = call
            found = answered(point, situation, outcome, self.expectation)
            if after is None:
                before[point] = found
                return None
            return self._graded(point, before.pop(point), found)

        return grade

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
        after = self._after(point)
        if after is None:
            return ()
        names = self.expectation.question.arguments
        return Case(point, self.space, names), ChangedCase(point, self.space, names, after)

    def _after(self, point: Point) -> Any:
        """Return the situation after the change, None where there is none.

        The change may keep parts of what it is given; what is asked before it has its own.
        """
        return self.change.apply(self.space.situation(point))

    def judge(self, pair: Pair) -> Judged:
        """Grade what came back for a point; of several aspects the first that differs counts."""
        if not pair.cases:
            return self._unchanged(pair.point)
        before, after = (case.answered(self.expectation) for case in pair.cases)
        return self._graded(pair.point, before, after)

    def _unchanged(self, point: Point) -> Judged:
        """Return the grade where nothing can change, and nothing was asked."""
        return Judged(point, self.expectation.aspects[0], "", UNJUDGED, None)

    def _graded(self, point: Point, before: Answered | Judged, after: Answered | Judged) -> Judged:
        if isinstance(before, Judged):
            return before
        if isinstance(after, Judged):
            return after
        (was, _), (became, _) = before, after
        for aspect in self.expectation.aspects:
            comparison = self._compare(aspect, was[aspect.name], became[aspect.name])
            if comparison is not CONFORMS:
                said = f"{was[aspect.name]}, and {became[aspect.name]} when {self.change.name}"
                return Judged(point, aspect, said, comparison, None)
        first = self.expectation.aspects[0]
        return Judged(point, first, was[first.name], CONFORMS, None)

    def _compare(self, aspect: Aspect, before: str, after: str) -> Comparison:
        if before == after:
            return CONFORMS
        if not self.change.restricting:
            return Comparison(Grade.VIOLATES, Exposure.DIFFERS)
        if UNDETERMINED in (before, after):
            return CONFORMS
        more = aspect.values.index(after) > aspect.values.index(before)
        return Comparison(Grade.VIOLATES, Exposure.EXPOSES) if more else CONFORMS
