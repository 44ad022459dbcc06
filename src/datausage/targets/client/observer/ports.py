"""Ports: those at which somebody listens, and those that are opened once somebody comes there."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    from datausage.targets.client.observer.log import Log

NEEDED: Final = (53, 80, 443, 8080, 8888)
"""Names, the web, and the usual ports of a proxy."""
USUAL: Final = (853, 1080, 3000, 3128, 4317, 4318, 5000, 8000, 8443, 9090, 9091)
_MOST_OPENED: Final = 100
_MOST_CONNECTIONS: Final = 4_000
_RETRY: Final = 0.1


class Ports:
    """Accepts connections to any address at these ports."""

    def __init__(
        self, log: Log, serve: Callable[[socket.socket], Coroutine[Any, Any, None]]
    ) -> None:
        """Say what is done with a connection."""
        self._log = log
        self._serve = serve
        self._listening: dict[int, socket.socket] = {}
        self._full = False
        self.serving: set[asyncio.Task[None]] = set()
        self.accepted = 0

    def open(self, port: int) -> None:
        """Listen there.

        Raises:
            OSError: that is not possible.
        """
        one = socket.socket(socket.AF_INET6, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
        try:
            one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            one.bind(("::", port))
            one.listen(4_096)
        except OSError:
            one.close()
            raise
        self._listening[port] = one
        self._resume(one)

    def come_to(self, port: int) -> None:
        """Listen where somebody has come for nothing, so that another try is heard."""
        if port in self._listening or len(self._listening) >= _MOST_OPENED:
            return
        try:
            self.open(port)
        except OSError:
            # A program of the other side listens there itself.
            return

    def _resume(self, one: socket.socket) -> None:
        asyncio.get_running_loop().add_reader(one, self._accept, one)

    def _accept(self, one: socket.socket) -> None:
        for _ in range(100):
            if len(self.serving) >= _MOST_CONNECTIONS:
                self._pause(one, f"{_MOST_CONNECTIONS} connections at once")
                return
            try:
                connection, _ = one.accept()
            except (BlockingIOError, ConnectionAbortedError):
                return
            except OSError as error:
                self._pause(one, error)
                return
            connection.setblocking(False)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.accepted += 1
            task = asyncio.create_task(self._serve(connection))
            self.serving.add(task)
            task.add_done_callback(self.serving.discard)

    def _pause(self, one: socket.socket, error: OSError | str) -> None:
        if not self._full:
            self._full = True
            self._log.trouble("accept", error)
        loop = asyncio.get_running_loop()
        loop.remove_reader(one)
        loop.call_later(_RETRY, self._resume, one)

    async def end(self) -> None:
        """End what is still served; each tells of what it has not heard to the end."""
        for task in self.serving:
            task.cancel()
        await asyncio.gather(*self.serving, return_exceptions=True)
