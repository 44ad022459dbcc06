"""Which service is on at which provider, with which switch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from datausage.oracle.facts import Service
from datausage.oracle.switches import OPT_OUTS, UMBRELLA, USE_BEDROCK, USE_VERTEX
from datausage.oracle.verdicts import Oracle
from datausage.spec.pictures.cells import cell
from datausage.spec.pictures.drawing import Drawing, Item, Stroke, Words
from datausage.universe.tables import tabulated, turning

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from datausage.oracle.verdicts import Verdict
    from datausage.policy.edition import Edition
    from datausage.universe.spaces import Value

_PROVIDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "API": (),
    "Bedrock": (USE_BEDROCK,),
    "Vertex": (USE_VERTEX,),
    "both set": (USE_BEDROCK, USE_VERTEX),
}
_SERVICES: Final = tuple(Service)
_NOTHING, _OWN, _COMMON = "no switch is set", "its own switch is 1", "the common switch is 1"
_WIDTH, _LABELS, _COLUMN, _ROW, _TOP, _GAP = 720, 108, 49, 40, 58, 12
_PANEL = _COLUMN * len(_PROVIDERS)

Cells = dict[tuple[str, str, str], "tuple[str, tuple[str, ...]]"]
"""The word in a cell and the open points it turns on, by switch, service and provider."""


def drawn(edition: Edition) -> Drawing:
    """Return the matrix, made of a decision table."""
    cells = _cells(Oracle(edition))
    items: list[Item] = [
        Words(0, _TOP + n * _ROW + 24, _named(service), bold=True)
        for n, service in enumerate(_SERVICES)
    ]
    for number, switch in enumerate((_NOTHING, _OWN, _COMMON)):
        items += _panel(switch, _LABELS + number * (_PANEL + _GAP), cells)
    points = dict.fromkeys(point for _, turns_on in cells.values() for point in turns_on)
    return Drawing(
        id="traffic",
        title="Which service is on",
        description="Three panels, by which switch is set; in each, four services by the provider "
        "that is selected. The table below says the same in words.",
        caption="Filled: the service is on. Empty: it is off. Hatched: the page leaves it open "
        f"({', '.join(points)}). Dotted: the page says nothing. API is the "
        "vendor's own; both set: the variables of both cloud providers are 1.",
        width=_WIDTH,
        height=_TOP + _ROW * len(_SERVICES) + 2,
        items=tuple(items),
        heads=("service", "switch", *_PROVIDERS),
        rows=tuple(_rows(cells)),
        narrowest=680,
    )


def _named(service: Service) -> str:
    return service.replace("-", " ")


def _cells(oracle: Oracle) -> Cells:
    variables = (USE_BEDROCK, USE_VERTEX, UMBRELLA, *OPT_OUTS.values())
    given: dict[str, tuple[Value, ...]] = dict.fromkeys(variables, (None, "1"))
    table = tabulated("traffic", "traffic", ("service", *variables), oracle, given=given)
    found: Cells = {}
    for service in _SERVICES:
        for provider, selecting in _PROVIDERS.items():
            for switch, switching in _switches(service).items():
                on = {*selecting, *switching}
                point = (str(service), *("1" if name in on else None for name in variables))
                found[switch, service, provider] = _word(table[point])
    return found


def _switches(service: Service) -> Mapping[str, tuple[str, ...]]:
    own = {_OWN: (OPT_OUTS[service],)} if service in OPT_OUTS else {}
    return {_NOTHING: (), **own, _COMMON: (UMBRELLA,)}


def _word(found: Verdict) -> tuple[str, tuple[str, ...]]:
    if found.silent:
        return "not said", ()
    return ("open", turning(found)) if found.open else (next(iter(found.permitted)), ())


def _panel(switch: str, x: float, cells: Cells) -> Iterator[Item]:
    yield Words(x, 16, switch, bold=True)
    yield Stroke(f"M{x:g} 24h{_PANEL - 3}", "line")
    for column, provider in enumerate(_PROVIDERS):
        left = x + column * _COLUMN
        yield Words(left + (_COLUMN - 3) / 2, 44, provider, size=11, anchor="middle", fill="soft")
        for row, service in enumerate(_SERVICES):
            if found := cells.get((switch, service, provider)):
                yield from cell(found[0], left, _TOP + row * _ROW, (_COLUMN - 3, _ROW - 3))
            elif not column:
                middle = x + _PANEL / 2
                y = _TOP + row * _ROW + 24
                yield Words(middle, y, "it has no switch of its own", "soft", 12, "middle")


def _rows(cells: Cells) -> Iterator[tuple[str, ...]]:
    for service in _SERVICES:
        for switch in _switches(service):
            said = (cells[switch, service, provider] for provider in _PROVIDERS)
            yield (
                _named(service),
                switch,
                *(f"{word}: {', '.join(points)}" if points else word for word, points in said),
            )
