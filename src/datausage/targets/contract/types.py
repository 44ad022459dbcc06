"""From a Python type to a JSON Schema: for the types of situations and answers, and no others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from datetime import datetime
from enum import StrEnum
from types import UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from datausage.oracle import facts, situations
from datausage.targets import answers

_NAMES: Final = {**vars(facts), **vars(situations), "answers": answers, "datetime": datetime}
_PLAIN: Final[dict[object, dict[str, Any]]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    type(None): {"type": "null"},
    datetime: {"type": "string", "format": "date-time"},
    Any: {},
}


def hints(thing: Any) -> dict[str, Any]:
    """Return the types of a function or class; their modules import them for checkers only."""
    return get_type_hints(thing, localns=_NAMES)


class Schemas:
    """Makes schemas; ``named`` collects those of words and records that others refer to."""

    def __init__(self) -> None:
        self.named: dict[str, dict[str, Any]] = {}

    def of(self, kind: Any) -> dict[str, Any]:
        """Return the schema of a type.

        Raises:
            TypeError: the contract has no form for it.
        """
        if kind in _PLAIN:
            return dict(_PLAIN[kind])
        if get_origin(kind) is not None:
            return self._built(kind)
        return self._record(kind) if is_typeddict(kind) else self._reference(kind)

    def _built(self, kind: Any) -> dict[str, Any]:
        origin, parameters = get_origin(kind), get_args(kind)
        if origin is Literal:
            return {"type": "string", "enum": list(parameters)}
        if origin in (UnionType, Union):
            return {"anyOf": [self.of(part) for part in parameters]}
        if origin in (dict, Mapping):
            return {"type": "object", **self._held("additionalProperties", parameters[1])}
        if origin in (tuple, list, Sequence):
            return {"type": "array", **self._held("items", parameters[0])}
        raise TypeError(f"the contract has no form for {kind!r}")

    def _held(self, key: str, kind: Any) -> dict[str, Any]:
        return {} if kind is Any else {key: self.of(kind)}

    def _reference(self, kind: Any) -> dict[str, Any]:
        name = getattr(kind, "__name__", str(kind))
        if name not in self.named:
            self.named[name] = self._named(kind)
        return {"$ref": f"#/$defs/{name}"}

    def _named(self, kind: Any) -> dict[str, Any]:
        about = {"description": " ".join((kind.__doc__ or "").split())}
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return {**about, "type": "string", "enum": [word.value for word in kind]}
        if is_dataclass(kind):
            return {**about, **self._record(kind)}
        raise TypeError(f"the contract has no form for {kind!r}")

    def _record(self, kind: Any) -> dict[str, Any]:
        properties = {name: self.of(of) for name, of in hints(kind).items()}
        return {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }
