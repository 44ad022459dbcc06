"""The egress matrix of a set-up: which service may be on, as it is set and by provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from datausage.oracle.facts import Provider, Service
from datausage.spec.pictures.cells import cell
from datausage.spec.pictures.drawing import Drawing, Item, Words, horizontal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.setup.answers import Answer
    from datausage.setup.egress import Egress

NAMES: Final[Mapping[Provider, str]] = {
    Provider.CLAUDE_API: "Claude API",
    Provider.BEDROCK: "Bedrock",
    Provider.VERTEX: "Vertex",
}
AS_SET: Final = "as it is set"
_LABELS, _COLUMN, _ROW, _TOP, _GAP = 140, 136, 40, 34, 20


def drawn(leaving: Egress) -> Drawing:
    """Return the matrix; the same stands in it as a table."""
    columns: dict[str, Mapping[Service, Answer]] = {AS_SET: leaving.services}
    columns |= {NAMES[one]: leaving.by_provider[one] for one in Provider}
    items: list[Item] = [
        Words(0, _TOP + row * _ROW + 24, service.replace("-", " "), bold=True)
        for row, service in enumerate(Service)
    ]
    for number, (name, services) in enumerate(columns.items()):
        x = _LABELS + number * _COLUMN + (_GAP if number else 0)
        items += [Words(x, 16, name, bold=not number), horizontal(x, 24, _COLUMN - 6)]
        for row, service in enumerate(Service):
            size = (_COLUMN - 6, _ROW - 4)
            items += cell(word(services[service]), x, _TOP + row * _ROW, size)
    return Drawing(
        id="egress",
        title="What may leave the machine",
        description="Four services in rows; in columns what holds as it is set, and what would "
        "hold with each provider. The table below says the same in words.",
        caption="Filled: the service is on. Empty: it is off. Hatched: that is open, or turns on "
        "what is not known. Dotted: the page says nothing.",
        width=_LABELS + len(columns) * _COLUMN + _GAP,
        height=_TOP + _ROW * len(Service),
        items=tuple(items),
        heads=("service", *columns),
        rows=tuple(
            (str(service), *(word(services[service]) for services in columns.values()))
            for service in Service
        ),
    )


def word(answer: Answer) -> str:
    """Return the word of a cell: on, off, open or not said."""
    if answer.is_certain:
        return answer.values[0]
    return "open" if answer.values else "not said"
