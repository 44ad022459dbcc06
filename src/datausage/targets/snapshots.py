"""Snapshots of arguments: cheap to take, and enough to tell whether a target changed them."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from operator import attrgetter, is_
from typing import TYPE_CHECKING, Any, Final

from datausage.oracle import facts, situations
from datausage.oracle.situations import Account, Event, Material, Session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Snapshot = list[tuple[str, Any, Any]]
"""Whatever a target could change: the argument that holds it, the object, what was in it."""

_WORDS: Final = frozenset(
    kind
    for module in (facts, situations)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, str)
)
_FIXED: Final = frozenset({str, bool, int, float, type(None), datetime}) | _WORDS
"""Types of values that cannot change, most of which are words of a vocabulary."""
_HOLDING: Final = frozenset({dict, list, tuple})


def snapshot(given: Mapping[str, Any]) -> Snapshot:
    """Return what arguments hold now, sharing nothing with them that a target could change."""
    held: Snapshot = []
    for name, value in given.items():
        if type(value) not in _FIXED:
            _hold(name, value, held)
    return held


def changed(before: Snapshot) -> list[str]:
    """Return the names of the arguments that are not as they were."""
    found = [name for name, value, content in before if not _untouched(value, content)]
    if not found:
        return found
    # What was put there instead may be equal to what was there before.
    contents = {id(value): content for _, value, content in before}
    found = [name for name, value, content in before if not _same_content(value, content, contents)]
    return list(dict.fromkeys(found))


def _hold(name: str, value: Any, held: Snapshot) -> None:
    kind = type(value)
    take = _CONTENT.get(kind)
    if take is None:
        # We know nothing about it; only its identity counts.
        return
    content = take(value)
    if kind is not tuple:
        held.append((name, value, content))
    if kind in _HOLDING:
        for item in content.values() if kind is dict else content:
            if type(item) not in _FIXED:
                _hold(name, item, held)


def _untouched(value: Any, content: Any) -> bool:
    """Say whether the same objects are in it, in the same order."""
    if type(value) is dict:
        return (
            len(value) == len(content)
            and all(map(is_, value.values(), content.values()))
            and all(map(is_, value, content))
        )
    try:
        now = _CONTENT[type(value)](value)
    except AttributeError:
        # A frozen object can be robbed of a field, with some effort.
        return False
    return len(now) == len(content) and all(map(is_, now, content))


def _same_content(value: Any, content: Any, contents: Mapping[int, Any]) -> bool:
    """Say whether equal things are in it; nothing of a target's own making is asked about that."""
    if type(value) is not dict:
        try:
            now = _CONTENT[type(value)](value)
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
    tuple: lambda value: value,
    # Frozen, and of fields that cannot change; but a target may get around that.
    **{
        kind: attrgetter(*(field.name for field in fields(kind)))
        for kind in (Account, Event, Material, Session)
    },
}
