"""Asking a target about points, and grading what it answers."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from datausage.grading.grades import PASSING, Comparison, Grade, compare, compare_deed
from datausage.oracle.answers import brief
from datausage.oracle.aspects import MalformedAnswerError
from datausage.oracle.verdicts import Verdict, verdict
from datausage.targets.outcome import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from datausage.oracle.aspects import Aspect, Question
    from datausage.policy.edition import Edition
    from datausage.targets.calling import Caller
    from datausage.targets.outcome import Outcome
    from datausage.universe.spaces import Point, Space

HARMLESS = frozenset({None, Fault.PRINTED})


class SpecificationError(AssertionError):
    """A feature states something that the reference contradicts: a defect of the suite itself."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a scenario states: these answers, to these aspects of a question.

    ``answers`` is None where a scenario asks for agreement with the reference and no more.
    """

    question: Question
    aspects: tuple[Aspect, ...]
    answers: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """One point asked: what was answered to the aspect that came out worst, and its grade."""

    point: Point
    aspect: Aspect
    said: str
    comparison: Comparison
    verdict: Verdict | None
    permitted: frozenset[str] = frozenset()
    detail: str = ""
    printed: str = ""
    returned: str = ""

    @property
    def failed(self) -> bool:
        """Whether something is wrong with the answer."""
        return self.comparison.grade not in PASSING


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks one question of one target, and grades the answers under pinned readings."""

    caller: Caller
    space: Space
    expectation: Expectation
    edition: Edition
    pins: Mapping[str, str]

    def ask(self, points: Sequence[Point]) -> list[Judged]:
        """Ask about all points, and grade every answer."""
        outcomes = self.answers(points)
        return [self.judge(p, outcome) for p, outcome in zip(points, outcomes, strict=True)]

    def freely(self, aspect: Aspect) -> Asker:
        """Return an asker about one aspect, that compares it with the reference alone.

        So it may be asked outside what is given, too.
        """
        narrowed = replace(self.expectation, aspects=(aspect,))
        if not self.expectation.question.subject:
            narrowed = replace(narrowed, answers=None)
        return replace(self, expectation=narrowed)

    def answers(self, points: Sequence[Point], caller: Caller | None = None) -> list[Outcome]:
        """Ask about all points, and return what came back."""
        names = tuple(field.name for field in fields(self.expectation.question.situation))

        def arguments(point: Point) -> Any:
            def fresh() -> dict[str, Any]:
                situation = self.space.situation(point)
                return {name: getattr(situation, name) for name in names}

            return fresh

        return (caller or self.caller).ask(
            self.expectation.question.name, [arguments(point) for point in points]
        )

    def judge(self, point: Point, outcome: Outcome) -> Judged:
        """Grade what came back for a point; of several aspects the worst counts."""
        question = self.expectation.question
        printed = outcome.detail if outcome.fault is Fault.PRINTED else ""
        if outcome.fault not in HARMLESS:
            return self._errored(point, f"{outcome.fault}".replace("_", " "), outcome.detail)
        situation = self.space.situation(point)
        try:
            observed = question.observe(situation, outcome.answer)
            subject = question.subject(situation, outcome.answer) if question.subject else situation
        except MalformedAnswerError as error:
            return self._errored(point, "malformed", str(error))
        except Exception as error:  # noqa: BLE001 - an answer's own code may do anything
            detail = f"reading the answer raises {type(error).__name__}"
            return self._errored(point, "malformed", detail)
        graded = [
            self._grade(point, aspect, subject, observed[aspect.name], printed)
            for aspect in self.expectation.aspects
        ]
        worst = max(graded, key=_badness)
        if not worst.failed or question.is_decision:
            return worst
        return replace(worst, returned=brief(outcome.answer))

    def _grade(
        self, point: Point, aspect: Aspect, subject: object, said: str, printed: str
    ) -> Judged:
        found = verdict(aspect, subject, self.edition, self.pins)
        if self.expectation.question.subject:
            acceptable = self.expectation.answers or frozenset({"kept"})
            comparison = compare_deed(found, acceptable)
            said = " or ".join(sorted(found.permitted))
            return Judged(point, aspect, said, comparison, found, acceptable, printed=printed)
        self._check(found, point)
        comparison = compare(aspect, found, said)
        return Judged(point, aspect, said, comparison, found, found.permitted, printed=printed)

    def _check(self, found: Verdict, point: Point) -> None:
        stated = self.expectation.answers
        if stated is not None and not found.silent and not found.permitted <= stated:
            names = dict(zip(self.space.names, point, strict=True))
            raise SpecificationError(
                f"the scenario states {sorted(stated)}, the reference permits "
                f"{sorted(found.permitted)} where {names}"
            )

    def _errored(self, point: Point, said: str, detail: str) -> Judged:
        aspect = self.expectation.aspects[0]
        return Judged(point, aspect, said, Comparison(Grade.ERRORED), None, detail=detail)


_ORDER = {grade: number for number, grade in enumerate(Grade)}


def _badness(judged: Judged) -> tuple[int, bool]:
    comparison = judged.comparison
    return _ORDER[comparison.grade], comparison.exposure == "exposes"
