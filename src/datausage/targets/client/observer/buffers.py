"""Buffers of sockets: wide enough that nothing is lost while something else is done."""

from __future__ import annotations

import socket
from typing import Final

_LINUX_RCVBUFFORCE: Final = 33


def widen(one: socket.socket, size: int) -> None:
    """Have a socket hold so many bytes for us, as far as we may."""
    try:
        one.setsockopt(socket.SOL_SOCKET, _LINUX_RCVBUFFORCE, size)
    except OSError:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, size)
