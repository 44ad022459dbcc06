"""Observations as they are read from a file that may come from anybody: strictly, or not at all."""

from __future__ import annotations

import math
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from datausage.targets.client.observation import Contact, Controls, Observation, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class UnfitError(ValueError):
    """A document is none of an observation."""


def observation(plain: object) -> Observation:
    """Return the observation that was written as plain data.

    Raises:
        UnfitError: it is none: a key is missing or unknown, or a value is of another type.
    """
    return Observation(**_fields(Observation, plain))


def _fields(kind: Any, plain: object) -> dict[str, Any]:
    known = {one.name: str(one.type) for one in fields(kind)}
    if not isinstance(plain, dict) or plain.keys() != known.keys():
        raise UnfitError(kind.__name__)
    return {name: _VALUES[known[name]](value) for name, value in plain.items()}


def _of(kind: type, *, optional: bool = False) -> Callable[[object], Any]:
    def checked(value: object) -> Any:
        # Not isinstance: to Python True is a number.
        if type(value) is not kind and not (optional and value is None):
            raise UnfitError(f"no {kind.__name__}")
        if isinstance(value, float) and not math.isfinite(value):
            raise UnfitError("no number")
        return value

    return checked


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(_of(str), _of(list)(value)))


def _named_texts(value: object) -> dict[str, str]:
    return {_of(str)(name): _of(str)(text) for name, text in _of(dict)(value).items()}


def _several(kind: Any) -> Callable[[object], tuple[Any, ...]]:
    def built(value: object) -> tuple[Any, ...]:
        return tuple(kind(**_fields(kind, one)) for one in _of(list)(value))

    return built


def _controls(value: object) -> Controls:
    return Controls(**_fields(Controls, value))


_VALUES: Final[Mapping[str, Callable[[object], Any]]] = {
    "str": _of(str),
    "str | None": _of(str, optional=True),
    "int": _of(int),
    "int | None": _of(int, optional=True),
    "float": _of(float),
    "bool": _of(bool),
    "Mapping[str, str]": _named_texts,
    "tuple[str, ...]": _texts,
    "tuple[Request, ...]": _several(Request),
    "tuple[Contact, ...]": _several(Contact),
    "Controls": _controls,
}
"""By how a field is typed: what makes its value."""
