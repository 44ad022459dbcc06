"""Destinations that the table of services does not know: told one by one, never passed over."""

from __future__ import annotations

from ipaddress import ip_address
from itertools import chain
from typing import TYPE_CHECKING, Final

from datausage.targets.untrusted import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from datausage.targets.client.observation import Observation
    from datausage.targets.client.services import Services
    from datausage.targets.client.showing import Run


CONNECT: Final = "CONNECT"
_LONGEST: Final = 300

_Told = tuple[str, str, str]
"""What went where, how it travelled if that is known, and who sent it."""


def strangers(services: Services, runs: Iterable[Run]) -> Iterator[tuple[Run, str]]:
    """Yield what went where nobody knows, in words, run by run.

    What went to one place is told in the same words in each run, with the least and the greatest
    size.
    """
    found = [(run, list(_of(services, run.seen))) for run in runs]
    sizes: dict[_Told, list[int]] = {}
    for told, size in chain.from_iterable(each for _, each in found):
        sizes.setdefault(told, []).append(size)
    for run, each in found:
        for told in dict.fromkeys(told for told, _ in each):
            yield run, _words(told, sizes[told])


def _words(told: _Told, sizes: Sequence[int]) -> str:
    what, how, who = told
    if not how:
        return one_line(f"{what}, by {who}" if who else what, _LONGEST)
    least, most = min(sizes), max(sizes)
    size = f"{least:,}" if least == most else f"{least:,} to {most:,}"
    return one_line(f"{what} ({how}, {size} bytes), by {who}", _LONGEST)


def _of(services: Services, seen: Observation) -> Iterator[tuple[_Told, int]]:
    met = {_host(request.host) for request in seen.requests}
    for request in seen.requests:
        # To a proxy only the name of a host is told; what is asked of it comes through there, too.
        asked = request.method == CONNECT and not services.unknown(_host(request.host))
        if not services.of(request) and not asked:
            place = f"{request.host}{request.path.partition('?')[0]}"
            yield (f"{request.method} {place}", request.way, _who(request.process)), request.size
    for contact in seen.contacts:
        name = contact.name or contact.address
        if name not in met and services.unknown(name) and not _is_here(contact.address):
            yield (f"{contact.kind} to {name} port {contact.port}", "", _who(contact.process)), 0
            met.add(name)
    for name in seen.names:
        if name not in met and services.unknown(name):
            yield (f"the address of {name} was asked for", "", ""), 0
            met.add(name)


def _host(text: str) -> str:
    return text.rpartition(":")[0] or text


def _is_here(address: str) -> bool:
    """Say whether an address is one of this machine even where the network is not sealed."""
    return ip_address(address).is_loopback


def _who(process: str) -> str:
    return process or "a process that was gone"
