"""Which services may send something from the machine, and which switch decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from datausage.oracle.facts import Provider, Service
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.situations import Configured, Sending
from datausage.oracle.switches import NONESSENTIAL, OPT_OUT_RULES, OPT_OUTS
from datausage.setup.accounts import UNKNOWN
from datausage.setup.answers import Answer, united
from datausage.setup.set_up import SELECTING, relevant, settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.oracle.verdicts import Oracle
    from datausage.setup.answers import Facts
    from datausage.setup.set_up import SetUp

SENTENCES_ON_THE_MODEL: Final = ("s-tgyagc", "s-ej4q8k")
"""That prompts and outputs travel to the model is a fact of the page, and no rule."""

_TRAFFIC: Final = QUESTIONS["traffic"].aspects[0]
_PROVIDER: Final = QUESTIONS["provider"].aspects[0]


@dataclass(frozen=True, slots=True)
class Egress:
    """Who serves the requests, and which services are on: as it is set, and by provider."""

    provider: Answer
    services: Mapping[Service, Answer]
    by_provider: Mapping[Provider, Mapping[Service, Answer]]


def egress(found: SetUp, oracle: Oracle, told: str | None = None) -> Egress:
    """Return what may leave the machine.

    Args:
        found: what is set.
        oracle: what gives the verdicts.
        told: who serves the requests; None to go by the variables, ``unknown`` for any.
    """
    possible = _possible(found, told)
    return Egress(
        provider=_provider(possible, oracle),
        services={service: _sent(possible, service, oracle) for service in Service},
        by_provider={
            one: {service: _sent(_possible(found, one), service, oracle) for service in Service}
            for one in Provider
        },
    )


def sent(found: SetUp, service: Service, oracle: Oracle) -> Answer:
    """Return whether a service is on, as it is set."""
    return _sent(_possible(found, None), service, oracle)


def _possible(found: SetUp, told: str | None) -> Mapping[Facts, SetUp]:
    if told == UNKNOWN:
        return {(("provider", str(one)),): found.with_provider(one) for one in Provider}
    return {(): found if told is None else found.with_provider(Provider(told))}


def _provider(possible: Mapping[Facts, SetUp], oracle: Oracle) -> Answer:
    situations = (
        ((*supposed, *facts), Configured(found.process, settings(filed)))
        for supposed, found in possible.items()
        for facts, filed in found.alternatives(SELECTING.values())
    )
    return united(_PROVIDER, situations, oracle)


def _sent(possible: Mapping[Facts, SetUp], service: Service, oracle: Oracle) -> Answer:
    situations = (
        ((*supposed, *facts), Sending(found.process, settings(filed), service))
        for supposed, found in possible.items()
        for facts, filed in found.alternatives(relevant(service))
    )
    return united(_TRAFFIC, situations, oracle)


def deciding(found: SetUp, answer: Answer, told: str | None = None) -> tuple[str, ...]:
    """Return the variables that are set somewhere and by whose rules an answer came about.

    Where somebody told who serves the requests, no variable did.
    """
    switches = [(OPT_OUTS[service], rule) for service, rule in OPT_OUT_RULES.items()]
    return tuple(
        variable
        for variable, rule in (*switches, *NONESSENTIAL)
        if rule in answer.rules and found.reaches(variable)
        if told is None or variable not in SELECTING.values()
    )
