"""The thread in which a target lives: it is loaded, described and asked there, and only there."""

from __future__ import annotations

import ctypes
import sys
import threading
from dataclasses import dataclass, field
from queue import SimpleQueue
from time import monotonic, process_time, thread_time
from typing import TYPE_CHECKING, Any

from datausage.targets.capture import THREAD_NAME, Capture
from datausage.targets.staying import staying

if TYPE_CHECKING:
    from collections.abc import Callable


_POLLS_PER_TIMEOUT = 20
_LONGEST_POLL = 0.1
_BUSY = 0.1


class _AbandonedError(BaseException):
    """Thrown into a thread that is waited for no longer, to end a busy loop."""


@dataclass(slots=True, eq=False)
class Turn:
    """One thing to do in the thread.

    ``came`` has what came back of each call and, once something was made of that, what was made:
    ``making`` says whether that is being done, and ``made`` of how many it was.
    """

    work: Callable[[Turn], None]
    came: list[Any] = field(default_factory=list)
    made: int = 0
    making: bool = False
    failure: BaseException | None = None
    abandoned: bool = False
    timed_out: bool = False
    spinning: bool = False
    over: bool = False
    done: threading.Event = field(default_factory=threading.Event)
    ending: threading.Lock = field(default_factory=threading.Lock)

    @property
    def beats(self) -> int:
        """How many heartbeats there were: all that came back, and all that was made of it."""
        return len(self.came) + self.made


class Worker:
    """A daemon thread with its captured output, that takes one turn after the other."""

    def __init__(self) -> None:
        self.target: object = None
        self.capture = Capture()
        self._turns: SimpleQueue[Turn | None] = SimpleQueue()
        self._thread = threading.Thread(
            target=_serve, args=(self._turns, self.capture), name=THREAD_NAME, daemon=True
        )
        self._thread.start()

    def do(self, work: Callable[[Turn], None], timeout: float) -> Turn:
        """Wait for the work to be done; give up where no outcome comes for ``timeout`` seconds.

        An abandoned turn ends the thread, or leaves it behind where it cannot be ended; the
        outcomes so far are kept.
        """
        turn = Turn(work)
        with self.capture.installed(), staying(self.capture.owns):
            try:
                self._turns.put(turn)
                _wait(turn, timeout)
            except BaseException:
                # A real Ctrl-C, for one: nothing more is asked.
                turn.abandoned = True
                raise
            finally:
                if turn.abandoned:
                    self._interrupt(turn)
        return turn

    def stop(self) -> None:
        """Let the thread end after its present turn."""
        self._turns.put(None)

    def _interrupt(self, turn: Turn) -> None:
        """End a loop that would slow everything from now on.

        A call that merely waits is left alone: until it takes the exception, Python before 3.13
        looks for it in every other thread, and a traced one may do nothing else.
        """
        traced = sys.version_info < (3, 13) and sys.gettrace() is not None
        with turn.ending:
            if turn.spinning and not turn.over and not traced and self._thread.ident is not None:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(self._thread.ident), ctypes.py_object(_AbandonedError)
                )


def _wait(turn: Turn, timeout: float) -> None:
    # Only this side reads the clock: a call costs the thread no more than its outcome.
    poll = min(timeout / _POLLS_PER_TIMEOUT, _LONGEST_POLL)
    beat, since, spent = 0, monotonic(), _spent_elsewhere()
    while not turn.done.wait(poll):
        now, reached = monotonic(), turn.beats
        if reached != beat:
            beat, since, spent = reached, now, _spent_elsewhere()
        elif now - since >= timeout:
            turn.abandoned = True
            # An outcome that came just now is one; the thread stops after it.
            turn.timed_out = turn.beats == beat
            turn.spinning = _spent_elsewhere() - spent > _BUSY * (now - since)
            return


def _spent_elsewhere() -> float:
    """Return the processor time of all threads but this one."""
    return process_time() - thread_time()


def _serve(turns: SimpleQueue[Turn | None], capture: Capture) -> None:
    capture.own()
    while (turn := turns.get()) is not None:
        try:
            try:
                turn.work(turn)
            except BaseException as error:  # noqa: BLE001 - carried to the thread that waits
                turn.failure = error
            with turn.ending:
                turn.over = True
        except _AbandonedError:
            return
        if turn.abandoned:
            return
        turn.done.set()
        # Kept while waiting for the next turn, it would keep its caller and target alive.
        del turn
