"""Meeting the target: loading it, learning what it offers, and shaking hands."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from datausage.oracle.aspects import MalformedAnswerError
from datausage.oracle.questions import QUESTIONS
from datausage.policy import edition as policy
from datausage.session.escaping import shown
from datausage.targets.calling import Caller, Fault
from datausage.targets.capabilities import capabilities
from datausage.targets.description import describe
from datausage.targets.error import TargetError
from datausage.targets.reference import load
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

if TYPE_CHECKING:
    from datausage.oracle.aspects import Question
    from datausage.session.setting_up import Setup
    from datausage.targets.capabilities import Capabilities
    from datausage.targets.description import Description

_NO_ANSWER = frozenset(Fault) - {Fault.PRINTED, Fault.CHANGED_ITS_INPUT}


@dataclass(frozen=True, slots=True)
class Met:
    """A target that is loaded in this process: how to ask it, what it offers, what it says."""

    caller: Caller
    capabilities: Capabilities
    description: Description


def meet(setup: Setup) -> Met:
    """Load the target.

    Raises:
        pytest.UsageError: it cannot be used; the message says what to do about it.
    """
    reference = setup.target.value
    arguments = {name: question.arguments for name, question in QUESTIONS.items()}
    try:
        caller = Caller(
            partial(load, reference, setup.roots), name=shown(reference), timeout=setup.timeout
        )
        met = Met(
            caller,
            caller.examine(lambda target: capabilities(target, arguments, reference)),
            caller.examine(lambda target: describe(target, reference)),
        )
    except TargetError as error:
        option = setup.target.written.partition("=")[0]
        raise pytest.UsageError(f"{option}: {shown(str(error), 600)}") from error
    _check_edition(setup, met.description)
    return met


def shake_hands(setup: Setup, met: Met) -> None:
    """Ask every question offered once, in its plainest situation, for the form of the answer.

    A target that throws or hangs here is not refused: that is found and reported by question.

    Raises:
        pytest.UsageError: an answer is not of the form its question asks for.
    """
    wrong: list[str] = []
    for name in met.capabilities.offered:
        question = QUESTIONS[name]
        space = SPACES[name]
        situation = space.situation(Universe(space).plainest)
        (outcome,) = met.caller.ask(name, [partial(_arguments, question, situation)])
        if outcome.fault is Fault.TIMED_OUT:
            # One after the other might hang: nobody waits that long for a handshake.
            break
        if outcome.fault in _NO_ANSWER:
            continue
        if complaint := _complaint(question, situation, outcome.answer):
            wrong.append(f"{name} of {shown(setup.target.value)} answered wrongly: {complaint}")
    if wrong:
        raise pytest.UsageError(*wrong)


def _arguments(question: Question, situation: Any) -> dict[str, Any]:
    return {name: copy.deepcopy(getattr(situation, name)) for name in question.arguments}


def _complaint(question: Question, situation: Any, answer: object) -> str:
    """Return what is wrong with the form of an answer; nothing where it is right."""
    try:
        question.observe(situation, answer)
        if question.subject is not None:
            question.subject(situation, answer)
    except MalformedAnswerError as error:
        return shown(str(error), 300)
    except Exception as error:  # noqa: BLE001 - the answer is an object of the target's own making
        return f"reading the answer raised {type(error).__name__}"
    return ""


def _check_edition(setup: Setup, description: Description) -> None:
    declared = description.edition
    if declared is None or setup.edition_given or declared == setup.edition.id:
        return
    raise pytest.UsageError(
        f"{shown(setup.target.written)}: the target says that it follows edition "
        f"{shown(declared)!r}; check it against another one with --edition, of: "
        f"{', '.join(policy.editions())}"
    )
