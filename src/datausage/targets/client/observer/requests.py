"""Requests, read byte by byte from whoever sends them, and told as far as they came."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from datausage.targets.client.observer.lines import TooLongError

if TYPE_CHECKING:
    from datausage.targets.client.observer.lines import Line

_FIRST: Final = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}) (\S{1,16000}) HTTP/(\d\.\d)\r?\n")
_MOST_ROW: Final = 65_536
_MOST_HEADERS: Final = 300
_MOST_HEAD: Final = 262_144
_MOST_KEPT: Final = 32_000_000
_MOST_SENT: Final = 1_000_000_000
_ROW_ENDS: Final = (b"\r\n", b"\n")
_CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"


class NoRequestError(ValueError):
    """What came is not the beginning of a request."""


class Incoming:
    """A request that is being read: whatever has come so far stands in it at any moment.

    ``body`` holds what is kept of it, ``size`` counts all its bytes without chunks around them.
    ``fault`` says what is wrong with it: there is no next request on its line.
    """

    def __init__(self) -> None:
        self.raw = b""
        self.method = ""
        self.target = ""
        self.version = ""
        self.headers: dict[str, str] = {}
        self.body = bytearray()
        self.size = 0
        self.fault = ""
        self.whole = False

    @property
    def lasts(self) -> bool:
        """Whether another request may follow on the same line."""
        said = self.headers.get("connection", "").lower()
        return self.version == "1.1" and "close" not in said and self.whole and not self.fault

    @property
    def cut(self) -> bool:
        """Whether more was sent than is kept, or less than was announced."""
        return not self.whole or self.size > len(self.body)

    async def read_head(self, line: Line) -> bool:
        """Read it until the empty line, and return whether there is a request at all.

        Raises:
            NoRequestError: this is something else; ``raw`` has what has come.
            EOFError: it ends in the middle.
            TooLongError: a header does not end, or there are too many.
        """
        while not self.raw.strip():
            self.raw = await line.peek(1)
            if not self.raw:
                return False
            try:
                self.raw = await line.row(_MOST_ROW)
            except (EOFError, TooLongError):
                self.raw = line.rest()
                raise NoRequestError from None
        found = _FIRST.fullmatch(self.raw)
        if not found:
            raise NoRequestError
        self.method, self.target, self.version = (one.decode("latin-1") for one in found.groups())
        await self._read_headers(line)
        return True

    async def _read_headers(self, line: Line) -> None:
        total = 0
        while (row := await line.row(_MOST_ROW)).strip():
            total += len(row)
            if total > _MOST_HEAD or len(self.headers) >= _MOST_HEADERS:
                raise TooLongError("headers without an end")
            name, _, value = row.decode("latin-1").partition(":")
            name, value = name.strip().lower(), value.strip()
            before = self.headers.get(name)
            self.headers[name] = value if before is None else f"{before}, {value}"

    async def read_body(self, line: Line) -> None:
        """Read what follows the headers.

        Raises:
            EOFError: it ends in the middle.
            ValueError: its size makes no sense, or is beyond all measure.
            OSError: the other side is gone.
        """
        if "100-continue" in self.headers.get("expect", "").lower():
            await line.write(_CONTINUE)
        if "chunked" in self.headers.get("transfer-encoding", "").lower():
            await self._read_chunks(line)
        elif "content-length" in self.headers:
            await self._read(line, _number(self.headers["content-length"], 10))
        self.whole = True

    async def _read_chunks(self, line: Line) -> None:
        while size := _number((await line.row(1_024)).split(b";")[0].decode("latin-1"), 16):
            await self._read(line, size)
            if await line.exactly(1 if await line.peek(1) == b"\n" else 2) not in _ROW_ENDS:
                raise ValueError("a chunk is longer than it says")
        for _ in range(_MOST_HEADERS):
            if not (await line.row(_MOST_ROW)).strip():
                return
        raise TooLongError("trailers without an end")

    async def _read(self, line: Line, size: int) -> None:
        if self.size + size > _MOST_SENT:
            await self._keep(line, min(size, _MOST_KEPT))
            raise TooLongError(f"a body of {self.size + size} bytes")
        await self._keep(line, size)

    async def _keep(self, line: Line, size: int) -> None:
        while size:
            data = await line.some(min(size, 65_536))
            if not data:
                raise EOFError("it ended in the middle of the body")
            size -= len(data)
            self.size += len(data)
            self.body += data[: max(0, _MOST_KEPT - len(self.body))]


def _number(written: str, base: int) -> int:
    written = written.strip()
    digits = "0123456789abcdef"[:base]
    if not written or len(written) > 15 or set(written.lower()) - set(digits):
        raise ValueError(f"{written[:20]!r} is not a size")
    return int(written, base)
