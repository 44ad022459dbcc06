"""Risks that lie between places: two values, two providers, an opt-out that does not reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from datausage.oracle.switches import OPT_OUTS, UMBRELLA, USE_BEDROCK, USE_VERTEX, VARIABLES
from datausage.setup.findings import ENVIRONMENT, Finding, Level
from datausage.setup.readings import may_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from datausage.policy.edition import Edition
    from datausage.setup.places import Place
    from datausage.setup.set_up import SetUp
    from datausage.setup.values import Value

REACH: Final[Mapping[str, str]] = {
    "project": "everybody who works in this repository, and nobody elsewhere",
    "local": "you in this copy of the repository, and nobody else",
    "user": "you in every repository on this machine, and nobody else",
    "managed": "everybody on this machine, and nowhere else",
    ENVIRONMENT: "processes that inherit this environment, and no others",
}
"""Whom a variable reaches, by the scope of the place where it stands."""

MOST_NAMED: Final = 6
"""How many places of one variable are named in a sentence."""


class _Standing(NamedTuple):
    place: Place | None
    line: int
    value: Value

    @property
    def where(self) -> str:
        return f"{self.place.label}:{self.line}" if self.place else f"the {ENVIRONMENT}"

    @property
    def scope(self) -> str:
        return self.place.scope if self.place else ENVIRONMENT


def across(found: SetUp, edition: Edition, *, here: bool) -> Iterator[Finding]:
    """Yield what is risky between places; ``here`` if the environment was looked at."""
    standing = {variable: _standing(found, variable) for variable in VARIABLES}
    for variable, places in standing.items():
        if len({place.value.counting for place in places}) > 1:
            yield _two_values(variable, places)
    bedrock, vertex = (
        [place for place in standing[variable] if may_count(variable, place.value, edition)]
        for variable in (USE_BEDROCK, USE_VERTEX)
    )
    if bedrock and vertex:
        yield _both(bedrock[-1], vertex[-1])
    for variable in (UMBRELLA, *OPT_OUTS.values()):
        scopes = {place.scope for place in standing[variable]}
        if len(scopes) == 1 and (here or scopes == {"local"}):
            yield _alone(variable, standing[variable][0])


def _standing(found: SetUp, variable: str) -> list[_Standing]:
    value = found.environment.get(variable)
    here = [] if value is None else [_Standing(None, 1, value)]
    filed = [
        _Standing(file.place, entry.member.line, entry.value)
        for file in found.files
        for entry in file.entries
        if entry.variable == variable
    ]
    return [*here, *filed]


def _two_values(variable: str, places: list[_Standing]) -> Finding:
    named = [f"{place.value.text} in {place.where}" for place in places[:MOST_NAMED]]
    more = len(places) - len(named)
    told = " and ".join([*named, f"others in {more} more places"] if more else named)
    filed = [place for place in places if place.place]
    points = ["settings-precedence"] if len(filed) < len(places) else []
    if len({place.value.counting for place in filed}) > 1:
        points.append("settings-form")
    return Finding(
        "two-values",
        Level.WARNING,
        filed[-1].place,
        f"{variable} is {told}",
        f"the page does not say which of them counts ({', '.join(points)})",
        "give it the same value everywhere",
        filed[-1].line,
    )


def _both(bedrock: _Standing, vertex: _Standing) -> Finding:
    at = vertex if vertex.place or not bedrock.place else bedrock
    return Finding(
        "both-providers",
        Level.WARNING,
        at.place,
        f"{USE_BEDROCK} (in {bedrock.where}) and {USE_VERTEX} (in {vertex.where}) are both set",
        "the page does not say who serves the requests then (both-providers), and with that whose "
        "terms hold for the data",
        "keep the one that is meant",
        at.line,
    )


def _alone(variable: str, place: _Standing) -> Finding:
    return Finding(
        "one-place-only",
        Level.NOTE,
        place.place,
        f"{variable} is set in {place.where} alone",
        f"it reaches {REACH[place.scope]} (settings-count says that either place counts, once "
        "the client gets it)",
        "set it in the settings of the repository or of the machine as well, if others are meant",
        place.line,
    )
