"""Reading answers: strict about their form, whatever type a target chose for them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from datausage.oracle.aspects import UNDETERMINED, MalformedAnswerError, Observe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MISSING = object()

# A dict first: the abstract class takes longer to be asked.
_MAPPINGS = (dict, Mapping)


def word(answer: object, allowed: Iterable[str], where: str = "the answer") -> str:
    """Return an answer that is one word of a closed vocabulary; enum members count by value.

    Raises:
        MalformedAnswerError: it is anything else.
    """
    if type(answer) is str and answer in allowed:
        return answer
    value = answer.value if isinstance(answer, Enum) else answer
    if isinstance(value, str) and (value in allowed or value == UNDETERMINED):
        return str(value)
    wanted = ", ".join(repr(name) for name in allowed)
    raise MalformedAnswerError(f"{where} is {_shown(answer)}, not one of {wanted}")


def single(aspect: str, values: tuple[str, ...]) -> Observe:
    """Return the reader of an answer that is one word."""

    def observe(situation: Any, answer: object) -> Mapping[str, str]:
        return {aspect: word(answer, values)}

    return observe


def record(aspects: Mapping[str, tuple[str, ...]]) -> Observe:
    """Return the reader of an answer that has one word per aspect."""

    def observe(situation: Any, answer: object) -> Mapping[str, str]:
        return {
            name: word(field(answer, name), values, f"field {name!r}")
            for name, values in aspects.items()
        }

    return observe


def field(answer: object, name: str, types: type | tuple[type, ...] = object) -> Any:
    """Return a field of an answer, be it a mapping or an object.

    Raises:
        MalformedAnswerError: there is no such field, or its value has another type.
    """
    if isinstance(answer, _MAPPINGS):
        value = answer.get(name, MISSING)
    else:
        value = getattr(answer, name, MISSING)
    if value is MISSING:
        raise MalformedAnswerError(f"the answer is {_shown(answer)}, and has no field {name!r}")
    if not isinstance(value, types):
        names = [t.__name__ for t in (types if isinstance(types, tuple) else (types,))]
        wanted = " or ".join("None" if name == "NoneType" else name for name in names)
        raise MalformedAnswerError(f"field {name!r} is {_shown(value)}, not {wanted}")
    return value


def fields(**types: type) -> Callable[[object], tuple[Any, ...]]:
    """Return the reader of two or more fields of an answer, each as ``field`` reads it."""
    take, kinds = itemgetter(*types), tuple(types.values())

    def read(answer: object) -> tuple[Any, ...]:
        # What is mostly met is told without a loop in Python.
        if type(answer) is dict and answer.keys() >= types.keys():
            found: tuple[Any, ...] = take(answer)
            if all(map(isinstance, found, kinds)):
                return found
        return tuple([field(answer, name, kind) for name, kind in types.items()])

    return read


def brief(value: object, longest: int = 400) -> str:
    """Return how a value is written, shortened; whatever its type does when it is asked."""
    try:
        text = repr(value)
    except Exception as error:  # noqa: BLE001 - a target's object may break in any way
        text = f"a {type(value).__name__} whose repr raises {type(error).__name__}"
    return text if len(text) <= longest else f"{text[: longest - 3]}..."


def _shown(value: object) -> str:
    return brief(value, 80)
