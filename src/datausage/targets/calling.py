"""Asking a target: whole batches, in its own thread, whatever it may do wrong."""

from __future__ import annotations

import weakref
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, TypeVar

from datausage.targets.asking import FEW, Arguments, Handling, ask_all
from datausage.targets.error import TargetError
from datausage.targets.outcome import Fault, Outcome
from datausage.targets.untrusted import thrown
from datausage.targets.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from datausage.targets.worker import Turn

__all__ = ["Arguments", "Caller", "Fault", "Outcome"]

MOST_TIMEOUTS = 3
_A = TypeVar("_A")
_S = TypeVar("_S")
_T = TypeVar("_T")


def _about_nothing(one: Arguments) -> tuple[None, dict[str, Any]]:
    """Return the arguments of a call of which nothing will be made."""
    return None, one()


_AS_IT_IS: Final = Handling(_about_nothing, None)


class Caller:
    """Asks one target. ``calls`` counts, per question, the calls the target received."""

    at_once = FEW

    def __init__(
        self,
        prepare: Callable[[], object],
        *,
        name: str = "the target",
        timeout: float = 5.0,
        load_timeout: float = 60.0,
    ) -> None:
        """Load the target with ``prepare``, in the thread in which it will be asked.

        Raises:
            TargetError: it could not be loaded.
        """
        self.calls: Counter[str] = Counter()
        self._timeouts: Counter[str] = Counter()
        self._prepare = prepare
        self._name = name
        self._timeout = timeout
        self._load_timeout = load_timeout
        self._worker: Worker | None = None
        self._ready()

    def fresh(self) -> Caller:
        """Return another caller of the same target, with an instance and counts of its own."""
        return Caller(
            self._prepare, name=self._name, timeout=self._timeout, load_timeout=self._load_timeout
        )

    def examine(self, read: Callable[[object], _T]) -> _T:
        """Return what ``read`` makes of the target, called in the target's thread.

        Raises:
            TargetError: ``read`` raised, or took too long.
        """
        worker = self._ready()
        return self._obtain(worker, lambda: read(worker.target), "examined")

    def ask(self, question: str, batch: Sequence[Arguments]) -> list[Outcome]:
        """Return one outcome per element of the batch, in order.

        After three time-outs of a question its other cases are not asked any more.
        """
        return self._ask_until(question, batch, _AS_IT_IS)

    def ask_then(
        self,
        question: str,
        batch: Sequence[_A],
        build: Callable[[_A], tuple[_S, dict[str, Any]]],
        then: Callable[[_A, _S, Outcome], _T],
    ) -> list[_T]:
        """Return what ``then`` makes of each element of the batch, in order.

        Args:
            question: what the target is asked.
            batch: one element for each call.
            build: makes of an element what the call is about, and its keyword arguments, both of
                which share nothing with what it made before.
            then: gets an element, what its call is about, and the outcome. It is called in the
                thread of the target, while that does nothing else; where it takes too long, too,
                the call has timed out. What is left after a time-out it is called with here.
        """
        return self._ask_until(question, batch, Handling(build, then))

    def _ask_until(self, question: str, batch: Sequence[Any], handling: Handling) -> list[Any]:
        """Ask as often as it takes, since a time-out ends a turn; or until it is no use."""
        found: list[Any] = []
        while len(found) < len(batch):
            rest = batch[len(found) :]
            try:
                self._check_patience(question)
                worker = self._ready()
            except TargetError as error:
                stopped = [Outcome(None, Fault.STOPPED, str(error))] * len(rest)
                return found + _made(rest, stopped, handling)
            found += self._ask(worker, question, rest, handling)
        return found

    def close(self) -> None:
        """Let the thread of the target end; asking again starts another."""
        if self._worker is not None:
            self._worker = None
            self._end_worker()

    def _ask(
        self, worker: Worker, question: str, batch: Sequence[Any], handling: Handling
    ) -> list[Any]:
        """Ask until the end of the batch or the first time-out, whichever comes first."""
        turn = self._take_turn(
            worker, lambda turn: ask_all(worker, question, batch, turn, handling), self._timeout
        )
        if turn.failure is not None and not turn.abandoned:
            raise turn.failure
        came = turn.came
        if turn.timed_out:
            self._timeouts[question] += 1
            came = _made(batch, [*self._in_time(turn), self._too_late()], handling)
        self.calls[question] += len(came)
        return came

    def _too_late(self) -> Outcome:
        return Outcome(None, Fault.TIMED_OUT, f"no answer within {self._timeout:g} seconds")

    @staticmethod
    def _in_time(turn: Turn) -> list[Any]:
        """Return what came, and what was made of it, before the turn was abandoned."""
        came = turn.came[:]
        if not turn.making:
            return came
        # The first of which nothing was made is what takes so long.
        unmade = (number for number, one in enumerate(came) if isinstance(one, Outcome))
        return came[: next(unmade, len(came))]

    def _check_patience(self, question: str) -> None:
        if self._timeouts[question] >= MOST_TIMEOUTS:
            raise TargetError(f"not asked: {question} has timed out {MOST_TIMEOUTS} times")

    def _ready(self) -> Worker:
        """Return the worker; start one and load the target in it where there is none."""
        if self._worker is None:
            worker = self._worker = Worker()
            self._end_worker = weakref.finalize(self, worker.stop)
            try:
                worker.target = self._obtain(worker, self._prepare, "loaded")
            except BaseException:
                self.close()
                raise
        return self._worker

    def _obtain(self, worker: Worker, get: Callable[[], _T], done: str) -> _T:
        found: list[_T] = []
        turn = self._take_turn(worker, lambda _: found.append(get()), self._load_timeout)
        if turn.timed_out:
            raise TargetError(
                f"{self._name} could not be {done} within {self._load_timeout:g} seconds"
            )
        if isinstance(turn.failure, TargetError):
            raise turn.failure
        if turn.failure is not None:
            raise TargetError(
                f"{self._name} could not be {done}: {thrown(turn.failure)}"
            ) from turn.failure
        return found[0]

    def _take_turn(self, worker: Worker, work: Callable[[Turn], None], timeout: float) -> Turn:
        turn: Turn | None = None
        try:
            turn = worker.do(work, timeout)
        finally:
            # Whatever interrupts the waiting, a thread that may be stuck is not used again.
            if turn is None or turn.abandoned:
                self.close()
        return turn


def _made(batch: Sequence[Any], came: Sequence[Any], handling: Handling) -> list[Any]:
    """Return what is made of everything that came back, where nothing was made of it yet."""
    build, then = handling
    if then is None:
        return list(came)
    return [
        then(element, build(element)[0], one) if isinstance(one, Outcome) else one
        for element, one in zip(batch, came, strict=False)
    ]
