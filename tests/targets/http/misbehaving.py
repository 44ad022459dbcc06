"""What servers do that they should not."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from .asking import LONG
from .servers import Request

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = "<html>\x1b[2J<script>alert(1)</script>\nno gateway</html>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"


def says(data: bytes | str, **options: str) -> Callable[[Request], None]:
    body = data if isinstance(data, bytes) else data.encode()
    return lambda request: request.reply(body, **options)


def status(status: str, body: bytes = b"", *fields: str) -> Callable[[Request], None]:
    return lambda request: request.reply(body, status, *fields)


def raw(data: bytes, after: Callable[[Request], object] = Request.end) -> Callable[..., None]:
    def handle(request: Request) -> None:
        request.send(data)
        after(request)

    return handle


def trickle(data: bytes) -> Callable[[Request], None]:
    def handle(request: Request) -> None:
        for byte in data:
            request.send(bytes([byte]))
            time.sleep(LONG / 60)

    return handle
