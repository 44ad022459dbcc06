"""Asking a target about points, and grading what it answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from datausage.grading.grades import (
    CONFORMS,
    PASSING,
    UNJUDGED,
    Comparison,
    Exposure,
    Grade,
    compare,
    compare_deed,
)
from datausage.grading.together import Clash, Part, clash
from datausage.oracle.answers import brief
from datausage.oracle.aspects import MalformedAnswerError
from datausage.targets.outcome import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from datausage.oracle.aspects import Aspect, Question
    from datausage.oracle.verdicts import Oracle, Verdict
    from datausage.targets.asks import Asks
    from datausage.targets.outcome import Outcome
    from datausage.universe.changes import Change
    from datausage.universe.spaces import Point, Space

HARMLESS = frozenset({None, Fault.PRINTED})
KEPT = frozenset({"kept"})


class SpecificationError(AssertionError):
    """A feature states something that the reference contradicts: a defect of the suite itself."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a scenario states: these answers, to these aspects of a question.

    ``answers`` is None where a scenario asks for agreement with the reference and no more; with
    a ``change``, for answers before and after it that agree with each other.
    """

    question: Question
    aspects: tuple[Aspect, ...]
    answers: frozenset[str] | None = None
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Notable:
    """What was answered to one aspect, where it is not simply right or not judged."""

    aspect: Aspect
    said: str
    verdict: Verdict
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Judged:
    """One point asked: what was answered to the aspect that came out worst, and its grade.

    ``notable`` has all aspects that are wrong, or right under some readings only.
    ``clashing`` names the aspects that no reading explains together, where each could be right.
    """

    point: Point
    aspect: Aspect
    said: str
    comparison: Comparison
    verdict: Verdict | None
    permitted: frozenset[str] = frozenset()
    detail: str = ""
    printed: str = ""
    returned: str = ""
    notable: tuple[Notable, ...] = ()
    clashing: tuple[Aspect, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether something is wrong with the answer."""
        return self.comparison.grade not in PASSING


@dataclass(slots=True)
class Case:
    """One call of the target: the point asked about, and what came back.

    A case builds its own arguments. What the target did not change of them is judged.
    """

    point: Point
    space: Space
    names: tuple[str, ...]
    situation: Any = None
    outcome: Outcome | None = None

    @property
    def received(self) -> Outcome:
        """What came back; raise TypeError before the case was put to a target."""
        if self.outcome is None:
            raise TypeError("a case is judged after it was put to a target")
        return self.outcome

    def __call__(self) -> dict[str, Any]:
        """Return new arguments for the call."""
        self.situation = situation = self.space.situation(self.point)
        return {name: getattr(situation, name) for name in self.names}


Answered = tuple["Mapping[str, str]", Any]
"""The values of the aspects that an answer gives, and what the oracle judges."""


def answered(case: Case, expectation: Expectation) -> Answered | Judged:
    """Read what came back for a point; where that is no answer, grade it so."""
    question, outcome = expectation.question, case.received
    if outcome.fault not in HARMLESS:
        return _errored(case, expectation, str(outcome.fault), outcome.detail)
    situation, answer = case.situation, outcome.answer
    try:
        observed = question.observe(situation, answer)
        return observed, question.subject(situation, answer) if question.subject else situation
    except MalformedAnswerError as error:
        return _errored(case, expectation, "malformed", str(error))
    except Exception as error:  # noqa: BLE001 - an answer's own code may do anything
        detail = f"reading the answer raises {type(error).__name__}"
        return _errored(case, expectation, "malformed", detail)


def _errored(case: Case, expectation: Expectation, said: str, detail: str) -> Judged:
    aspect = expectation.aspects[0]
    return Judged(case.point, aspect, said, Comparison(Grade.ERRORED), None, detail=detail)


