"""Snapshots of arguments: cheap to take, and enough to tell whether a target changed them."""

from __future__ import annotations

import marshal
from dataclasses import fields
from datetime import datetime
from itertools import chain
from operator import attrgetter, is_
from typing import TYPE_CHECKING, Any, Final

from datausage.oracle import facts, situations
from datausage.oracle.situations import Account, Event, Material, Session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

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
    """What the arguments of some calls held before the first of them.

    Mappings are plain data, and are kept as bytes; of objects, the fields are. All of them are
    taken together, and usually nothing was changed: neither needs a loop in Python.
    """

    __slots__ = ("_bytes", "_calls", "_contents", "_mappings", "_objects")

    def __init__(self, calls: Sequence[dict[str, Any]]) -> None:
        """Keep what the arguments of the calls hold now."""
        values = list(chain.from_iterable(map(dict.values, calls)))
        groups = [value for value in values if type(value) is tuple]
        values += chain.from_iterable(groups)
        self._calls = calls
        self._mappings = [value for value in values if type(value) is dict]
        self._bytes = marshal.dumps(self._mappings, _VERSION)
        # All else cannot change, or we know nothing about it: only its identity counts.
        self._objects = {
            kind: [value for value in values if type(value) is kind]
            for kind in _FIELDS.keys() & set(map(type, values))
        }
        self._contents = {
            kind: list(map(_FIELDS[kind], some)) for kind, some in self._objects.items()
        }

    def changes(self) -> dict[int, list[str]]:
        """Return, by number of the call, the names of the arguments that are not as they were."""
        if self._untouched():
            return {}
        # What was put there instead may be equal to what was there before.
        held = marshal.loads(self._bytes)  # noqa: S302 - written above
        was: dict[int, Any] = dict(zip(map(id, self._mappings), held, strict=True))
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
            if marshal.dumps(self._mappings, _VERSION) != self._bytes:
                return False
            return all(map(self._same_fields, self._objects))
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
        return _same(value, was[id(value)])
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
