"""Services: to which of them a request belongs, by host and path, as a version of the client does.

A destination that no entry of the table knows is none of a service; it is told, never passed over.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from datausage.targets.client.observation import Request

FILE: Final = "services.json"
LAST_KNOWN: Final = "2.1.330"
"""The newest version with which the table was compared."""
MODEL: Final = "model"
KNOWN: Final = "known"
"""What a client asks for that belongs to none of the services that the page names."""

_NUMBERS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table: requests to such a host, with such a path, belong to a service.

    ``host`` and ``path`` are patterns as of a shell; of ``holding`` the body has one at least,
    where any are given; ``since`` and ``until`` bound the versions, the latter exclusively.
    ``undecided`` says that the page does not decide whether they belong to that service,
    ``preparing`` that they only make ready for what the service is there for; ``instead`` is
    whom the page names, where these go to somebody else.
    """

    service: str
    host: str
    path: str
    provider: str = ""
    holding: tuple[str, ...] = ()
    since: tuple[int, ...] = ()
    until: tuple[int, ...] = ()
    undecided: bool = False
    preparing: bool = False
    instead: str = ""

    def fits(self, host: str, path: str, body: str) -> bool:
        """Say whether a request is one of these."""
        if not (fnmatchcase(host, self.host) and fnmatchcase(path, self.path)):
            return False
        return not self.holding or any(word in body for word in self.holding)


def numbered(version: str) -> tuple[int, ...]:
    """Return a version as numbers that can be compared: 2.0.30 is (2, 0, 30)."""
    return tuple(map(int, _NUMBERS.findall(version)[:3]))


@dataclass(frozen=True, slots=True)
class Services:
    """The services of one version of the client."""

    entries: tuple[Entry, ...]

    def of(self, request: Request) -> tuple[Entry, ...]:
        """Return what a request belongs to; nothing where the table does not know it.

        One that holds what an entry says may belong to other services, too: later versions send
        events of all kinds together.
        """
        host = request.host.rpartition(":")[0] or request.host
        name, place = host.strip("[]").lower(), request.path.partition("?")[0]
        fitting = [one for one in self.entries if one.fits(name, place, request.body)]
        whole = [one for one in fitting if not one.holding]
        return (*(one for one in fitting if one.holding), *whole[:1])

    def named(self, names: Iterable[str]) -> frozenset[str]:
        """Return the services to which all that such hosts serve belongs, whatever the path."""
        found = set()
        for name in names:
            here = [entry for entry in self.entries if fnmatchcase(name.lower(), entry.host)]
            at = next((n for n, e in enumerate(here) if e.path == "*" and not e.holding), None)
            if at is not None and len({entry.service for entry in here[: at + 1]}) == 1:
                found.add(here[at].service)
        return frozenset(found)

    @property
    def undecided(self) -> frozenset[str]:
        """The services of which the page does not decide what belongs to them in this version."""
        return frozenset(one.service for one in self.entries if one.undecided)

    @property
    def instead(self) -> frozenset[tuple[str, str]]:
        """The services that go to somebody else than the page names, each with that name."""
        return frozenset((one.service, one.instead) for one in self.entries if one.instead)

    def unknown(self, name: str) -> bool:
        """Say whether no entry is about such a host."""
        return not any(e.host != "*" and fnmatchcase(name.lower(), e.host) for e in self.entries)


@cache
def services(version: str) -> Services:
    """Return the services of a version, from the table that is shipped.

    Without a version they are those of the newest one that is known.
    """
    text = (resources.files(__package__) / FILE).read_text("utf-8")
    found = [
        Entry(
            line["service"],
            line["host"],
            line["path"],
            line.get("provider", ""),
            tuple(line.get("holding", ())),
            numbered(line.get("from", "")),
            numbered(line.get("until", "")),
            bool(line.get("undecided", False)),
            bool(line.get("preparing", False)),
            line.get("instead", ""),
        )
        for line in json.loads(text)["services"]
    ]
    here = numbered(version or LAST_KNOWN)
    return Services(tuple(e for e in found if e.since <= here and (not e.until or here < e.until)))
