"""Asking a target in another process: whole batches at once, whatever it may do wrong."""

from __future__ import annotations

import os
import shlex
from collections import Counter, deque
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from shutil import which
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from datausage.targets import first_line
from datausage.targets.asks import MANY_AT_ONCE
from datausage.targets.contract import shipped
from datausage.targets.contract.generating import VERSION
from datausage.targets.error import TargetError
from datausage.targets.outcome import Fault, Outcome
from datausage.targets.untrusted import one_line
from datausage.targets.wire.child import LINE_LIMIT, Child
from datausage.targets.wire.exchange import NOISE_LIMIT, Exchange
from datausage.targets.wire.messages import request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from datausage.targets.asking import Arguments

WINDOW: Final = 64
"""How many requests are open at most: enough to keep a fast target busy."""
MOST_FAILURES: Final = 3


class CommandCaller:
    """Asks the process of a command. ``calls`` counts, per question, the requests it received."""

    at_once = MANY_AT_ONCE

    def __init__(self, command: str, *, timeout: float = 5.0, load_timeout: float = 60.0) -> None:
        """Start the process and shake hands; ``introduction`` is what it says of itself.

        Raises:
            TargetError: it cannot be started, or says nothing that the contract knows.
        """
        self.calls: Counter[str] = Counter()
        self._failures: Counter[str] = Counter()
        self._command, self._words = command, _words(command)
        self._timeout, self._load_timeout = timeout, load_timeout
        self._numbers = count(0)
        self._child: Child | None = None
        self._late: set[int] = set()
        self.introduction: dict[str, Any] = {}
        self._ready()

    def fresh(self) -> CommandCaller:
        """Return another caller, with a process and counts of its own."""
        return CommandCaller(self._command, timeout=self._timeout, load_timeout=self._load_timeout)

    def ask(self, question: str, batch: Sequence[Arguments]) -> list[Outcome]:
        """Return one outcome per element of the batch, in order.

        Where the process fails, the oldest open request is held responsible. The others that
        were open are asked again once, one by one, of a new process. After three failures with
        a question its other cases are not asked any more.
        """
        outcomes: dict[int, Outcome] = {}
        new = deque(range(len(batch)))
        again: deque[int] = deque()
        while new or again:
            places, window = (again, 1) if again else (new, WINDOW)
            try:
                self._check_patience(question)
                child = self._ready()
            except TargetError as error:
                stopped = Outcome(None, Fault.STOPPED, str(error))
                return [outcomes.get(place, stopped) for place in range(len(batch))]
            exchange = Exchange(shipped.document(question), self._late)
            failed = self._converse(
                child, exchange, _Asked(question, batch, places, window), self._timeout
            )
            self._failures[question] += failed
            outcomes |= exchange.outcomes
            self.calls[question] += len(exchange.outcomes)
            again.extend(exchange.open)
        return [outcomes[place] for place in range(len(batch))]

    def close(self) -> None:
        """Let the process end; asking again starts another."""
        if self._child is not None:
            child, self._child = self._child, None
            child.end()

    def _check_patience(self, question: str) -> None:
        if self._failures[question] >= MOST_FAILURES:
            raise TargetError(
                f"not asked: {question} has hung or ended the process {MOST_FAILURES} times"
            )

    def _ready(self) -> Child:
        """Return the process; start one and shake hands with it where there is none."""
        if self._child is None:
            child = self._child = Child(self._words)
            self._late.clear()
            exchange = Exchange(shipped.document("describe"), self._late)
            said = _Asked("describe", [lambda: {"contract": VERSION}], deque([0]), 1)
            self._converse(child, exchange, said, self._load_timeout)
            outcome = exchange.outcomes[0]
            if outcome.fault not in (None, Fault.PRINTED):
                self.close()
                raise TargetError(
                    f"{' '.join(self._words)} did not say what it offers ({outcome.fault}): "
                    f"{outcome.detail}{_hint(self._words)}"
                )
            answer: Any = outcome.answer
            self.introduction = answer
        return self._child

    def _converse(self, child: Child, exchange: Exchange, asked: _Asked, timeout: float) -> bool:
        """Ask until nothing is left, or until the process fails; say whether it failed."""
        try:
            problem = self._until_done(child, exchange, asked, timeout)
        except BaseException:
            # A real Ctrl-C, for one: nothing more is asked.
            self._child = None
            child.end(at_once=True)
            raise
        if problem is None:
            return False
        self._child = None
        fault, detail = problem
        half = child.half_a_line
        code = child.end(at_once=fault is not Fault.DIED)
        if fault is Fault.DIED:
            how = "closed its output" if code is None else _exit(code)
            detail = f"the process {how} {'in the middle of a line' if half else detail}"
        exchange.fail(Outcome(None, fault, _told(detail, exchange.printed, child.errors)))
        return True

    def _requests(self, exchange: Exchange, asked: _Asked) -> bytes:
        """Return as many requests as may be open, as lines."""
        lines: list[bytes] = []
        while asked.places and exchange.count < asked.window:
            place, number = asked.places.popleft(), next(self._numbers)
            lines.append(request(number, asked.question, asked.batch[place]()))
            exchange.ask(number, place)
        return b"".join(lines)

    def _until_done(
        self, child: Child, exchange: Exchange, asked: _Asked, timeout: float
    ) -> tuple[Fault, str] | None:
        oldest, since = None, 0.0
        while asked.places or exchange.count:
            if asked.places and 2 * exchange.count <= asked.window:
                child.send(self._requests(exchange, asked))
            now, first = monotonic(), exchange.oldest
            if first != oldest:
                oldest, since = first, now
            if child.ended:
                return Fault.DIED, "before it answered"
            left = since + timeout - now
            if left <= 0:
                return Fault.TIMED_OUT, f"no answer within {timeout:g} seconds"
            for line in child.receive(left):
                exchange.hear(line)
            if child.overlong:
                return Fault.GARBLED, f"wrote a line of more than {LINE_LIMIT:,} bytes"
            if exchange.noise > NOISE_LIMIT:
                return Fault.GARBLED, f"wrote more than {NOISE_LIMIT:,} bytes beside its answers"
        return None


