"""Askers of made-up targets, which note what they are asked."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from datausage.grading.asking import Asker, Expectation
from datausage.grading.grades import Comparison, Grade
from datausage.grading.judged import Judged
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.verdicts import Oracle
from datausage.policy.edition import load
from datausage.targets.outcome import Outcome
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from datausage.grading.asking import Case
    from datausage.oracle.aspects import Aspect
    from datausage.universe.spaces import Point

PLAINEST = Universe(SPACES["opt_in"]).plainest
MEMBER: Point = ("team", "login", "member", "programme")
CLOUD: Point = ("team", "bedrock", "admin", "programme")


class Recorder:
    """Stands in for a target's caller: notes what is asked, and answers by a function."""

    def __init__(self, answer: Callable[..., Outcome]) -> None:
        self.answer = answer
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.calls: Counter[str] = Counter()

    def ask(self, question: str, cases: Sequence[Case]) -> list[Outcome]:
        outcomes = []
        for case in cases:
            arguments = case()
            self.asked.append((question, arguments))
            outcomes.append(self.answer(**arguments))
        return outcomes


def says(answer: object) -> Callable[..., Outcome]:
    """Return what always answers the same."""
    return lambda **_: Outcome(answer)


def asker(
    answer: Callable[..., Outcome],
    question: str = "opt_in",
    answers: str = "",
    aspects: str = "",
) -> Asker:
    """Return an asker of one who answers so."""
    asked = QUESTIONS[question]
    names = aspects.split() or [aspect.name for aspect in asked.aspects]
    stated = frozenset(answers.split()) or None
    expectation = Expectation(asked, tuple(asked.aspect(name) for name in names), stated)
    caller: Any = Recorder(answer)
    return Asker(caller, SPACES[question], expectation, Oracle(load()))


def failed(aspect: Aspect, *clashing: Aspect) -> Judged:
    """Return what failed about an aspect, or about several together."""
    return Judged(CLOUD, aspect, "said", Comparison(Grade.VIOLATES), None, clashing=clashing)
