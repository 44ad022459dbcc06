"""Frozen value types as plain JSON and back, strictly: what is read may come from anybody."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints


class MalformedError(ValueError):
    """A document is not of the form that its type asks for; the message says where."""


def to_plain(value: Any) -> Any:
    """Return a value as what ``json`` writes, with the fields in the order of their types."""
    if is_dataclass(value):
        return {
            _key(one): to_plain(found)
            for one in fields(value)
            if (found := getattr(value, one.name)) is not None or not _optional(one)
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(to_plain(key)): to_plain(found) for key, found in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(item) for item in value]
    return value


def from_plain(kind: Any, value: object, place: str = "") -> Any:
    """Return the value of that type that plain JSON describes.

    Args:
        kind: a value type, or what one of its fields may be.
        value: what ``json`` has read.
        place: where that stands, for messages.

    Raises:
        MalformedError: a key is missing or unknown, or a value is of another type.
    """
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return None if value is None else from_plain(_only(inner), value, place)
    if origin in (tuple, Mapping):
        return _several(origin, inner, value, place)
    if origin is Literal:
        return _one_of(inner, value, place)
    if is_dataclass(kind):
        return _fields(kind, value, place)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(_one_of([member.value for member in kind], value, place))
    return value if kind is object else _typed(kind, value, place)


def _several(origin: Any, inner: tuple[Any, ...], value: object, place: str) -> Any:
    if origin is tuple:
        return tuple(
            from_plain(inner[0], item, f"{place}[{number}]")
            for number, item in enumerate(_typed(list, value, place))
        )
    return {
        from_plain(inner[0], key, place): from_plain(inner[1], item, f"{place}.{key:.60}")
        for key, item in _typed(dict, value, place).items()
    }


def _fields(kind: Any, value: object, place: str) -> Any:
    found = _typed(dict, value, place)
    known, hints = {_key(one): one for one in fields(kind)}, _hints(kind)
    for key in found:
        if key not in known:
            raise MalformedError(f"{place or 'the document'}: the key {key[:60]!r} is unknown")
    for key, one in known.items():
        if key not in found and not (_optional(one) and one.default is not MISSING):
            raise MalformedError(f"{place or 'the document'}: the key {key!r} is missing")
    return kind(
        **{
            known[key].name: from_plain(hints[known[key].name], item, f"{place}.{key}".lstrip("."))
            for key, item in found.items()
        }
    )


def _typed(kind: type, value: object, place: str) -> Any:
    # Not isinstance: to Python True is a number.
    if type(value) is not kind:
        what = f"{type(value).__name__} stands where {kind.__name__} must"
        raise MalformedError(f"{place or 'the document'}: {what}")
    return value


def _one_of(known: Any, value: object, place: str) -> Any:
    for one in known:
        if type(one) is type(value) and one == value:
            return one
    raise MalformedError(f"{place}: it is none of {', '.join(map(str, known))}")


def _only(kinds: tuple[Any, ...]) -> Any:
    (kind,) = (one for one in kinds if one is not types.NoneType)
    return kind


def _key(one: Field[Any]) -> str:
    return str(one.metadata.get("key", one.name))


def _optional(one: Field[Any]) -> bool:
    return bool(one.metadata.get("optional", False))


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
