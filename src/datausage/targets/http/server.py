"""One server: posting lines to it, and what comes back, however it answers."""

from __future__ import annotations

import http.client
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from time import sleep
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

import urllib3

from datausage.targets.error import TargetError
from datausage.targets.http import address as addresses
from datausage.targets.http import errand
from datausage.targets.http.problems import is_unanswered, problem
from datausage.targets.http.token import VARIABLE as TOKEN
from datausage.targets.outcome import Fault
from datausage.targets.untrusted import one_line
from datausage.targets.wire.child import LINE_LIMIT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.targets.http.address import Address
    from datausage.targets.http.proxies import Proxy
    from datausage.targets.http.token import Token

BODY_LIMIT: Final = 16_000_000
"""The longest answer to one batch, in bytes, of lines that are no longer than a line may be."""
TRIES: Final = 3
"""How often a request is sent at most, as long as nothing of an answer has come."""

_CHUNK: Final = 65_536
_PAUSE: Final = 0.1
_MOST_REDIRECTS: Final = 3
_SHOWN: Final = 1_000
_HEADERS: Final = {"Content-Type": "application/x-ndjson", "Accept": "application/x-ndjson"}


@dataclass(slots=True)
class Reply:
    """What comes back: whole lines, what is wrong, and the media type of an answer.

    It is filled in one thread and may be read in another; what stands in it stays.
    """

    lines: list[bytes] = field(default_factory=list)
    problem: tuple[Fault, str] | None = None
    media: str = ""


class Server:
    """The server of one address, with a connection that is kept."""

    def __init__(self, address: Address, token: Token, proxy: Proxy | None) -> None:
        """Prepare connections; none is made yet."""
        errand.keep_logs_quiet()
        self._address, self._token = address, token
        self._headers = {**_HEADERS, "User-Agent": "datausage", **token.headers()}
        self._connections: list[Any] = []
        self._over = False
        settings: dict[str, Any] = {"retries": False, "maxsize": 1}
        if address.scheme == "https":
            settings["ssl_context"] = ssl.create_default_context()
        self._post: Any
        if proxy is None:
            kind = _POOLS[address.scheme]
            pool = kind(address.host, address.port, **settings)
            self._post, self._prefix = pool.urlopen, ""
            self._remember(pool)
        else:
            hidden = urllib3.make_headers(proxy_basic_auth=proxy.credentials or None)
            manager = urllib3.ProxyManager(proxy.address, proxy_headers=hidden, **settings)
            self._post, self._prefix = manager.urlopen, address.origin
            self._remember(manager.connection_from_host(address.host, address.port, address.scheme))

    def post(self, body: bytes, reply: Reply, patience: float) -> None:
        """Post lines, and fill the reply; nothing that a server may do makes this raise."""
        for number in range(TRIES):
            if number:
                sleep(_PAUSE * number)
            reply.problem = None
            try:
                self._exchange(body, reply, patience)
            except Exception as error:  # noqa: BLE001 - a hostile server may find any hole
                reply.problem = problem(self._address, error, begun=bool(reply.media))
                if self._over or reply.media or not is_unanswered(error):
                    return
            else:
                return

    def cut(self) -> None:
        """Cut all connections, from any thread: who waits for one waits no longer."""
        self._over = True
        for connection in self._connections:
            with suppress(OSError, AttributeError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close all connections, once nobody waits for them."""
        for connection in self._connections:
            connection.close()

    def _remember(self, pool: Any) -> None:
        """See to it that a connection can be cut while somebody waits for it."""
        make, connections = pool.ConnectionCls, self._connections

        def made(*args: Any, **options: Any) -> Any:
            connections[:] = [make(*args, **options)]
            return connections[0]

        pool.ConnectionCls = made

    def _exchange(self, body: bytes, reply: Reply, patience: float) -> None:
        path = self._address.path
        for _ in range(_MOST_REDIRECTS + 1):
            response = self._post(
                "POST",
                f"{self._prefix}{path}",
                body=body,
                headers=self._headers,
                timeout=patience,
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
            moved = self._moved(path, response.status, response.headers)
            if moved is None:
                break
            response.close()
            path = moved
        else:
            reply.problem = Fault.REFUSED, f"it redirects more than {_MOST_REDIRECTS} times"
            return
        reply.media = one_line(self._clean(response.headers.get("Content-Type", "")), 60) or "?"
        try:
            self._read(response, reply)
        finally:
            if reply.problem is not None:
                response.close()

    def _moved(self, path: str, status: int, headers: Mapping[str, str]) -> str | None:
        """Return the path to which the server sends us, of those at the same address.

        Only 307 and 308 ask for the same request again; others ask for another kind of it.
        """
        place = headers.get("Location")
        if status not in (307, 308) or not place:
            return None
        try:
            there = addresses.parse(urljoin(f"{self._address.origin}{path}", place))
        except (TargetError, ValueError):
            return None
        return there.path if there.origin == self._address.origin else None

    def _read(self, response: Any, reply: Reply) -> None:
        if response.status != http.client.OK:
            reply.problem = Fault.REFUSED, self._refusal(response)
            return
        encoding = response.headers.get("Content-Encoding", "identity")
        if encoding.lower() != "identity":
            shown = one_line(self._clean(encoding), 40)
            reply.problem = (
                Fault.GARBLED,
                f"answered in the encoding {shown!r}: nobody asked for it",
            )
            return
        begun, whole = bytearray(), 0
        while data := response.read1(_CHUNK):
            whole += len(data)
            *lines, rest = data.split(b"\n")
            if lines:
                lines[0] = bytes(begun) + lines[0]
                begun.clear()
            begun += rest
            if max(len(begun), *map(len, lines), 0) > LINE_LIMIT:
                reply.problem = Fault.GARBLED, f"wrote a line of more than {LINE_LIMIT:,} bytes"
                return
            reply.lines += map(self._token.taken_from, lines)
            if whole > BODY_LIMIT:
                reply.problem = Fault.GARBLED, f"answered with more than {BODY_LIMIT:,} bytes"
                return
        if begun.strip():
            reply.lines.append(self._token.taken_from(bytes(begun)))

    def _refusal(self, response: Any) -> str:
        status = response.status
        place = response.headers.get("Location")
        if place and 300 <= status < 400:
            there = one_line(self._clean(place), 100)
            return (
                f"it redirects to {there!r} (status {status}), and nothing is sent there; if that "
                "is the target, write its address"
            )
        text = one_line(self._token.taken_from(response.read1(_SHOWN)).decode("utf-8", "replace"))
        hint = f"; is the token in {TOKEN} the right one?" if self._token else f"; set {TOKEN}"
        said = f": {one_line(text, 100)!r}" if text else ""
        return f"it answered with status {status}{hint if status in (401, 403) else ''}{said}"

    def _clean(self, text: str) -> str:
        cleaned: str = self._token.taken_out(text)
        return cleaned


_POOLS: Final[dict[str, Any]] = {
    "http": urllib3.HTTPConnectionPool,
    "https": urllib3.HTTPSConnectionPool,
}
