"""What is set: known variables of the process environment and of the settings files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from datausage.oracle.facts import Provider, Service
from datausage.oracle.switches import NONESSENTIAL, OPT_OUTS, USE_BEDROCK, USE_VERTEX, VARIABLES
from datausage.setup.settings_file import ENV, SettingsFile, read
from datausage.setup.values import Value, of_process

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from datausage.setup.answers import Facts
    from datausage.setup.places import Place

SELECTING: Final = {Provider.BEDROCK: USE_BEDROCK, Provider.VERTEX: USE_VERTEX}
"""The variable that selects each cloud provider."""

ONE: Final = Value("1")
_IMAGINED: Final = (ONE, Value("0"))
"""What stands for anything a file may hold that nobody has read: what sets, and what may not."""

Alternative = tuple["Facts", dict[str, Any]]
"""What is supposed of variables in settings files, and what the files then hold together."""


@dataclass(frozen=True, slots=True)
class SetUp:
    """The known variables of a process environment, and the settings files that were looked at.

    What files hold of the ``settled`` variables is left out of account.
    """

    environment: Mapping[str, Value]
    files: tuple[SettingsFile, ...] = ()
    settled: frozenset[str] = frozenset()

    @property
    def process(self) -> dict[str, str]:
        """The environment as the oracle is asked about it."""
        return {name: value.content for name, value in self.environment.items()}

    @property
    def unread(self) -> tuple[SettingsFile, ...]:
        """The files that are there, and of which nobody knows what they hold."""
        return tuple(file for file in self.files if file.unread)

    def filed(self, variable: str) -> tuple[Value, ...]:
        """Return the values that settings files give a variable: one for each way to read it."""
        found: dict[object, Value] = {}
        for file in self.files:
            for entry in file.entries:
                if entry.variable == variable:
                    found.setdefault(entry.value.reading, entry.value)
        return tuple(found.values())

    def alternatives(self, variables: Iterable[str]) -> Iterator[Alternative]:
        """Yield what settings files may hold of some variables, as far as it is open.

        Where files differ, the value of any of them may count; a file that is not read may hold
        anything.
        """
        choices = [self._choices(variable) for variable in variables]
        for chosen in product(*choices):
            facts = tuple((fact, value.text if value else "not set") for _, fact, value in chosen)
            yield (
                tuple((name, text) for name, text in facts if name),
                {variable: value.content for variable, _, value in chosen if value},
            )

    def _choices(self, variable: str) -> list[tuple[str, str, Value | None]]:
        """Return a variable's possible values, each with the name of the fact that it is so."""
        values: tuple[Value | None, ...] = ()
        if variable not in self.settled:
            values = self.filed(variable)
            if self.unread:
                values = (*(values or (None,)), *(v for v in _IMAGINED if v not in values))
        if len(values) < 2:
            return [(variable, "", value) for value in values or (None,)]
        where = "a file that is not read" if self.unread else "several files, see settings-form"
        return [(variable, f"{variable} in {where}", value) for value in values]

    def with_provider(self, provider: Provider) -> SetUp:
        """Return the same with one provider selected, whatever was."""
        environment = {n: v for n, v in self.environment.items() if n not in SELECTING.values()}
        if provider in SELECTING:
            environment[SELECTING[provider]] = ONE
        return SetUp(environment, self.files, self.settled.union(SELECTING.values()))

    def with_variable(self, variable: str, value: Value | None) -> SetUp:
        """Return the same with another value in the process environment, or without one."""
        environment = {n: v for n, v in self.environment.items() if n != variable}
        if value is not None:
            environment[variable] = value
        return replace(self, environment=environment)

    def reaches(self, variable: str) -> tuple[str, ...]:
        """Return the names of the places in which a variable stands."""
        files = (
            file.place.label
            for file in self.files
            if any(entry.variable == variable for entry in file.entries)
        )
        here = ("the environment",) if variable in self.environment else ()
        return (*here, *files)


def found(environment: Mapping[str, str], places: Iterable[Place]) -> SetUp:
    """Return what is set: nothing but the known variables is asked for or kept."""
    known = ((name, environment.get(name)) for name in VARIABLES)
    kept = {name: of_process(text) for name, text in known if text is not None}
    return SetUp(kept, tuple(map(read, places)))


def relevant(service: Service) -> tuple[str, ...]:
    """Return the variables on which it may depend whether a service is on."""
    own = OPT_OUTS[Service.METRICS if service is Service.SURVEYS else service]
    return (own, *(variable for variable, _ in NONESSENTIAL))


def settings(filed: dict[str, Any]) -> dict[str, Any]:
    """Return what the oracle is asked about for variables in settings files."""
    return {ENV: filed} if filed else {}
