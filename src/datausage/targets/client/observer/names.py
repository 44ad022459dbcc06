"""Names of hosts, and the addresses they are given: one of each kind for every name."""

from __future__ import annotations

import ipaddress
from typing import Final

_MOST_NAMES: Final = 60_000
_FIRST_V4: Final = int(ipaddress.IPv4Address("10.64.0.1"))
_FIRST_V6: Final = int(ipaddress.IPv6Address("fd64::1"))


class Names:
    """Which name stands behind an address that was given out; any further name shares the last."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._behind: dict[str, str] = {}

    def addresses(self, name: str) -> tuple[ipaddress.IPv4Address, ipaddress.IPv6Address]:
        """Return the addresses of a name, which stay the same."""
        number = self._numbers.get(name)
        new = number is None
        if number is None:
            number = min(len(self._numbers), _MOST_NAMES)
        v4 = ipaddress.IPv4Address(_FIRST_V4 + number)
        v6 = ipaddress.IPv6Address(_FIRST_V6 + number)
        if new and number < _MOST_NAMES:
            self._numbers[name] = number
            self._behind[str(v4)] = self._behind[str(v6)] = name
        return v4, v6

    def behind(self, address: str) -> str | None:
        """Return the name that an address was given out for."""
        return self._behind.get(address)


def plain(address: str) -> str:
    """Return an address as people write it: IPv4 without the prefix that sockets of IPv6 add."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(parsed)
