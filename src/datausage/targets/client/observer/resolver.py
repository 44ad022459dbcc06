"""The resolver: answers every name, over UDP and TCP, whichever address is asked.

Both addresses are answered, as anywhere in the internet of today, so that a program that speaks
IPv6 only is heard as well. Other records are empty: no HTTPS record offers HTTP/3 or hides a name.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import TYPE_CHECKING, Final

from datausage.targets.client.observer.buffers import widen
from datausage.targets.client.observer.redaction import strike

if TYPE_CHECKING:
    from collections.abc import Callable

    from datausage.targets.client.observer.lines import Line
    from datausage.targets.client.observer.log import Log
    from datausage.targets.client.observer.names import Names

_A, _AAAA, _ANY = 1, 28, 255
_SECONDS: Final = 5
_MOST_MESSAGE: Final = 4_096
_BUFFER: Final = 4_000_000
_IS_ANSWER: Final = 0x80
_HEAD: Final = struct.Struct(">HHHHHH")
_ANSWERED, _NOT_UNDERSTOOD = 0x8180, 0x8181
NO_NAME: Final = "(no name)"
_LINUX_PKTINFO: Final = 8
_LINUX_FREEBIND6: Final = 78
"""Without it, IPv6 answers from no address but those of the interface."""


class Resolver:
    """What is asked of names, and what is answered."""

    def __init__(self, log: Log, names: Names) -> None:
        self._log = log
        self._names = names

    def answer(self, message: bytes) -> bytes:
        """Return the answer to a message, or nothing where none is due; never raises."""
        if len(message) < _HEAD.size or message[2] & _IS_ANSWER:
            self._odd(message)
            return b""
        number, _, questions, *_ = _HEAD.unpack_from(message)
        try:
            name, end = _name(message, _HEAD.size)
            kind, _ = struct.unpack_from(">HH", message, end)
        except (IndexError, ValueError, struct.error):
            self._odd(message)
            return _HEAD.pack(number, _NOT_UNDERSTOOD, 0, 0, 0, 0)
        if questions != 1:
            self._odd(message)
        self._log.line("dns", name=name, qtype=kind)
        records = self._records(name, kind)
        head = _HEAD.pack(number, _ANSWERED, 1, len(records), 0, 0)
        return head + message[_HEAD.size : end + 4] + b"".join(records)

    def _odd(self, message: bytes) -> None:
        """Write of what no resolver understands: it may be said to somebody else than one."""
        said = message[: _HEAD.size * 10].decode("ascii", "backslashreplace")
        self._log.line("dns", name=NO_NAME, qtype=0, size=len(message), said=strike(said))

    def _records(self, name: str, kind: int) -> list[bytes]:
        # An address that is written where a name belongs has no records anywhere either.
        v4, v6 = self._names.addresses(name)
        found = []
        if kind in (_A, _ANY):
            found.append((_A, v4.packed))
        if kind in (_AAAA, _ANY):
            found.append((_AAAA, v6.packed))
        return [
            b"\xc0\x0c" + struct.pack(">HHIH", one, 1, _SECONDS, len(data)) + data
            for one, data in found
        ]

    async def converse(self, line: Line) -> None:
        """Answer the messages of a connection until it ends."""
        while await line.peek(1):
            try:
                (size,) = struct.unpack(">H", await line.exactly(2))
                answer = self.answer(await line.exactly(size))
            except EOFError:
                self._odd(line.rest())
                return
            await line.write(struct.pack(">H", len(answer)) + answer)


def _name(message: bytes, at: int) -> tuple[str, int]:
    """Return the name that begins there, and where it ends."""
    labels = []
    while size := message[at]:
        if size > 63:
            raise ValueError("a name that points elsewhere, in a question")
        label = message[at + 1 : at + 1 + size]
        if len(label) < size:
            raise ValueError("a name that is cut off")
        labels.append(label.decode("ascii", "backslashreplace"))
        at += size + 1
    name = ".".join(labels).lower()
    if len(name) > 255:
        raise ValueError("a name that is too long")
    return name, at + 1


def listen(resolver: Resolver, log: Log) -> list[socket.socket]:
    """Answer datagrams at port 53 of every address.

    Raises:
        OSError: the port is taken, or may not be used.
    """
    loop = asyncio.get_running_loop()
    opened = []
    for family, anywhere, level, option in (
        (socket.AF_INET, "0.0.0.0", socket.IPPROTO_IP, _LINUX_PKTINFO),  # noqa: S104 - all are ours
        (socket.AF_INET6, "::", socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO),
    ):
        one = socket.socket(family, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        if family == socket.AF_INET6:
            one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            one.setsockopt(socket.IPPROTO_IPV6, _LINUX_FREEBIND6, 1)
        one.setsockopt(level, option, 1)
        widen(one, _BUFFER)
        one.bind((anywhere, 53))
        loop.add_reader(one, _reader(one, resolver, log))
        opened.append(one)
    return opened


def _reader(one: socket.socket, resolver: Resolver, log: Log) -> Callable[[], None]:
    # Asked at any address, it has to answer from that one: a client takes it from no other.
    v4 = one.family == socket.AF_INET
    level, kind = (
        (socket.IPPROTO_IP, _LINUX_PKTINFO) if v4 else (socket.IPPROTO_IPV6, socket.IPV6_PKTINFO)
    )

    def read() -> None:
        for _ in range(64):
            try:
                message, extra, _, sender = one.recvmsg(_MOST_MESSAGE, 256)
            except BlockingIOError:
                return
            except OSError as error:
                log.trouble("dns", error)
                return
            info = next((data for at, what, data in extra if (at, what) == (level, kind)), b"")
            # in_pktinfo is interface, own address, address asked; in6_pktinfo address, interface.
            source = struct.pack("=I4s4s", 0, info[8:12], bytes(4)) if v4 else info[:16] + bytes(4)
            answer = resolver.answer(message)
            try:
                if answer:
                    one.sendmsg([answer], [(level, kind, source)] if info else [], 0, sender)
            except OSError as error:
                log.trouble("dns", error)

    return read
