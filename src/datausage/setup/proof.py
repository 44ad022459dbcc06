"""The proof of a posture: every reading of every open point that can bear on it, one by one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

from datausage.oracle.switches import POINTS
from datausage.oracle.verdicts import Oracle
from datausage.setup.egress import sent
from datausage.setup.postures import PROVIDING, Posture, is_off

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from datausage.oracle.facts import Service
    from datausage.policy.edition import Edition

BEARING: Final = ("settings-precedence", "settings-json-values")
"""Open points on the switches that are about no single variable."""


@dataclass(frozen=True, slots=True)
class Case:
    """One service at one provider: how many combinations of readings, and how many say off."""

    service: Service
    provider: str
    points: tuple[str, ...]
    combinations: int
    off: int

    @property
    def holds(self) -> bool:
        """Whether the service is off under every combination."""
        return self.off == self.combinations


def proof(posture: Posture, edition: Edition, *, filed: bool) -> Iterator[Case]:
    """Yield each wished service at each provider, with all combinations of readings tried.

    Args:
        posture: what is to be proved.
        edition: the edition whose readings are tried.
        filed: whether the posture stands in a settings file, and not in the environment.
    """
    for provider in PROVIDING:
        points = bearing(posture, provider)
        pinned = [Oracle(edition, pins) for pins in readings(points, edition)]
        for service in sorted(posture.wished):
            found = posture.set_up(provider, filed=filed)
            off = sum(is_off(sent(found, service, oracle)) for oracle in pinned)
            yield Case(service, provider, points, len(pinned), off)


def bearing(posture: Posture, provider: str) -> tuple[str, ...]:
    """Return the open points that can bear on a posture: those of its variables, and of places."""
    set_here = (*posture.variables, *PROVIDING[provider])
    both = ("both-providers",) if len(PROVIDING[provider]) > 1 else ()
    return (*(POINTS[variable] for variable in set_here), *BEARING, *both)


def readings(points: tuple[str, ...], edition: Edition) -> Iterator[Mapping[str, str]]:
    """Yield every combination of readings of some points."""
    choices = [[reading.id for reading in edition.points[point].readings] for point in points]
    for chosen in product(*choices):
        yield dict(zip(points, chosen, strict=True))