class Asking(Protocol):
    """Puts points to a target, and grades what comes back."""

    @property
    def caller(self) -> Asks:
        """What asks the target."""

    def ask(self, points: Sequence[Point]) -> list[Judged]:
        """Ask about all points, and grade every answer."""

    def freely(self, failing: Judged) -> Asking:
        """Return one that asks about what failed alone, outside what is given, too."""

    def put(self, points: Sequence[Point], caller: Asks | None = None) -> Sequence[Any]:
        """Ask about all points, of another caller where there is one, and keep what came back."""

    def judge(self, case: Any) -> Judged:
        """Grade what came back for a point."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks one question of one target, and grades the answers by what the oracle says."""

    caller: Asks
    space: Space
    expectation: Expectation
    oracle: Oracle

    def ask(self, points: Sequence[Point]) -> list[Judged]:
        """Ask about all points, and grade every answer."""
        return [self.judge(case) for case in self.put(points)]

    def freely(self, failing: Judged) -> Asker:
        """Return an asker about what failed, that compares it with the reference alone.

        So it may be asked outside what is given, too.
        """
        narrowed = replace(self.expectation, aspects=failing.clashing or (failing.aspect,))
        if not self.expectation.question.subject:
            narrowed = replace(narrowed, answers=None)
        return replace(self, expectation=narrowed)

    def put(self, points: Sequence[Point], caller: Asks | None = None) -> list[Case]:
        """Ask about all points, of another caller where there is one, and keep what came back."""
        question = self.expectation.question
        cases = [Case(point, self.space, question.arguments) for point in points]
        outcomes = (caller or self.caller).ask(question.name, cases)
        for case, outcome in zip(cases, outcomes, strict=True):
            case.outcome = outcome
        return cases

    def judge(self, case: Case) -> Judged:
        """Grade what came back for a point; of several aspects the worst counts."""
        found = answered(case, self.expectation)
        if isinstance(found, Judged):
            return found
        outcome = case.received
        printed = outcome.detail if outcome.fault is Fault.PRINTED else ""
        worst = self._graded(case.point, found, printed)
        if worst.failed and not outcome.fault and outcome.detail:
            # Of several runs, the one from which the answer comes.
            worst = replace(worst, detail="; ".join(filter(None, (worst.detail, outcome.detail))))
        if not worst.failed or self.expectation.question.is_decision:
            return worst
        return replace(worst, returned=brief(outcome.answer))

    def _graded(self, point: Point, found: Answered, printed: str) -> Judged:
        """Return the grade of the aspect that came out worst, of several the first."""
        observed, subject = found
        worst: tuple[Aspect, Verdict, Comparison] | None = None
        notable: tuple[Notable, ...] = ()
        parts: list[Part] = []
        for aspect in self.expectation.aspects:
            verdict, said = self.oracle.verdict(aspect, subject), observed[aspect.name]
            comparison = self._compare(aspect, verdict, said, point)
            if comparison is not CONFORMS and comparison is not UNJUDGED:
                notable += (Notable(aspect, said, verdict, comparison),)
            if comparison.readings:
                parts.append(Part(aspect, verdict, said, self._fine))
            if worst is None or _worse(comparison, worst[2]):
                worst = aspect, verdict, comparison
        if worst is None:
            raise TypeError("an expectation is about one aspect at least")
        aspect, verdict, comparison = worst
        if len(parts) > 1 and comparison.grade in PASSING and (clashes := clash(tuple(parts))):
            return _clashing(point, clashes, printed)
        said, permitted = observed[aspect.name], verdict.permitted
        if self._fine is not None:
            said, permitted = " or ".join(sorted(permitted)), self._fine
        return Judged(
            point, aspect, said, comparison, verdict, permitted, printed=printed, notable=notable
        )

    @property
    def _fine(self) -> frozenset[str] | None:
        """What a deed may amount to, where the oracle judges deeds."""
        return (self.expectation.answers or KEPT) if self.expectation.question.subject else None

    def _compare(self, aspect: Aspect, found: Verdict, said: str, point: Point) -> Comparison:
        stated = self.expectation.answers
        if self._fine is not None:
            return compare_deed(found, self._fine)
        if stated is not None and not found.silent and not found.permitted <= stated:
            raise self._contradiction(stated, found, point)
        return compare(aspect, found, said)

    def _contradiction(
        self, stated: frozenset[str], found: Verdict, point: Point
    ) -> SpecificationError:
        names = dict(zip(self.space.names, point, strict=True))
        return SpecificationError(
            f"the scenario states {sorted(stated)}, the reference permits "
            f"{sorted(found.permitted)} where {names}"
        )


def _clashing(point: Point, found: Clash, printed: str) -> Judged:
    part = found.part
    return Judged(
        point,
        part.aspect,
        found.said,
        found.comparison,
        part.verdict,
        found.permitted,
        detail=found.beside,
        printed=printed,
        clashing=found.aspects,
    )


_ORDER = {grade: number for number, grade in enumerate(Grade)}


def badness(comparison: Comparison) -> tuple[int, bool]:
    """Return how bad an answer is: by grade, and then those that expose data."""
    return _ORDER[comparison.grade], comparison.exposure is Exposure.EXPOSES


def _worse(one: Comparison, other: Comparison) -> bool:
    return one is not other and badness(one) > badness(other)
