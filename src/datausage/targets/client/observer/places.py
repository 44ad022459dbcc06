"""Places: where a connection has come to, as far as that is known by now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from datausage.targets.client.observer.processes import GONE, Process

if TYPE_CHECKING:
    from typing import Any

DEEPEST: Final = 8
"""So many proxies and layers of TLS may lie in each other."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody believes to be.

    ``host`` is the name for which the address was given out, or the address itself, or what a proxy
    was asked for: never only what the sender says in a header or in the handshake.
    """

    way: str
    address: str
    host: str
    port: int
    process: Process = GONE
    deep: int = 0

    def inside(self, way: str, host: str = "", port: int = 0) -> Place:
        """Return the place that is reached through this one."""
        return replace(
            self, way=way, host=host or self.host, port=port or self.port, deep=self.deep + 1
        )

    def told(self) -> dict[str, Any]:
        """Return it as fields of a line."""
        return {
            "way": self.way,
            "address": self.address,
            "host": self.host,
            "port": self.port,
            "process": self.process.name,
            "above": list(self.process.above),
        }


def split(written: str, port: int) -> tuple[str, int]:
    """Return the host of ``host:port`` in small letters, and its port, or that one without any."""
    host, colon, number = written.rpartition(":")
    if not colon or number.endswith("]"):
        host, number = written, ""
    if number.isascii() and number.isdigit() and int(number) < 65_536:
        port = int(number)
    return host.strip("[]").rstrip(".").lower()[:255], port
