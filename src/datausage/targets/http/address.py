"""The address of a target behind HTTP, taken apart, and what is refused in one."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

from datausage.targets.error import TargetError
from datausage.targets.http.token import VARIABLE

_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Address:
    """Where requests are sent: ``path`` begins with a slash and has the query, if any."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """The address without its path: what a redirect may not leave."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        """Whether what is sent there does not leave this machine."""
        if self.host == "localhost" or self.host.endswith(".localhost"):
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def parse(written: str) -> Address:
    """Take an address apart.

    Raises:
        TargetError: it is none, or holds what does not belong into one.
    """
    parts = _split(written)
    if "@" in parts.netloc:
        # Not repeated: it may be a password.
        raise TargetError(
            f"{parts.scheme}://: a name or a password in the address would stand in reports; "
            f"leave it out, and put a token into the environment variable {VARIABLE}"
        )
    if parts.fragment:
        raise TargetError(f"{written}: what stands after # is never sent; leave it out")
    try:
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise TargetError(f"{written}: {error}") from None
    if not host:
        raise TargetError(f"{written}: names no host; write it as in http://127.0.0.1:8000/")
    query = f"?{parts.query}" if parts.query else ""
    chosen = _PORTS[parts.scheme] if port is None else port
    return Address(parts.scheme, host.lower(), chosen, f"{parts.path or '/'}{query}")


def _split(written: str) -> SplitResult:
    if not written.isascii() or not written.isprintable() or " " in written or "\\" in written:
        # Programs disagree about what such an address means.
        raise TargetError("the address holds a blank or a letter that it may not; encode it as %XX")
    try:
        return urlsplit(written)
    except ValueError as error:
        raise TargetError(f"{written}: {error}") from None
