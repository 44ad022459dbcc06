"""Lines: connections as bytes that are read and written, with or without TLS, one in the other.

TLS is done in memory, so that a first look at what comes, TLS within the tunnel of a proxy, and TLS
within TLS are the same as anything else.
"""

from __future__ import annotations

import asyncio
import ssl
from abc import ABC, abstractmethod
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

_PIECE: Final = 65_536


class TooLongError(ValueError):
    """Something that has to end soon goes on."""


class Line(ABC):
    """A connection; the other side may end it at any time, and then nothing more is read."""

    def __init__(self) -> None:
        self._ahead = bytearray()
        self._ended = False
        self.received = 0

    @abstractmethod
    async def _receive(self) -> bytes:
        """Return what comes next, or nothing where the other side has ended."""

    @abstractmethod
    async def write(self, data: bytes) -> None:
        """Send this.

        Raises:
            OSError: the other side is gone.
        """

    @abstractmethod
    async def close(self) -> None:
        """End it, politely where the other side still listens."""

    async def _more(self) -> bool:
        if not self._ended:
            data = await self._receive()
            self.received += len(data)
            self._ahead += data
            self._ended = not data
        return not self._ended

    async def peek(self, size: int) -> bytes:
        """Return what comes next without taking it; less than that only at the end."""
        while len(self._ahead) < size and await self._more():
            pass
        return bytes(self._ahead[:size])

    async def some(self, most: int = _PIECE) -> bytes:
        """Return what is there, or nothing at the end."""
        await self.peek(1)
        return self._take(most)

    async def exactly(self, size: int) -> bytes:
        """Return so many bytes.

        Raises:
            EOFError: there are fewer.
        """
        if len(await self.peek(size)) < size:
            raise EOFError("it ended in the middle")
        return self._take(size)

    async def row(self, most: int) -> bytes:
        """Return what comes until the next line feed, with it.

        Raises:
            EOFError: none comes.
            TooLongError: none comes soon.
        """
        searched = 0
        while (at := self._ahead.find(b"\n", searched, most)) < 0:
            searched = len(self._ahead)
            if searched >= most:
                raise TooLongError(f"more than {most} bytes without an end of line")
            if not await self._more():
                raise EOFError("it ended in the middle of a line")
        return self._take(at + 1)

    def rest(self) -> bytes:
        """Return what has come and was not taken yet."""
        return self._take(len(self._ahead))

    def _take(self, size: int) -> bytes:
        taken = bytes(self._ahead[:size])
        del self._ahead[:size]
        return taken


class Meter:
    """Counts all bytes that come in, and the lines on which the other side has its turn."""

    def __init__(self) -> None:
        self.bytes = 0
        self.waiting = 0

    @contextmanager
    def waits(self) -> Iterator[None]:
        """Count a line while nothing goes on there unless the other side does something."""
        self.waiting += 1
        try:
            yield
        finally:
            self.waiting -= 1


class Wire(Line):
    """A connection as it is."""

    def __init__(self, one: socket.socket, meter: Meter) -> None:
        """Take over a socket that does not block."""
        super().__init__()
        self._socket = one
        self._meter = meter
        self._loop = asyncio.get_running_loop()

    async def _receive(self) -> bytes:
        # Where more is always there, nobody else would have a turn.
        await asyncio.sleep(0)
        with self._meter.waits():
            data = await self._loop.sock_recv(self._socket, _PIECE)
        self._meter.bytes += len(data)
        return data

    async def write(self, data: bytes) -> None:
        """Send this."""
        with self._meter.waits():
            await self._loop.sock_sendall(self._socket, data)

    async def close(self) -> None:
        """End it."""
        self._socket.close()


class Secured(Line):
    """TLS over another line, with this side as the server."""

    def __init__(self, below: Line, context: ssl.SSLContext) -> None:
        """Say who is there; nothing is sent before the handshake."""
        super().__init__()
        self._below = below
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self._in, self._out, server_side=True)
        self.began = bytearray()
        """What came first, of the handshake."""

    async def handshake(self) -> None:
        """Do the handshake.

        Raises:
            OSError: it failed (ssl.SSLError), or the other side is gone.
        """
        while True:
            try:
                self.tls.do_handshake()
            except ssl.SSLWantReadError:
                await self._flush()
                await self._feed()
            except ssl.SSLError:
                await self._flush()
                raise
            else:
                await self._flush()
                return

    async def _feed(self) -> None:
        data = await self._below.some()
        self.began += data[: max(0, _PIECE - len(self.began))]
        if data:
            self._in.write(data)
        else:
            self._in.write_eof()

    async def _flush(self) -> None:
        if self._out.pending:
            await self._below.write(self._out.read())

    async def _receive(self) -> bytes:
        while True:
            try:
                return self.tls.read(_PIECE)
            except ssl.SSLWantReadError:
                await self._flush()
                await self._feed()
            except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
                return b""

    async def write(self, data: bytes) -> None:
        """Send this."""
        left = memoryview(data)
        while left:
            left = left[self.tls.write(left[:_PIECE]) :]
            await self._flush()

    async def close(self) -> None:
        """End TLS, and the line below."""
        with suppress(ssl.SSLError, ValueError):
            self.tls.unwrap()
        with suppress(OSError):
            await self._flush()
        await self._below.close()
