"""The innermost loop: one call after the other, in the thread of the target."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from types import CoroutineType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from datausage.targets.outcome import Fault, Outcome, fault_of
from datausage.targets.snapshots import Snapshots
from datausage.targets.untrusted import one_line

if TYPE_CHECKING:
    from datausage.targets.worker import Turn, Worker

Arguments = Callable[[], dict[str, Any]]
"""Builds the keyword arguments of one call, sharing nothing with what it built before."""


class Handling(NamedTuple):
    """How the elements of a batch are handled.

    ``build`` makes of an element what its call is about, and the keyword arguments of the call;
    ``then``, if anything, makes something of an element, what its call is about, and the outcome.
    """

    build: Callable[[Any], tuple[Any, dict[str, Any]]]
    then: Callable[[Any, Any, Outcome], object] | None


FEW: Final = 50
"""After so many calls what came back is let go: before Python's garbage collector looks at it, and
while it is still in the processor's cache."""

_IMMUTABLE = frozenset({str, bool, int, float, type(None)})
_ARE_IMMUTABLE = _IMMUTABLE.issuperset
_NESTED = (dict, list, Mapping, Sequence)


def ask_all(
    worker: Worker, question: str, batch: Sequence[Any], turn: Turn, handling: Handling
) -> None:
    """Ask the question once per element of the batch, until the turn is abandoned.

    After every few calls something is made of what came back, so that little is kept.
    """
    build, then = handling
    for first in range(0, len(batch), FEW):
        some = batch[first : first + FEW]
        built = [build(one) for one in some]
        _ask_each(worker, question, [given for _, given in built], turn)
        if turn.abandoned:
            return
        if then is not None:
            _make(some, built, turn, then)


def _make(
    some: Sequence[Any],
    built: Sequence[tuple[Any, dict[str, Any]]],
    turn: Turn,
    then: Callable[[Any, Any, Outcome], object],
) -> None:
    came = turn.came
    turn.making = True
    calls = zip(some, built, strict=True)
    for place, (one, (about, _)) in enumerate(calls, len(came) - len(some)):
        came[place] = then(one, about, came[place])
        turn.made += 1
        if turn.abandoned:
            return
    turn.making = False


def _ask_each(worker: Worker, question: str, calls: Sequence[dict[str, Any]], turn: Turn) -> None:
    target, capture = worker.target, worker.capture
    came, first = turn.came, len(turn.came)
    before = Snapshots(calls)
    words: dict[object, Outcome] = {}
    capture.take()
    for given in calls:
        try:
            answer = getattr(target, question)(**given)
            kind = type(answer)
            if kind not in _IMMUTABLE:
                answer = kept(answer)
        except BaseException as error:  # noqa: BLE001 - a target may throw anything
            outcome = fault_of(error)
            if capture.written:
                detail = one_line(f"{outcome.detail}; before that it printed: {capture.take()}")
                outcome = outcome._replace(detail=detail)
        else:
            if capture.written:
                outcome = Outcome(answer, Fault.PRINTED, capture.take())
            elif kind is not str:
                outcome = Outcome(answer)
            elif (known := words.get(answer)) is not None:
                outcome = known
            else:
                outcome = words[answer] = Outcome(answer)
        came.append(outcome)
        if turn.abandoned:
            break
    _tell_changes(before, came, first)


def _tell_changes(before: Snapshots, came: list[Any], first: int) -> None:
    """Tell of each call whose arguments were changed, then or by a later call."""
    changes = before.changes()
    for place in range(first, len(came)) if changes else ():
        outcome, names = came[place], changes.get(place - first)
        if names and outcome.fault in _ANSWERED:
            detail = one_line(f"it changed {', '.join(names)}")
            came[place] = Outcome(outcome.answer, Fault.CHANGED_ITS_INPUT, detail)


_ANSWERED = frozenset({None, Fault.PRINTED})


def kept(answer: Any) -> Any:
    """Return the answer as it is now: a target may reuse the object for its next answer."""
    if isinstance(answer, CoroutineType):
        # Nobody will await it, and a warning about that would hit the host.
        answer.close()
    if not isinstance(answer, _NESTED):
        return answer
    try:
        return _copied(answer)
    except Exception:  # noqa: BLE001 - what cannot be copied is judged as it is
        return answer


def _copied(value: Any) -> Any:
    """Return a copy of nested plain data; ``deepcopy`` does the same, for all else and slowly.

    Keys are kept as they are: what can be one does not change.
    """
    kind = type(value)
    if kind in _IMMUTABLE:
        return value
    if kind is dict:
        found = value.copy()
        if not _ARE_IMMUTABLE(map(type, found.values())):
            for key, item in value.items():
                if type(item) not in _IMMUTABLE:
                    found[key] = _copied(item)
        return found
    if kind is list:
        return [item if type(item) in _IMMUTABLE else _copied(item) for item in value]
    if kind is tuple:
        return tuple([item if type(item) in _IMMUTABLE else _copied(item) for item in value])
    return copy.deepcopy(value)
