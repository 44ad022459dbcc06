"""Exchanges: one request after the other, each written down before it is answered."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from datausage.targets.client.observer.bodies import Unpacked, unpack
from datausage.targets.client.observer.hosts import missing
from datausage.targets.client.observer.places import split
from datausage.targets.client.observer.requests import Incoming, NoRequestError

if TYPE_CHECKING:
    from datausage.targets.client.observer.hosts import Answer, Hosts
    from datausage.targets.client.observer.lines import Line
    from datausage.targets.client.observer.log import Log
    from datausage.targets.client.observer.places import Place
    from datausage.targets.client.observer.planting import Planting

_ABSOLUTE: Final = re.compile(r"(https?|wss?)://([^/?#]*)(.*)", re.IGNORECASE)
_MOST_NOISE: Final = 1_000_000
_REFUSED: Final = b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_CONNECTED: Final = b"HTTP/1.1 200 Connection established\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds each part of a connection may take."""

    idle: float = 600.0
    head: float = 30.0
    body: float = 120.0
    noise: float = 2.0


@dataclass(slots=True)
class Exchanges:
    """Reads requests, tells the log of them, and answers as the hosts do."""

    log: Log
    hosts: Hosts
    planting: Planting
    patience: Patience = field(default_factory=Patience)

    async def one(self, line: Line, place: Place) -> Place | None:
        """Take one request; return where the next one goes, or None where there is none."""
        incoming = Incoming()
        try:
            async with asyncio.timeout(self.patience.head):
                if not await incoming.read_head(line):
                    return None
            async with asyncio.timeout(self.patience.body):
                await incoming.read_body(line)
        except NoRequestError:
            await self.noise(incoming.raw, line, place)
            return None
        except TimeoutError:
            incoming.fault = "it did not go on"
        except (OSError, EOFError, ValueError) as error:
            incoming.fault = str(error) or type(error).__name__
        except asyncio.CancelledError:
            incoming.fault = "it was not over when all was over"
            self._tell(incoming, place, status=0)
            raise
        if incoming.fault:
            await self._refuse(incoming, line, place)
            return None
        if incoming.method == "CONNECT":
            return await self._connect(incoming, line, place)
        return await self._answer(incoming, line, place)

    async def _refuse(self, incoming: Incoming, line: Line, place: Place) -> None:
        if incoming.method:
            self._tell(incoming, place, status=0)
        with suppress(OSError):
            await line.write(_REFUSED)

    async def _connect(self, incoming: Incoming, line: Line, place: Place) -> Place:
        inner = place.inside("proxy", *split(incoming.target, 443))
        incoming.target = ""
        self._tell(incoming, inner, status=200)
        await line.write(_CONNECTED)
        return inner

    async def _answer(self, incoming: Incoming, line: Line, place: Place) -> Place | None:
        aimed = place
        absolute = _ABSOLUTE.fullmatch(incoming.target)
        if absolute:
            scheme, authority, incoming.target = absolute.groups()
            port = 443 if scheme.lower() in {"https", "wss"} else 80
            aimed = place.inside("proxy", *split(authority.rpartition("@")[2], port))
        path = incoming.target.partition("?")[0]
        body = _unpacked(incoming)
        answer = self._reply(incoming, aimed, path, body)
        self._tell(incoming, aimed, answer.status, body)
        if self.hosts.is_model(incoming.method, path):
            await self.planting.asked(main=self.hosts.is_main(body.data))
        await line.write(_written(answer, incoming))
        return place if incoming.lasts else None

    def _reply(self, incoming: Incoming, place: Place, path: str, body: Unpacked) -> Answer:
        # Whoever wants to speak something else on this line finds that nobody here does.
        if "upgrade" in incoming.headers.get("connection", "").lower():
            return missing()
        return self.hosts.answer(place.host, incoming.method, path, body.data)

    def _tell(
        self, incoming: Incoming, place: Place, status: int, body: Unpacked | None = None
    ) -> None:
        body = body or _unpacked(incoming)
        fault = incoming.fault or body.fault
        self.log.http(
            method=incoming.method,
            path=incoming.target,
            status=status,
            headers=incoming.headers,
            body=body.data.decode("utf-8", "replace"),
            size=incoming.size,
            cut=incoming.cut or body.cut,
            **({"fault": fault} if fault else {}),
            **place.told(),
        )

    async def noise(self, begun: bytes, line: Line, place: Place) -> None:
        """Write down what is no request of HTTP, as one without method and path."""
        incoming = Incoming()
        incoming.body += begun
        incoming.fault = "not HTTP"
        try:
            while len(incoming.body) < _MOST_NOISE:
                async with asyncio.timeout(self.patience.noise):
                    data = await line.some()
                if not data:
                    break
                incoming.body += data
        except OSError:
            pass
        finally:
            incoming.size = len(incoming.body)
            incoming.whole = incoming.size < _MOST_NOISE
            self._tell(incoming, place, 0, Unpacked(bytes(incoming.body)))


def _unpacked(incoming: Incoming) -> Unpacked:
    return unpack(bytes(incoming.body), incoming.headers.get("content-encoding", ""))


def _written(answer: Answer, incoming: Incoming) -> bytes:
    head = (
        f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}\r\n"
        f"content-type: {answer.content_type}\r\n"
        f"content-length: {len(answer.data)}\r\n"
        "request-id: req_stub\r\n"
        "x-amzn-bedrock-content-type: application/json\r\n"
        f"connection: {'keep-alive' if incoming.lasts else 'close'}\r\n\r\n"
    )
    return head.encode() + (b"" if incoming.method == "HEAD" else answer.data)
