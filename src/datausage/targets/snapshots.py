"""Snapshots of arguments: cheap to take, and enough to tell whether a target changed them."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from enum import Enum
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from datausage.oracle.situations import Account, Event, Material, Session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Snapshot = tuple[Any, ...]

_LEAVES: Final = frozenset({str, bool, int, float, type(None), datetime})


def snapshot(given: Mapping[str, Any]) -> Snapshot:
    """Return what arguments hold now, sharing nothing with them that a target could change."""
    return tuple([_taken(value) for value in given.values()])


def changed(given: Mapping[str, Any], before: Snapshot) -> list[str]:
    """Return the names of the arguments that are not as they were."""
    return [
        name
        for (name, value), was in zip(given.items(), before, strict=True)
        if not _is_as(value, was)
    ]


def _taken(value: Any) -> Any:
    kind = type(value)
    if kind in _LEAVES:
        return value
    if kind is dict:
        # Most hold plain values only; those are copied, which is several times faster.
        if _LEAVES.issuperset(map(type, value.values())):
            return value.copy()
        return {key: _taken(item) for key, item in value.items()}
    take = _TAKE.get(kind)
    if take is not None:
        return take(value)
    # Words of a vocabulary cannot change; of anything else only the identity counts.
    return value if isinstance(value, Enum) else _Same(value)


def _is_as(value: Any, was: Any) -> bool:
    """Say whether a value is as it was; nothing of a target's own making is asked about that."""
    kind = type(value)
    if kind is dict and type(was) is dict:
        if _LEAVES.issuperset(map(type, value.values())):
            return bool(value == was)
        return value.keys() == was.keys() and all(_is_as(value[key], was[key]) for key in was)
    return bool(_taken(value) == was)


def _sequence(value: list[Any] | tuple[Any, ...]) -> Snapshot:
    return tuple([_taken(item) for item in value])


class _Same:
    """Stands for an object that we know nothing about, and never compare by its own means."""

    __slots__ = ("_of",)

    def __init__(self, of: object) -> None:
        self._of = of

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other._of is self._of

    def __hash__(self) -> int:
        return id(self._of)


_TAKE: Final[dict[type, Callable[[Any], Any]]] = {
    list: _sequence,
    tuple: _sequence,
    # Frozen, and of frozen fields; but a target may get around that.
    **{
        kind: attrgetter(*(field.name for field in fields(kind)))
        for kind in (Account, Event, Material, Session)
    },
}
