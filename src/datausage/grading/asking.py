"""Asking a target about points, and grading what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Protocol

from datausage.grading.grades import (
    CONFORMS,
    PASSING,
    UNJUDGED,
    Comparison,
    Grade,
    compare,
    compare_deed,
)
from datausage.grading.judged import Judged, Notable, worse
from datausage.grading.together import Clash, Part, clash
from datausage.oracle.answers import brief
from datausage.oracle.aspects import MalformedAnswerError
from datausage.targets.asks import MANY_AT_ONCE, AsksThen
from datausage.targets.outcome import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from datausage.oracle.aspects import Aspect, Question
    from datausage.oracle.verdicts import Oracle, Verdict
    from datausage.targets.asks import Asks
    from datausage.targets.outcome import Outcome
    from datausage.universe.changes import Change
    from datausage.universe.spaces import Point, Space

KEPT = frozenset({"kept"})
MOST_KNOWN = 1_024
"""Of how many answers an asker knows the grade: each keeps the verdicts about its aspects alive."""


Known = tuple[bool, tuple[Any, ...]]
"""Whether an answer passes, and all that is told of it but the point."""

# ``Judged._make`` without looking at the length once more: that is done for every situation.
_new = tuple.__new__


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

    def answered(self, expectation: Expectation) -> Answered | Judged:
        """Read what came back; where that is no answer, grade it so."""
        return answered(self.point, self.situation, self.received, expectation)


def at_once(caller: Asks) -> int:
    """Return how many points are best asked about in one turn, where all that is kept is graded."""
    return MANY_AT_ONCE if isinstance(caller, AsksThen) else caller.at_once


def _words(names: tuple[str, ...]) -> Callable[[Mapping[str, str]], tuple[str, ...]]:
    """Return what takes the values of these aspects out of what an answer says."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda observed: tuple([observed[name] for name in names])


Answered = tuple["Mapping[str, str]", Any]
"""The values of the aspects that an answer gives, and what the oracle judges."""


def answered(
    point: Point, situation: Any, outcome: Outcome, expectation: Expectation
) -> Answered | Judged:
    """Read what came back about a situation; where that is no answer, grade it so."""
    question, (answer, fault, detail) = expectation.question, outcome
    if fault is not None and fault is not Fault.PRINTED:
        return _errored(point, expectation, str(fault), detail)
    try:
        observed = question.observe(situation, answer)
        return observed, question.subject(situation, answer) if question.subject else situation
    except Exception as error:  # noqa: BLE001 - an answer's own code may do anything
        return _unread(point, expectation, error)


def _unread(point: Point, expectation: Expectation, error: Exception) -> Judged:
    """Return the grade of an answer that cannot be read."""
    if isinstance(error, MalformedAnswerError):
        return _errored(point, expectation, "malformed", str(error))
    detail = f"reading the answer raises {type(error).__name__}"
    return _errored(point, expectation, "malformed", detail)


def _errored(point: Point, expectation: Expectation, said: str, detail: str) -> Judged:
    aspect = expectation.aspects[0]
    return Judged(point, aspect, said, Comparison(Grade.ERRORED), None, detail=detail)


