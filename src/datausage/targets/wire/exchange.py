"""One batch of questions in the hands of one process: what is open, and what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from datausage.targets.contract.checking import complaint
from datausage.targets.outcome import Fault, Outcome
from datausage.targets.untrusted import one_line
from datausage.targets.wire.messages import Answered, Garbled, Printed, Refused, read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NOISE_LIMIT: Final = 1_000_000
"""How many bytes a target may write, beside answers, during one batch."""


class Exchange:
    """Keeps account of requests and responses; it reads no clock and no pipe.

    ``outcomes`` has what came back, by place in the batch. A line that belongs to no request is
    held against the oldest that is open: it is the one that is being answered.
    """

    def __init__(self, document: Mapping[str, Any], late: set[int]) -> None:
        """Begin with nothing open; answers are checked by the document of the question.

        ``late`` has the numbers of requests that are given up while the process still runs: their
        answers may still come, also in a later exchange.
        """
        self.outcomes: dict[int, Outcome] = {}
        self.noise = 0
        self._document = document
        self._words: Sequence[str] = document["$defs"]["answer"].get("enum", ())
        self._open: dict[int, int] = {}
        self._answered: dict[int, int] = {}
        self._late = late
        self._printed: dict[int, str] = {}

    def ask(self, number: int, place: int) -> None:
        """Take note of a request that is sent now."""
        self._open[number] = place

    @property
    def oldest(self) -> int | None:
        """The number of the request that has been open for the longest time."""
        return next(iter(self._open), None)

    @property
    def count(self) -> int:
        """How many requests are open."""
        return len(self._open)

    @property
    def open(self) -> list[int]:
        """The places of all requests that are open, in the order in which they were sent."""
        return list(self._open.values())

    @property
    def printed(self) -> str:
        """What was printed instead of an answer to the oldest request."""
        return self._printed.get(self._open[self.oldest], "") if self.oldest is not None else ""

    def hear(self, line: bytes) -> None:
        """Take a line that the target wrote."""
        message = read(line)
        if isinstance(message, (Answered, Refused)) and message.number in self._open:
            self._settle(message.number, self._outcome(message))
            return
        self.noise += len(line) + 1
        if isinstance(message, Printed):
            self._note(message.text)
        elif isinstance(message, Garbled):
            self._blame(message.number, message.detail)
        elif message.number in self._answered:
            place = self._answered[message.number]
            detail = f"answered request {message.number} twice"
            self.outcomes[place] = Outcome(None, Fault.GARBLED, detail)
        elif message.number in self._late:
            self._late.remove(message.number)
        else:
            self._blame(None, f"answered request {message.number}, which is not open")

    def fail(self, outcome: Outcome) -> None:
        """Give up the oldest request."""
        if self.oldest is not None:
            self._settle(self.oldest, outcome)

    def _outcome(self, message: Answered | Refused) -> Outcome:
        if isinstance(message, Refused):
            return Outcome(None, Fault.RAISED, message.error or "(it does not say why)")
        answer = message.answer
        # What nearly all answers are, beside what is looked at thoroughly.
        plain = type(answer) is str and answer in self._words
        wrong = None if plain else complaint(self._document, answer)
        if wrong is not None:
            return Outcome(None, Fault.MALFORMED, one_line(wrong, 300))
        printed = self._printed.get(self._open[message.number]) if self._printed else None
        return Outcome(answer, Fault.PRINTED if printed else None, printed or "")

    def _settle(self, number: int, outcome: Outcome) -> None:
        place = self._open.pop(number)
        self._answered[number] = place
        self.outcomes[place] = outcome

    def _note(self, text: str) -> None:
        if text and self.oldest is not None:
            self._printed.setdefault(self._open[self.oldest], text)

    def _blame(self, number: int | None, detail: str) -> None:
        """Hold something against a request; its answer, if it still comes, is not looked at."""
        guilty = number if number in self._open else self.oldest
        outcome = Outcome(None, Fault.GARBLED, detail)
        if guilty is not None:
            self._settle(guilty, outcome)
            self._late.add(guilty)
            del self._answered[guilty]
        elif self._answered:
            self.outcomes[next(reversed(self._answered.values()))] = outcome
