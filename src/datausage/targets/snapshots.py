"""Snapshots of arguments: cheap to take, and enough to tell whether a target changed them."""

from __future__ import annotations

import marshal
from dataclasses import fields
from datetime import datetime
from itertools import chain, repeat
from operator import attrgetter, is_
from typing import TYPE_CHECKING, Any, Final

from datausage.oracle import facts, situations
from datausage.oracle.situations import Account, Event, Material, Session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_WORDS: Final = frozenset(
    kind
    for module in (facts, situations)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, str)
)
_FIXED: Final = frozenset({str, bool, int, float, type(None), datetime}) | _WORDS
"""Types of values that cannot change, most of which are words of a vocabulary."""

_FIELDS: Final[dict[type, Callable[[Any], Any]]] = {
    kind: attrgetter(*(field.name for field in fields(kind)))
    for kind in (Account, Event, Material, Session)
}
"""Types that are frozen, and whose fields cannot change; but a target may get around that."""

_VERSION: Final = 2
"""The newest format of ``marshal`` that is the same whoever else refers to what is written."""


class Snapshots:
    """What the arguments of one call after the other held when it was made.

    Mappings are plain data, and are kept as bytes; of objects, the fields are. Usually nothing was
    changed: that is told of all calls together, without a loop in Python.
    """

    __slots__ = ("_bytes", "_calls", "_contents", "_mappings", "_objects")

    def __init__(self) -> None:
        """Begin without any call."""
        self._calls: list[Mapping[str, Any]] = []
        self._mappings: list[dict[str, Any]] = []
        self._bytes: list[bytes] = []
        self._objects: dict[type, list[Any]] = {kind: [] for kind in _FIELDS}
        self._contents: dict[type, list[Any]] = {kind: [] for kind in _FIELDS}

    def take(self, given: Mapping[str, Any]) -> None:
        """Keep what the arguments of the next call hold now."""
        self._calls.append(given)
        for value in given.values():
            kind = type(value)
            if kind is dict:
                self._mappings.append(value)
                self._bytes.append(marshal.dumps(value, _VERSION))
            elif kind is tuple:
                self._take_group(value)
            elif (fields_of := _FIELDS.get(kind)) is not None:
                self._objects[kind].append(value)
                self._contents[kind].append(fields_of(value))
            # All else cannot change, or we know nothing about it: only its identity counts.

    def _take_group(self, values: tuple[Any, ...]) -> None:
        kinds = set(map(type, values))
        for kind in kinds.intersection(_FIELDS):
            some = values if len(kinds) == 1 else [one for one in values if type(one) is kind]
            self._objects[kind] += some
            self._contents[kind] += map(_FIELDS[kind], some)

    def changes(self) -> dict[int, list[str]]:
        """Return, by number of the call, the names of the arguments that are not as they were."""
        if self._untouched():
            return {}
        # What was put there instead may be equal to what was there before.
        was: dict[int, Any] = dict(zip(map(id, self._mappings), self._bytes, strict=True))
        for kind, objects in self._objects.items():
            was.update(zip(map(id, objects), self._contents[kind], strict=True))
        found = {
            number: [name for name, value in given.items() if not _as_it_was(value, was)]
            for number, given in enumerate(self._calls)
        }
        return {number: names for number, names in found.items() if names}

    def _untouched(self) -> bool:
        """Say whether nothing has changed at all."""
        try:
            if list(map(marshal.dumps, self._mappings, repeat(_VERSION))) != self._bytes:
                return False
            return all(map(self._same_fields, _FIELDS))
        except Exception:  # noqa: BLE001 - a target may have put anything there, or taken a field
            return False

    def _same_fields(self, kind: type) -> bool:
        now = map(_FIELDS[kind], self._objects[kind])
        return all(map(is_, *map(chain.from_iterable, (now, self._contents[kind]))))


def _as_it_was(value: Any, was: Mapping[int, Any]) -> bool:
    """Say whether an argument holds what it held; nothing of a target's making is asked that."""
    kind = type(value)
    if kind is tuple:
        return all(_as_it_was(item, was) for item in value)
    if id(value) not in was:
        return True
    if kind is dict:
        return _same(value, marshal.loads(was[id(value)]))  # noqa: S302 - written above
    try:
        now = _FIELDS[kind](value)
    except AttributeError:
        return False
    return _same(now, was[id(value)])


def _same(value: Any, was: Any) -> bool:
    """Say whether a value is equal to plain data, or to the fields of an object."""
    kind = type(value)
    if kind is not type(was):
        return False
    if kind is dict:
        return (
            len(value) == len(was)
            and all(type(key) is str for key in value)
            and value.keys() == was.keys()
            and all(_same(value[key], one) for key, one in was.items())
        )
    if kind is list or kind is tuple:
        return len(value) == len(was) and all(map(_same, value, was))
    return value is was or (kind in _FIXED and bool(value == was))
