"""Implementations that follow a weak reading: only that reading excuses what they answer."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from datausage.examples import faithful
from datausage.oracle.questions import QUESTIONS
from datausage.strength.answering import saying
from datausage.strength.open_points import points
from datausage.strength.turning import only_weakly, oracle, place

if TYPE_CHECKING:
    from datausage.oracle.aspects import Aspect


@dataclass(frozen=True, slots=True)
class Following:
    """The faithful implementation, but one that reads one open point in a weak way.

    ``question`` is the one in which that makes most difference; None where every answer that the
    weak reading gives is given by a mainstream one as well, so that nobody can tell.
    """

    point: str
    reading: str
    question: str | None

    def target(self) -> SimpleNamespace:
        """Return the implementation."""
        answers = {name: getattr(faithful, name) for name in QUESTIONS}
        if self.question is None:
            return SimpleNamespace(**answers)
        right, question = answers[self.question], self.question

        def follow(**arguments: Any) -> Any:
            return self._answer(question, right(**arguments), arguments)

        return SimpleNamespace(**{**answers, question: follow})

    def _answer(self, question: str, answer: Any, arguments: dict[str, Any]) -> Any:
        asked = QUESTIONS[question]
        situation = asked.situation(**arguments)
        said = asked.observe(situation, answer)
        for aspect in asked.aspects:
            value = self._value(aspect, situation, said[aspect.name])
            if value != said[aspect.name]:
                answer = saying(question, aspect.name, value, answer, arguments)
        return answer

    def _value(self, aspect: Aspect, situation: Any, said: str) -> str:
        """Return an answer that the reading gives: best one that tells it from others."""
        found = oracle().verdict(aspect, situation)
        telling = only_weakly(aspect, situation, found, self.point, self.reading)
        if telling:
            return telling[-1]
        given = oracle(self.point, self.reading).verdict(aspect, situation).permitted
        return said if said in given else next(v for v in aspect.values if v in given)


def followings() -> tuple[Following, ...]:
    """Return an implementation for every weak reading of every open point, in their order."""
    return tuple(
        Following(point.id, reading.id, _room(point.id, reading.id))
        for point in points()
        for reading in point.readings
        if reading.weak
    )


def _room(point: str, reading: str) -> str | None:
    return place(point, lambda turning: turning.weakly.get(reading, 0))
