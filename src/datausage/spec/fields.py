"""Taking fields out of a record that somebody else wrote: of the right type, visible, bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datausage.spec.visible import SHORT, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_ITEMS = 2_000
MOST = 10**15


class RecordError(ValueError):
    """A record that is none, or not one that can be shown; the message says why."""


def mapping(data: Any, where: str) -> Mapping[str, Any]:
    """Return a mapping."""
    if not isinstance(data, dict):
        raise RecordError(f"{where} is not an object")
    return data


def entries(data: Any, where: str) -> Iterator[tuple[str, Any]]:
    """Yield the keys, made visible, and values of a mapping; nothing where there is none."""
    for key, value in _bounded(list(mapping({} if data is None else data, where).items()), where):
        yield visible(key), value


def items(data: Mapping[str, Any], name: str, where: str) -> list[Any]:
    """Return the items of a list; none where it is missing."""
    found = data.get(name)
    if found is None:
        return []
    if not isinstance(found, list):
        raise RecordError(f"{where}: {name} is not a list")
    return _bounded(found, f"{where}: {name}")


def text(data: Mapping[str, Any], name: str, where: str, limit: int = SHORT) -> str:
    """Return a text, made visible; an empty one where it is missing."""
    found = data.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise RecordError(f"{where}: {name} is not a text")
    return visible(found, limit)


def texts(data: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    """Return the texts of a list, each made visible."""
    found = items(data, name, where)
    if not all(isinstance(one, str) for one in found):
        raise RecordError(f"{where}: {name} holds something other than texts")
    return tuple(map(visible, found))


def number(data: Mapping[str, Any], name: str, where: str) -> int:
    """Return a count; 0 where it is missing."""
    found = data.get(name)
    if found is None:
        return 0
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found <= MOST:
        raise RecordError(f"{where}: {name} is not a count")
    return found


def truth(data: Mapping[str, Any], name: str, where: str) -> bool:
    """Return whether something is so; false where it is missing."""
    found = data.get(name)
    if found is not None and not isinstance(found, bool):
        raise RecordError(f"{where}: {name} is neither true nor false")
    return bool(found)


def _bounded(found: list[Any], where: str) -> list[Any]:
    if len(found) > MOST_ITEMS:
        raise RecordError(f"{where}: more than {MOST_ITEMS:,} entries")
    return found
