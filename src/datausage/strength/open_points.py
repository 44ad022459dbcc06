"""Faults that answer an open point outside all its readings, made from the oracle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datausage.oracle.questions import QUESTIONS
from datausage.strength.answering import saying
from datausage.strength.judging import AGREES, EDITION
from datausage.strength.kinds import Kind
from datausage.strength.planted import Fault
from datausage.strength.turning import oracle, outside, place, turnings

if TYPE_CHECKING:
    from datausage.policy.edition import OpenPoint


def points() -> tuple[OpenPoint, ...]:
    """Return the open points on which some question depends."""
    return tuple(point for point in EDITION.points.values() if not point.register_only)


def sabotages() -> tuple[Fault, ...]:
    """Return a fault for every open point outside whose readings there is an answer."""
    return tuple(
        sabotaged(point.id, question) for point in points() if (question := _room(point.id))
    )


def roomless() -> dict[str, str]:
    """Return the other open points, with the reason why nothing is outside their readings."""
    return {point.id: _reason(point.id) for point in points() if _room(point.id) is None}


def _room(point: str) -> str | None:
    return place(point, lambda turning: turning.outside)


def _reason(point: str) -> str:
    asked = [name for name in QUESTIONS if point in turnings(name)]
    turned = [name for name in asked if turnings(name)[point].turned]
    if turned:
        return f"in {', '.join(turned)}, each answer is given by some reading"
    return "alone it changes no answer"


def sabotaged(point: str, question: str) -> Fault:
    """Return the fault that answers outside all readings wherever the answer turns on a point."""
    asked = QUESTIONS[question]

    def behave(answer: Any, **arguments: Any) -> Any:
        situation = asked.situation(**arguments)
        for aspect in asked.aspects:
            found = oracle().verdict(aspect, situation)
            if point in found.turns_on and (left := outside(aspect, found)):
                answer = saying(question, aspect.name, left[-1], answer, arguments)
        return answer

    return Fault(
        name=f"outside {point}",
        kind=Kind.OUTSIDE_READINGS,
        rules=(AGREES + question.replace("_", "-"),),
        question=question,
        behave=behave,
        mistake="What the page leaves open is taken to be free, and something else is answered.",
    )