@dataclass(slots=True, eq=False)
class _Asked:
    """What is asked in one exchange: places of the batch, so many at once."""

    question: str
    batch: Sequence[Arguments]
    places: deque[int]
    window: int


def _words(command: str) -> list[str]:
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise TargetError(f"cmd:{command}: {error}; quote it as for a shell") from None
    if not words:
        raise TargetError('cmd: names no program; write it as in --target="cmd:node target.mjs"')
    found = which(words[0])
    if found is None:
        raise TargetError(f"cmd:{command}: {_missing(words[0])}")
    if trouble := first_line.trouble(Path(found)):
        raise TargetError(f"cmd:{command}: {words[0]} cannot be started: {trouble}")
    return words


def _missing(program: str) -> str:
    """Return why a program is not found, and what to do."""
    if not Path(program).is_file():
        return f"there is no program {program!r}; is it installed?"
    named = f'name what runs it, as in "cmd:sh {program}"'
    if os.sep not in program:
        return f"there is no program {program!r} on PATH; write cmd:./{program}, or {named}"
    return f"{program} is not executable; run chmod +x on it, or {named}"


def _hint(words: Sequence[str]) -> str:
    """Return what to say where a program without arguments does not shake hands."""
    if len(words) > 1:
        return ""
    return (
        f'; if it takes arguments, quote the whole target, as in "cmd:{words[0]} FILE", and with '
        f'pytest --target="cmd:{words[0]} FILE"'
    )


def _exit(code: int) -> str:
    return f"ended with exit code {code}" if code >= 0 else f"was ended by signal {-code}"


def _told(detail: str, printed: str, errors: str) -> str:
    pieces = [
        detail,
        f"on standard output: {printed}" if printed else "",
        f"on standard error: {errors}" if errors else "",
    ]
    return one_line("; ".join(filter(None, pieces)), 500)
