"""Whether a target is reached through a proxy: never without being asked, where it is near."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies_environment, proxy_bypass

from datausage.targets.error import TargetError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.targets.http.address import Address

VARIABLE: Final = "DATAUSAGE_TARGET_PROXY"
"""The environment variable that names a proxy for the target, wherever the target is."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy: its address without credentials, and the credentials, if it has any."""

    address: str
    credentials: str = field(default="", repr=False)


def proxy(address: Address, environment: Mapping[str, str]) -> Proxy | None:
    """Return the proxy through which an address is reached; None where it is reached directly.

    Those of the environment count for other machines only; the one named for the target counts
    for all. ``environment`` has that name; the others are read as the standard library reads them.

    Raises:
        TargetError: the proxy is none that can be used.
    """
    wanted = environment.get(VARIABLE, "")
    if wanted:
        return _proxy(wanted, VARIABLE)
    if address.is_loopback:
        return None
    known = getproxies_environment()
    named = known.get(address.scheme) or known.get("all")
    if not named or proxy_bypass(f"{address.host}:{address.port}"):
        return None
    return _proxy(named, f"{address.scheme}_proxy")


def _proxy(written: str, where: str) -> Proxy:
    # Its value is not repeated: it may hold a password.
    try:
        parts = urlsplit(written if "://" in written else f"http://{written}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or parts.scheme not in ("http", "https"):
        raise TargetError(f"{where}: names no proxy of the form http://host:port")
    shown = f"[{host}]" if ":" in host else host
    address = f"{parts.scheme}://{shown}" + (f":{port}" if port else "")
    name, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Proxy(address, f"{name}:{password}" if name or password else "")
