"""Shaking hands: every question offered is asked once, before anything is judged."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from datausage.oracle.aspects import MalformedAnswerError
from datausage.oracle.questions import QUESTIONS
from datausage.targets.outcome import Fault
from datausage.targets.watching import Watches
from datausage.universe import gears
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from datausage.oracle.aspects import Question
    from datausage.targets.asks import Asks
    from datausage.targets.outcome import Outcome
    from datausage.universe.spaces import Space

_ANSWERED = frozenset({None, Fault.PRINTED, Fault.CHANGED_ITS_INPUT})


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of asking a question once.

    ``complaint`` is what is wrong with the form of the answer, ``fault`` why there is none, or
    what happened beside it where it is ``answered``; where both are empty, all is well.
    """

    question: str
    complaint: str = ""
    fault: str = ""
    answered: bool = True


def handshake(caller: Asks, offered: Iterable[str]) -> Iterator[Tried]:
    """Ask each question in its plainest situation; stop after one that takes too long.

    One after the other might hang: nobody waits that long for a handshake.
    """
    for name in offered:
        question, space = QUESTIONS[name], SPACES[name]
        situation = _plainest(space, caller, question)
        (outcome,) = caller.ask(name, [partial(_arguments, question, situation)])
        yield _tried(question, situation, outcome)
        if outcome.fault is Fault.TIMED_OUT:
            return


def _plainest(space: Space, caller: Asks, question: Question) -> Any:
    """Return the plainest situation; of a target that is watched, one in which it is seen."""
    points = gears.near(Universe(space), 1)
    if isinstance(caller, Watches):
        for point in points:
            situation = space.situation(point)
            if caller.needs(question.name, _arguments(question, situation)) is not None:
                return situation
    return space.situation(points[0])


def _tried(question: Question, situation: Any, outcome: Outcome) -> Tried:
    if outcome.fault is Fault.MALFORMED:
        return Tried(question.name, outcome.detail)
    fault = f"{outcome.fault}: {outcome.detail}" if outcome.fault else ""
    if outcome.fault not in _ANSWERED:
        return Tried(question.name, "", fault, answered=False)
    return Tried(question.name, _complaint(question, situation, outcome.answer), fault)


def _arguments(question: Question, situation: Any) -> dict[str, Any]:
    return {name: copy.deepcopy(getattr(situation, name)) for name in question.arguments}


def _complaint(question: Question, situation: Any, answer: object) -> str:
    """Return what is wrong with the form of an answer; nothing where it is right."""
    try:
        question.observe(situation, answer)
        if question.subject is not None:
            question.subject(situation, answer)
    except MalformedAnswerError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - the answer is an object of the target's own making
        return f"reading the answer raised {type(error).__name__}"
    return ""
