"""All planted faults: those of each part in the page's order, and then those of other kinds."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final

from datausage.strength.planted import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PARTS: Final = (
    "choosing",
    "training",
    "commercial",
    "reports",
    "surveys",
    "retention",
    "presence",
    "cloud",
    "telemetry",
    "switches",
    "defaults",
    "handover",
    "days",
    "pasts",
    "remembering",
    "spelling",
    "unrelated",
    "threes",
    "fours",
)
"""The modules of ``datausage.strength.faults``, in which every fault of a module is found."""


def _found() -> Iterator[Fault]:
    for part in PARTS:
        module = import_module(f"datausage.strength.faults.{part}")
        yield from (value for value in vars(module).values() if isinstance(value, Fault))


FAULTS: Final = tuple(_found())


@cache
def by_name() -> Mapping[str, Fault]:
    """Return the planted faults by name."""
    return {fault.name: fault for fault in FAULTS}