class Asking(Protocol):
    """Puts points to a target, and grades what comes back."""

    @property
    def caller(self) -> Asks:
        """What asks the target."""

    @property
    def at_once(self) -> int:
        """How many points are best asked about in one turn."""

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
    """Asks one question of one target, and grades the answers by what the oracle says.

    Where verdicts and answers are the same, so is all that is told of them but the point: it is
    worked out once.
    """

    caller: Asks
    space: Space
    expectation: Expectation
    oracle: Oracle
    _known: dict[tuple[tuple[Verdict, ...], tuple[str, ...]], Known] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def at_once(self) -> int:
        """How many points are best asked about in one turn."""
        return at_once(self.caller)

    def ask(self, points: Sequence[Point]) -> list[Judged]:
        """Ask about all points, and grade every answer."""
        if not isinstance(self.caller, AsksThen):
            return [self.judge(case) for case in self.put(points)]
        return self.caller.ask_then(
            self.expectation.question.name, points, self._build(), self._grading()
        )

    def _build(self) -> Callable[[Point], tuple[Any, dict[str, Any]]]:
        """Return what makes of a point its situation, and the arguments of the call."""
        situation_of, names = self.space.situation, self.expectation.question.arguments

        def build(point: Point) -> tuple[Any, dict[str, Any]]:
            situation = situation_of(point)
            return situation, {name: getattr(situation, name) for name in names}

        return build

    def _grading(self) -> Callable[[Point, Any, Outcome], Judged]:
        """Return what grades an answer; it runs for every situation, and so takes no detour."""
        expectation = self.expectation
        observe, subject = expectation.question.observe, expectation.question.subject
        verdicts_about = self.oracle.about(expectation.aspects)
        words = _words(tuple(aspect.name for aspect in expectation.aspects))
        known, learn, told = self._known.get, self._learn, self._told

        def grade(point: Point, situation: Any, outcome: Outcome) -> Judged:
            answer, fault, detail = outcome
            if fault is not None and fault is not Fault.PRINTED:
                return _errored(point, expectation, str(fault), detail)
            try:
                said = words(observe(situation, answer))
                judged = subject(situation, answer) if subject else situation
            except Exception as error:  # noqa: BLE001 - an answer's own code may do anything
                return _unread(point, expectation, error)
            verdicts = verdicts_about(judged)
            passed, graded = known((verdicts, said)) or learn(verdicts, said, point)
            found = _new(Judged, (point, *graded))
            return found if passed and fault is None else told(found, outcome)

        return grade

    def _cases(self, points: Sequence[Point]) -> list[Case]:
        names = self.expectation.question.arguments
        return [Case(point, self.space, names) for point in points]

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
        cases = self._cases(points)
        outcomes = (caller or self.caller).ask(self.expectation.question.name, cases)
        for case, outcome in zip(cases, outcomes, strict=True):
            case.outcome = outcome
        return cases

    def judge(self, case: Case) -> Judged:
        """Grade what came back for a point; of several aspects the worst counts."""
        return self._grading()(case.point, case.situation, case.received)

    def _told(self, judged: Judged, outcome: Outcome) -> Judged:
        """Return an answer with what is to be told of it beside its grade."""
        if outcome.fault is Fault.PRINTED:
            judged = judged._replace(printed=outcome.detail)
        if not judged.failed:
            return judged
        if not outcome.fault and outcome.detail:
            # Of several runs, the one from which the answer comes.
            detail = "; ".join(filter(None, (judged.detail, outcome.detail)))
            judged = judged._replace(detail=detail)
        if self.expectation.question.is_decision:
            return judged
        return judged._replace(returned=brief(outcome.answer))

    def _learn(self, verdicts: tuple[Verdict, ...], said: tuple[str, ...], point: Point) -> Known:
        """Grade an answer of which no other was like it; return all of it but the point."""
        judged = self._graded(verdicts, said, point)
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        found = self._known[verdicts, said] = not judged.failed, judged[1:]
        return found

    def _graded(
        self, verdicts: tuple[Verdict, ...], words: tuple[str, ...], point: Point
    ) -> Judged:
        """Return the grade of the aspect that came out worst, of several the first."""
        worst: tuple[Aspect, str, Verdict, Comparison] | None = None
        notable: tuple[Notable, ...] = ()
        parts: list[Part] = []
        for aspect, verdict, said in zip(self.expectation.aspects, verdicts, words, strict=True):
            comparison = self._compare(aspect, verdict, said, point)
            if comparison is not CONFORMS and comparison is not UNJUDGED:
                notable += (Notable(aspect, said, verdict, comparison),)
            if comparison.readings:
                parts.append(Part(aspect, verdict, said, self._fine))
            if worst is None or worse(comparison, worst[3]):
                worst = aspect, said, verdict, comparison
        if worst is None:
            raise TypeError("an expectation is about one aspect at least")
        aspect, said, verdict, comparison = worst
        if len(parts) > 1 and comparison.grade in PASSING and (clashes := clash(tuple(parts))):
            return _clashing(point, clashes)
        permitted = verdict.permitted
        if self._fine is not None:
            said, permitted = " or ".join(sorted(permitted)), self._fine
        return Judged(point, aspect, said, comparison, verdict, permitted, notable=notable)

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


def _clashing(point: Point, found: Clash) -> Judged:
    part = found.part
    return Judged(
        point,
        part.aspect,
        found.said,
        found.comparison,
        part.verdict,
        found.permitted,
        detail=found.beside,
        clashing=found.aspects,
    )
