"""Asking a target behind HTTP: whole batches at once, whatever its server may do wrong."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from functools import partial
from itertools import count
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from datausage.targets.asks import MANY_AT_ONCE
from datausage.targets.contract import shipped
from datausage.targets.contract.generating import VERSION
from datausage.targets.error import TargetError
from datausage.targets.http.address import parse
from datausage.targets.http.errand import Runner
from datausage.targets.http.proxies import proxy
from datausage.targets.http.server import Reply, Server
from datausage.targets.http.token import VARIABLE, token
from datausage.targets.outcome import Fault, Outcome
from datausage.targets.untrusted import one_line
from datausage.targets.wire.exchange import NOISE_LIMIT, Exchange
from datausage.targets.wire.messages import request

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from datausage.targets.asking import Arguments

MOST_TOGETHER: Final = 256
"""How many questions are asked in one request at most."""
MOST_BYTES: Final = 250_000
"""How long a request becomes at most, where it asks more than one question."""
MOST_FAILURES: Final = 3

_SWIFT, _SLOW = 0.05, 0.2
"""Shares of the time allowed: a batch that took less is doubled, one that took more is halved."""
_FAILURES: Final = frozenset({Fault.TIMED_OUT, Fault.DIED, Fault.UNREACHABLE})
_OF_SERVERS: Final = _FAILURES | {Fault.REFUSED, Fault.GARBLED}


class HttpCaller:
    """Asks the server of an address. ``calls`` counts, per question, what was asked of it."""

    at_once = MANY_AT_ONCE

    def __init__(
        self,
        reference: str,
        environment: Mapping[str, str],
        *,
        timeout: float = 5.0,
        load_timeout: float = 60.0,
    ) -> None:
        """Shake hands; ``introduction`` is what the server says of itself.

        ``environment`` is where a token and a proxy are looked for.

        Raises:
            TargetError: it cannot be reached, or says nothing that the contract knows.
        """
        self.calls: Counter[str] = Counter()
        self._failures: Counter[str] = Counter()
        self._reference, self._environment = reference, environment
        self._timeout, self._load_timeout = timeout, load_timeout
        self._numbers = count(0)
        self._together = 1
        self._address = parse(reference)
        self._token = token(environment)
        self._proxy = proxy(self._address, environment)
        self._check_secrecy()
        self._line: tuple[Server, Runner] | None = None
        self.introduction = self._shake_hands()

    def fresh(self) -> HttpCaller:
        """Return another caller of the same server, with connections and counts of its own."""
        return HttpCaller(
            self._reference,
            self._environment,
            timeout=self._timeout,
            load_timeout=self._load_timeout,
        )

    def ask(self, question: str, batch: Sequence[Arguments]) -> list[Outcome]:
        """Return one outcome per element of the batch, in order.

        Where a request with several questions fails, what it left open is asked again, one by
        one: so a failure is told of the question that it belongs to. Where all are answered then,
        it is told of the first. After three failures of the server with a question its other
        cases are not asked any more.
        """
        outcomes: dict[int, Outcome] = {}
        new = deque(range(len(batch)))
        while new and self._is_patient(question):
            exchange, failure = self._exchange(_Asked(question, batch, new, self._together))
            together = len(exchange.open) + len(exchange.outcomes)
            garbled = [p for p, one in exchange.outcomes.items() if one.fault is Fault.GARBLED]
            left = sorted([*garbled, *exchange.open])
            outcomes |= exchange.outcomes
            if left and together > 1:
                reason = failure or exchange.outcomes[garbled[0]]
                outcomes |= self._one_by_one(question, batch, left, reason)
            elif failure is not None:
                self._failures[question] += failure.fault in _FAILURES
                exchange.fail(failure)
                outcomes |= exchange.outcomes
        self.calls[question] += len(outcomes)
        detail = f"not asked: the server has failed {MOST_FAILURES} times with {question}"
        stopped = Outcome(None, Fault.STOPPED, detail)
        found = [outcomes.get(place, stopped) for place in range(len(batch))]
        return [self._without_token(outcome) for outcome in found] if self._token else found

    def close(self) -> None:
        """Close the connection; asking again opens another."""
        if self._line is not None:
            (server, runner), self._line = self._line, None
            server.close()
            runner.end()

    def _one_by_one(
        self, question: str, batch: Sequence[Arguments], places: Sequence[int], failure: Outcome
    ) -> dict[int, Outcome]:
        """Ask each of the places alone, after a request with several questions has failed."""
        self._together = 1
        outcomes: dict[int, Outcome] = {}
        for place in places:
            if not self._is_patient(question):
                return outcomes
            exchange, alone = self._exchange(_Asked(question, batch, deque([place]), 1))
            if alone is not None:
                self._failures[question] += alone.fault in _FAILURES
                exchange.fail(alone)
            outcomes |= exchange.outcomes
        if not any(outcome.fault in _OF_SERVERS for outcome in outcomes.values()):
            self._failures[question] += failure.fault in _FAILURES
            whole = f"each of {len(places)} questions" if len(places) > 1 else "the question"
            detail = f"{failure.detail}; alone, {whole} is answered"
            outcomes[places[0]] = Outcome(None, failure.fault, one_line(detail, 500))
        return outcomes

    def _exchange(
        self, asked: _Asked, timeout: float | None = None
    ) -> tuple[Exchange, Outcome | None]:
        """Ask some of what is left; return what is known of it, and why not all is."""
        exchange, body = self._packed(asked)
        reply, began = Reply(), monotonic()
        allowed = self._timeout if timeout is None else timeout
        in_time = self._post(body, reply, allowed)
        spent = monotonic() - began
        for line in reply.lines[:]:
            exchange.hear(line)
            if exchange.noise > NOISE_LIMIT:
                detail = f"wrote more than {NOISE_LIMIT:,} bytes beside its answers"
                return exchange, Outcome(None, Fault.GARBLED, detail)
        if not exchange.open:
            if timeout is None and reply.problem is None and in_time:
                self._adapt(spent / allowed)
            return exchange, None
        fault, detail = reply.problem or _left_open(exchange, reply.media)
        if not in_time or fault is Fault.TIMED_OUT:
            fault, detail = Fault.TIMED_OUT, f"no answer within {allowed:g} seconds"
        return exchange, Outcome(None, fault, one_line(detail, 500))

    def _packed(self, asked: _Asked) -> tuple[Exchange, bytes]:
        """Return the lines of one request, and take what they ask out of what is left."""
        exchange = Exchange(shipped.document(asked.question), set())
        lines: list[bytes] = []
        size = 0
        while asked.places and len(lines) < asked.most:
            place, number = asked.places[0], next(self._numbers)
            line = request(number, asked.question, asked.batch[place]())
            size += len(line)
            if lines and size > MOST_BYTES:
                break
            lines.append(line)
            exchange.ask(number, asked.places.popleft())
        return exchange, b"".join(lines)

    def _post(self, body: bytes, reply: Reply, timeout: float) -> bool:
        """Say whether the server had its say in time."""
        if self._line is None:
            self._line = Server(self._address, self._token, self._proxy), Runner()
        server, runner = self._line
        in_time = False
        try:
            in_time = runner.run(partial(server.post, body, reply, timeout), timeout)
        finally:
            # Whatever interrupts the waiting, a connection that is in use is not used again.
            if not in_time:
                self._line = None
                server.cut()
                runner.end()
        return in_time

    def _adapt(self, share: float) -> None:
        if share > _SLOW:
            self._together = max(1, self._together // 2)
        elif share < _SWIFT:
            self._together = min(MOST_TOGETHER, 2 * self._together)

    def _is_patient(self, question: str) -> bool:
        return self._failures[question] < MOST_FAILURES

    def _shake_hands(self) -> dict[str, Any]:
        asked = _Asked("describe", [lambda: {"contract": VERSION}], deque([0]), 1)
        exchange, failure = self._exchange(asked, self._load_timeout)
        if failure is not None:
            exchange.fail(failure)
        outcome = self._without_token(exchange.outcomes[0])
        if outcome.fault not in (None, Fault.PRINTED):
            self.close()
            raise TargetError(
                f"{self._reference} did not say what it offers ({outcome.fault}): {outcome.detail}"
            )
        introduction: Any = outcome.answer
        return dict(introduction)

    def _check_secrecy(self) -> None:
        near = self._address.is_loopback and self._proxy is None
        if self._token and self._address.scheme == "http" and not near:
            raise TargetError(
                f"{self._reference}: the token in {VARIABLE} could be read on its way there; use "
                "https, or take the token out of the environment"
            )

    def _without_token(self, outcome: Outcome) -> Outcome:
        hidden = self._token.taken_out
        return Outcome(hidden(outcome.answer), outcome.fault, hidden(outcome.detail))


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """What is asked: the places of a batch that are left, and how many at once at most."""

    question: str
    batch: Sequence[Arguments]
    places: deque[int]
    most: int


def _left_open(exchange: Exchange, media: str) -> tuple[Fault, str]:
    asked = len(exchange.open) + len(exchange.outcomes)
    if exchange.printed:
        return Fault.GARBLED, (
            f"answered with {media}, and not with responses of the contract: {exchange.printed!r}"
        )
    return Fault.GARBLED, f"left {len(exchange.open)} of {asked} questions of a request unanswered"
