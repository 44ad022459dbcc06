"""The smallest configuration with which wished services are off, whatever is unclear."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Final

from datausage.oracle.facts import Provider, Service
from datausage.oracle.switches import OPT_OUTS, UMBRELLA
from datausage.setup.egress import sent
from datausage.setup.forms import FORMS, IN_A_FILE
from datausage.setup.places import FOLDER, Place
from datausage.setup.set_up import ONE, SELECTING, SetUp
from datausage.setup.settings_file import of_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from datausage.oracle.verdicts import Oracle
    from datausage.setup.answers import Answer

POSTURES: Final[Mapping[str, frozenset[Service]]] = {
    "no-nonessential": frozenset(OPT_OUTS),
    **{f"no-{service}": frozenset({service}) for service in OPT_OUTS},
}
"""The services that are off, by posture. No variable of the page is about surveys alone."""

SWITCHES: Final = (UMBRELLA, *OPT_OUTS.values())
"""What a posture may set. Another provider would bring other terms, so none selects one."""

PROVIDING: Final[Mapping[str, tuple[str, ...]]] = {
    Provider.CLAUDE_API: (),
    **{provider: (variable,) for provider, variable in SELECTING.items()},
    "both selected": tuple(SELECTING.values()),
}
"""The provider variables that may be set beside a posture."""

_PLACE: Final = Place("project", Path(), FOLDER, IN_A_FILE, IN_A_FILE)


@dataclass(frozen=True, slots=True)
class Posture:
    """What to set, in the order of the page: every one to 1.

    ``wished`` are the services that are off with it, ``besides`` those that are off as well
    although nobody wished so, where the page has no smaller way.
    """

    wished: frozenset[Service]
    variables: tuple[str, ...]
    besides: frozenset[Service]

    def set_up(self, provider: str = Provider.CLAUDE_API, *, filed: bool = False) -> SetUp:
        """Return the set-up that has this posture, and selects a provider, and nothing else.

        The posture stands in the environment or, where ``filed``, in a settings file as it is
        written; what selects the provider stands in the environment.
        """
        selecting = PROVIDING[provider]
        if not filed:
            return SetUp(dict.fromkeys((*self.variables, *selecting), ONE))
        file = of_text(_PLACE, FORMS[IN_A_FILE].write(self.variables))
        return SetUp(dict.fromkeys(selecting, ONE), (file,))


def wished(postures: Collection[str]) -> frozenset[Service]:
    """Return the services that are off in all of some postures."""
    return frozenset().union(*(POSTURES[name] for name in postures))


def smallest(services: frozenset[Service], oracle: Oracle) -> Posture:
    """Return the posture that turns services off under every reading and at every provider.

    Of all that do, it is one that turns the fewest others off, and of these one with the fewest
    lines.
    """
    found = [posture for posture in _all(services, oracle) if holds(posture, oracle)]
    return min(found, key=lambda posture: (len(posture.besides), len(posture.variables)))


def holds(posture: Posture, oracle: Oracle) -> bool:
    """Say whether the wished services are off for certain at every provider."""
    return all(
        is_off(sent(posture.set_up(provider, filed=filed), service, oracle))
        for provider in PROVIDING
        for service in posture.wished
        for filed in (False, True)
    )


def is_off(answer: Answer) -> bool:
    """Say whether an answer is off, under every reading."""
    return answer.is_certain and answer.values == ("off",)


def _all(services: frozenset[Service], oracle: Oracle) -> Iterator[Posture]:
    for count in range(len(SWITCHES) + 1):
        for variables in combinations(SWITCHES, count):
            chosen = SetUp(dict.fromkeys(variables, ONE))
            besides = {
                service
                for service in frozenset(OPT_OUTS) - services
                if is_off(sent(chosen, service, oracle))
            }
            yield Posture(services, variables, frozenset(besides))
