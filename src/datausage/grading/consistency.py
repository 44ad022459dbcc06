"""Asking in pairs: whether the answers before and after a change agree with each other.

The reference is not asked. A pair is wrong whatever the page says about either situation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from datausage.grading.asking import HARMLESS, Case, Judged
from datausage.grading.grades import CONFORMS, UNJUDGED, Comparison, Exposure, Grade
from datausage.oracle.aspects import UNDETERMINED, MalformedAnswerError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from datausage.grading.asking import Expectation
    from datausage.oracle.aspects import Aspect
    from datausage.targets.calling import Caller
    from datausage.universe.changes import Change
    from datausage.universe.spaces import Point, Space


@dataclass(slots=True)
class ChangedCase(Case):
    """A call about the situation of a point after a change."""

    change: Change | None = None

    def __call__(self) -> dict[str, Any]:
        """Return new arguments for the call."""
        if self.change is None:
            raise TypeError("a changed case has a change")
        self.situation = situation = self.change.apply(self.space.situation(self.point))
        return {name: getattr(situation, name) for name in self.names}


@dataclass(frozen=True, slots=True)
class Pair:
    """What came back about a point, before and after the change; nothing where none is possible."""

    point: Point
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class PairAsker:
    """Asks one question of one target twice about each point, before and after a change."""

    caller: Caller
    space: Space
    expectation: Expectation
    change: Change

    def ask(self, points: Sequence[Point]) -> list[Judged]:
        """Ask about all points, and grade every pair of answers."""
        return [self.judge(pair) for pair in self.put(points)]

    def freely(self, aspect: Aspect) -> PairAsker:
        """Return an asker about one aspect."""
        return replace(self, expectation=replace(self.expectation, aspects=(aspect,)))

    def put(self, points: Sequence[Point], caller: Caller | None = None) -> list[Pair]:
        """Ask about all points, of another caller where there is one, and keep what came back."""
        pairs = [Pair(point, self._cases(point)) for point in points]
        cases = [case for pair in pairs for case in pair.cases]
        outcomes = (caller or self.caller).ask(self.expectation.question.name, cases)
        for case, outcome in zip(cases, outcomes, strict=True):
            case.outcome = outcome
        return pairs

    def _cases(self, point: Point) -> tuple[Case, ...]:
        if self.change.apply(self.space.situation(point)) is None:
            return ()
        names = self.expectation.question.arguments
        return (
            Case(point, self.space, names),
            ChangedCase(point, self.space, names, change=self.change),
        )

    def judge(self, pair: Pair) -> Judged:
        """Grade what came back for a point; of several aspects the first that differs counts."""
        first = self.expectation.aspects[0]
        if not pair.cases:
            return Judged(pair.point, first, "", UNJUDGED, None)
        observed = []
        for case in pair.cases:
            found = self._observed(case)
            if isinstance(found, Judged):
                return found
            observed.append(found)
        before, after = observed
        for aspect in self.expectation.aspects:
            comparison = self._compare(aspect, before[aspect.name], after[aspect.name])
            if comparison is not CONFORMS:
                said = f"{before[aspect.name]}, and {after[aspect.name]} when {self.change.name}"
                return Judged(pair.point, aspect, said, comparison, None)
        return Judged(pair.point, first, before[first.name], CONFORMS, None)

    def _observed(self, case: Case) -> Mapping[str, str] | Judged:
        """Return the values of the aspects, or what is wrong with the answer."""
        outcome = case.outcome
        if outcome is None:
            raise TypeError("a case is judged after it was put to a target")
        if outcome.fault not in HARMLESS:
            return self._errored(case, f"{outcome.fault}".replace("_", " "), outcome.detail)
        try:
            return self.expectation.question.observe(case.situation, outcome.answer)
        except MalformedAnswerError as error:
            return self._errored(case, "malformed", str(error))
        except Exception as error:  # noqa: BLE001 - an answer's own code may do anything
            detail = f"reading the answer raises {type(error).__name__}"
            return self._errored(case, "malformed", detail)

    def _errored(self, case: Case, said: str, detail: str) -> Judged:
        aspect = self.expectation.aspects[0]
        return Judged(case.point, aspect, said, Comparison(Grade.ERRORED), None, detail=detail)

    def _compare(self, aspect: Aspect, before: str, after: str) -> Comparison:
        if before == after:
            return CONFORMS
        if not self.change.restricting:
            return Comparison(Grade.VIOLATES, Exposure.DIFFERS)
        if UNDETERMINED in (before, after):
            return CONFORMS
        more = aspect.values.index(after) > aspect.values.index(before)
        return Comparison(Grade.VIOLATES, Exposure.EXPOSES) if more else CONFORMS
