"""One decision in many engines: is a service on, given the provider and four switches?

There are 144 cells: three providers, three services, and every combination of the three opt-outs
and the umbrella. What an engine needs is made before it is timed.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from benchmarks.asked import EDITION
from datausage.oracle.facts import Service
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.situations import Sending
from datausage.oracle.switches import OPT_OUTS, UMBRELLA, USE_BEDROCK, USE_VERTEX
from datausage.oracle.verdicts import Oracle
from datausage.universe.tables import tabulated

if TYPE_CHECKING:
    from collections.abc import Callable

    from datausage.universe.spaces import Value

Cell = tuple[str, str, bool, bool, bool, bool]
"""Provider, service, and whether metrics, error reports, bug reports and all are opted out of."""

NAMES: Final = ("provider", "service", "metrics", "errors", "bugs", "umbrella")
VARIABLES: Final = {"bedrock": USE_BEDROCK, "vertex": USE_VERTEX}
SWITCHES: Final = (*OPT_OUTS.values(), UMBRELLA)
_BOTH: Final = (False, True)
CELLS: Final[tuple[Cell, ...]] = tuple(
    product(("none", *VARIABLES), map(str, OPT_OUTS), _BOTH, _BOTH, _BOTH, _BOTH)
)


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine: ``prepare`` returns what decides all cells, ``read`` makes a result on or off.

    ``module`` is what has to be importable, and ``package`` what to install for that.
    """

    name: str
    prepare: Callable[[], Callable[[], list[Any]]]
    read: Callable[[Any], str]
    module: str = "datausage"
    package: str = "datausage"

    @property
    def installed(self) -> bool:
        """Whether the engine can be asked here."""
        return find_spec(self.module) is not None


def situations() -> list[Sending]:
    """Return the situation of every cell."""
    return [
        Sending(
            {
                name: "1"
                for name, given in zip(
                    (*VARIABLES.values(), *SWITCHES),
                    (*(provider == name for name in VARIABLES), *switches),
                    strict=True,
                )
                if given
            },
            {},
            Service(service),
        )
        for provider, service, *switches in CELLS
    ]


def _verdicts() -> Callable[[], list[Any]]:
    (aspect,), built = QUESTIONS["traffic"].aspects, situations()
    verdict = Oracle(EDITION).verdict
    return lambda: [verdict(aspect, situation) for situation in built]


def _table() -> Callable[[], list[Any]]:
    variables = (*VARIABLES.values(), *SWITCHES)
    given: dict[str, tuple[Value, ...]] = dict.fromkeys(variables, (None, "1"))
    table = tabulated("traffic", "traffic", ("service", *variables), Oracle(EDITION), given=given)
    keys = [
        (one.service.value, *(one.environment.get(name) for name in variables))
        for one in situations()
    ]
    # The facts that every other engine gets, too.
    lookup = dict(zip(CELLS, map(table.lookup, keys), strict=True)).__getitem__
    asked: list[Any] = [(*cell,) for cell in CELLS]
    return lambda: list(map(lookup, asked))


def certain(found: Any) -> str:
    """Return the one answer of a verdict."""
    (answer,) = found.certain
    return str(answer)


def _plainly(cell: Cell) -> str:
    provider, service, metrics, errors, bugs, umbrella = cell
    if umbrella or provider != "none":
        return "off"
    if service == "metrics":
        return "off" if metrics else "on"
    if service == "error-reports":
        return "off" if errors else "on"
    return "off" if bugs else "on"


def _function() -> Callable[[], list[Any]]:
    return lambda: [_plainly(cell) for cell in CELLS]


OURS: Final = (
    Engine("verdict", _verdicts, certain),
    Engine("table", _table, certain),
    Engine("plain function", _function, str),
)
