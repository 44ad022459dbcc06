"""Snapshots of arguments: cheap to take, and enough to tell whether a target changed them."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from itertools import chain
from operator import attrgetter, is_
from typing import TYPE_CHECKING, Any, Final

from datausage.oracle import facts, situations
from datausage.oracle.situations import Account, Event, Material, Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_WORDS: Final = frozenset(
    kind
    for module in (facts, situations)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, str)
)
_FIXED: Final = frozenset({str, bool, int, float, type(None), datetime}) | _WORDS
"""Types of values that cannot change, most of which are words of a vocabulary."""
_FROZEN: Final = frozenset({Account, Event, Material, Session})
"""Types of which no field holds what can change; but a target may get around their being frozen."""


class _Held:
    """What could be changed of one type, and what was in each."""

    __slots__ = ("contents", "take", "values")

    def __init__(self, take: Callable[[Any], Any]) -> None:
        self.take = take
        self.values: list[Any] = []
        self.contents: list[Any] = []

    def untouched(self) -> bool:
        """Say whether the same objects are in all of them, in the same order."""
        values, contents = self.values, self.contents
        try:
            if self.take is dict.copy:
                return (
                    list(map(len, values)) == list(map(len, contents))
                    and _same_objects(map(dict.values, values), map(dict.values, contents))
                    and _same_objects(values, contents)
                )
            now = list(map(self.take, values))
        except (AttributeError, RuntimeError):
            # A frozen object can be robbed of a field, with some effort; and what a target has
            # left behind may still be changing things.
            return False
        return list(map(len, now)) == list(map(len, contents)) and _same_objects(now, contents)


def _same_objects(now: Iterable[Iterable[Any]], before: Iterable[Iterable[Any]]) -> bool:
    return all(map(is_, chain.from_iterable(now), chain.from_iterable(before)))


class Snapshots:
    """What the arguments of one call after the other held when it was made.

    Whatever a target could change is kept with what was in it, sharing nothing that a target
    could change. Usually nothing was: that is told of all calls together, without a loop in
    Python.
    """

    __slots__ = ("_calls", "_held", "_keep_content", "_keep_dict")

    def __init__(self) -> None:
        """Begin without any call."""
        self._calls: list[Mapping[str, Any]] = []
        self._held = {kind: _Held(take) for kind, take in _CONTENT.items()}
        # Most of what can be changed are mappings.
        self._keep_dict = self._held[dict].values.append
        self._keep_content = self._held[dict].contents.append

    def take(self, given: Mapping[str, Any]) -> None:
        """Keep what the arguments of the next call hold now."""
        self._calls.append(given)
        self._hold_all(given.values())

    def _hold_all(self, values: Iterable[Any]) -> None:
        for value in values:
            kind = type(value)
            if kind is str:
                continue
            if kind is dict:
                content = value.copy()
                self._keep_dict(value)
                self._keep_content(content)
                self._hold_all(content.values())
            elif kind not in _FIXED:
                self._hold(value)

    def _hold(self, value: Any) -> None:
        kind = type(value)
        if kind is tuple:
            self._hold_group(value)
        elif (held := self._held.get(kind)) is not None:
            content = held.take(value)
            held.values.append(value)
            held.contents.append(content)
            if kind is list:
                self._hold_group(content)
        # We know nothing about anything else; only its identity counts.

    def _hold_group(self, values: tuple[Any, ...]) -> None:
        kinds = set(map(type, values))
        if len(kinds) == 1 and (kind := kinds.pop()) in _FROZEN:
            held = self._held[kind]
            held.values += values
            held.contents += map(held.take, values)
            return
        self._hold_all(values)

    def changes(self) -> dict[int, list[str]]:
        """Return, by number of the call, the names of the arguments that are not as they were."""
        if all(held.untouched() for held in self._held.values()):
            return {}
        # What was put there instead may be equal to what was there before.
        contents = {
            id(value): content
            for held in self._held.values()
            for value, content in zip(held.values, held.contents, strict=True)
        }
        found = {
            number: [name for name, value in given.items() if not _same(value, value, contents)]
            for number, given in enumerate(self._calls)
        }
        return {number: names for number, names in found.items() if names}


def _same_content(value: Any, content: Any, contents: Mapping[int, Any]) -> bool:
    """Say whether equal things are in it; nothing of a target's own making is asked about that."""
    if type(value) is not dict:
        try:
            now = _CONTENT.get(type(value), tuple)(value)
        except AttributeError:
            return False
        return len(now) == len(content) and all(
            _same(one, other, contents) for one, other in zip(now, content, strict=True)
        )
    if len(value) != len(content) or any(type(key) is not str for key in value):
        return False
    return value.keys() == content.keys() and all(
        _same(value[key], was, contents) for key, was in content.items()
    )


def _same(value: Any, was: Any, contents: Mapping[int, Any]) -> bool:
    """Say whether a value is the one that was there, or equal to that one as it was."""
    kind = type(value)
    if kind is not type(was):
        return False
    if kind in _FIXED:
        return bool(value == was)
    if kind is tuple:
        return _same_content(value, was, contents)
    if id(was) in contents:
        return _same_content(value, contents[id(was)], contents)
    return value is was


_CONTENT: Final[dict[type, Callable[[Any], Any]]] = {
    dict: dict.copy,
    list: tuple,
    **{kind: attrgetter(*(field.name for field in fields(kind))) for kind in _FROZEN},
}
