"""Small real servers on the loopback interface, that misbehave as a test wants it."""

from __future__ import annotations

import json
import socket
import struct
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator

CONTRACT = {"contract": 1, "questions": ["protection", "provider"]}


@dataclass
class Request:
    """A request, and the connection on which it came."""

    connection: socket.socket
    path: str
    headers: dict[str, str]
    messages: list[dict[str, Any]]

    @property
    def ids(self) -> list[int]:
        return [message["id"] for message in self.messages]

    def asks(self, channel: str) -> bool:
        """Say whether one of its situations has that channel."""
        return any(message["situation"].get("channel") == channel for message in self.messages)

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def reply(
        self, body: bytes, status: str = "200 OK", *fields: str, media: str = "application/x-ndjson"
    ) -> None:
        """Send a whole answer."""
        head = [
            f"HTTP/1.1 {status}",
            f"Content-Type: {media}",
            f"Content-Length: {len(body)}",
            *fields,
        ]
        self.send("\r\n".join([*head, "", ""]).encode() + body)

    def answer(self, *messages: dict[str, Any]) -> None:
        """Send responses; by default one to each message, as it should be."""
        said = messages or tuple(map(right, self.messages))
        self.reply("".join(json.dumps(message) + "\n" for message in said).encode())

    def reset(self) -> None:
        """End the connection with a reset."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.end()

    def end(self) -> None:
        """End the connection."""
        raise ConnectionAbortedError


def batch(*channels: str) -> list[Any]:
    """Return situations of ``protection``, one per channel."""
    return [
        lambda channel=channel: {"channel": channel, "state": "at-rest", "venue": "local"}
        for channel in channels
    ]


def right(message: dict[str, Any]) -> dict[str, Any]:
    """Return the response that is expected of a target."""
    describes = message["question"] == "describe"
    return {"id": message["id"], "answer": CONTRACT if describes else "tls"}


@dataclass
class Served:
    """A running server: its address, and what it received."""

    address: str
    requests: list[Request] = field(default_factory=list)
    connections: int = 0

    @property
    def sizes(self) -> list[int]:
        """How many questions each request asked, the handshakes left out."""
        return [len(r.messages) for r in self.requests if r.messages[0]["question"] != "describe"]


@contextmanager
def serving(
    handle: Callable[[Request], object] | None = None,
    *,
    first: Callable[[Request], object] | None = None,
    tls: ssl.SSLContext | None = None,
    host: str = "127.0.0.1",
) -> Iterator[Served]:
    """Serve on a free port; ``handle`` answers questions, and ``first`` the handshake.

    What ``handle`` leaves alone, by returning None without having sent anything, is not answered
    for it: it has to call ``answer``.
    """
    listener = socket.create_server((host, 0))
    scheme = "https" if tls else "http"
    served = Served(f"{scheme}://{host}:{listener.getsockname()[1]}/ask")
    over = threading.Event()
    accepted: list[socket.socket] = []

    def accept() -> None:
        while not over.is_set():
            with suppress(OSError):
                connection, _ = listener.accept()
                served.connections += 1
                accepted.append(connection)
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

    def serve(connection: socket.socket) -> None:
        with suppress(OSError, ValueError), connection:
            secured = tls.wrap_socket(connection, server_side=True) if tls else connection
            with secured, secured.makefile("rb") as stream:
                while (request := _read(secured, stream)) is not None:
                    served.requests.append(request)
                    describes = request.messages[:1] and request.messages[0]["question"]
                    chosen = first if describes == "describe" else handle
                    (chosen or Request.answer)(request)

    acceptor = threading.Thread(target=accept, daemon=True)
    acceptor.start()
    try:
        yield served
    finally:
        over.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        acceptor.join(5)
        for connection in accepted:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


def _read(connection: socket.socket, stream: Any) -> Request | None:
    begin = stream.readline()
    if not begin:
        return None
    path = begin.decode().split()[1]
    headers: dict[str, str] = {}
    while (line := stream.readline().strip()) != b"":
        name, _, value = line.decode().partition(":")
        headers[name.lower()] = value.strip()
    body = stream.read(int(headers.get("content-length", 0)))
    return Request(connection, path, headers, [json.loads(line) for line in body.splitlines()])
