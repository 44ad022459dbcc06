"""Destinations that the table of services does not know: told one by one, never passed over."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

from datausage.targets.untrusted import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from datausage.targets.client.observation import Observation, Request
    from datausage.targets.client.services import Services
    from datausage.targets.client.showing import Run


CONNECT: Final = "CONNECT"


def strangers(services: Services, runs: Iterable[Run]) -> Iterator[tuple[Run, str]]:
    """Yield what went where nobody knows, in words, run by run."""
    for run in runs:
        for told in dict.fromkeys(_of(services, run.seen)):
            yield run, told


def _of(services: Services, seen: Observation) -> Iterator[str]:
    met = {_host(request.host) for request in seen.requests}
    for request in seen.requests:
        # To a proxy only the name of a host is told; what is asked of it comes through there, too.
        asked = request.method == CONNECT and not services.unknown(_host(request.host))
        if not services.of(request) and not asked:
            yield _destination(request)
    for contact in seen.contacts:
        name = contact.name or contact.address
        if name not in met and services.unknown(name) and not _is_here(contact.address):
            yield f"{contact.kind} to {name} port {contact.port}, by {_who(contact.process)}"
            met.add(name)
    for name in seen.names:
        if name not in met and services.unknown(name):
            yield f"the address of {name} was asked for"
            met.add(name)


def _host(text: str) -> str:
    return text.rpartition(":")[0] or text


def _is_here(address: str) -> bool:
    """Say whether an address is one of this machine even where the network is not sealed."""
    return ip_address(address).is_loopback


def _destination(request: Request) -> str:
    place = f"{request.host}{request.path.partition('?')[0]}"
    how = f"{request.way}, {request.size:,} bytes"
    return one_line(f"{request.method} {place} ({how}), by {_who(request.process)}", 300)


def _who(process: str) -> str:
    return process or "a process that was gone"
