"""Whether an answer is of the form that its document states, and if not, which field is wrong.

It knows the words of JSON Schema that the documents use. A word of theirs that it does not know
is an error of ours, never something to pass over.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

from datausage.targets.untrusted import one_line

Schema = Mapping[str, Any]

_KINDS: Final[dict[str, tuple[type, str]]] = {
    "object": (dict, "an object"),
    "array": (list, "a list"),
    "string": (str, "a text"),
    "boolean": (bool, "true or false"),
    "integer": (int, "a whole number"),
    "null": (type(None), "null"),
}
_NOTED: Final = frozenset({"type", "description", "minItems", "uniqueItems"})


def complaint(document: Schema, answer: object) -> str | None:
    """Return what is wrong with an answer, in one line that names the field; None if nothing."""
    return next(_wrong(document, document["$defs"]["answer"], answer, ()), None)


def _wrong(document: Schema, schema: Schema, value: Any, at: tuple[str, ...]) -> Iterator[str]:
    if "$ref" in schema:
        schema = document["$defs"][schema["$ref"].rpartition("/")[2]]
    if "type" in schema and not _is(schema["type"], value):
        yield f"{_place(at)} is {_shown(value)}, not {_KINDS[schema['type']][1]}"
        return
    check = partial(_wrong, document)
    for word, stated in schema.items():
        if word not in _NOTED:
            yield from _WORDS[word](stated, value, at, check)
    if schema.get("additionalProperties") is False:
        for name in value.keys() - schema["properties"].keys():
            yield f"{_place((*at, name))} is unknown"


def _const(only: object, value: object, at: tuple[str, ...], _: Check) -> Iterator[str]:
    if type(value) is not type(only) or value != only:
        yield f"{_place(at)} is {_shown(value)}, not {only!r}"


def _enum(words: list[str], value: object, at: tuple[str, ...], _: Check) -> Iterator[str]:
    if value not in words:
        yield f"{_place(at)} is {_shown(value)}, not one of {', '.join(map(repr, words))}"


def _required(names: list[str], value: Any, at: tuple[str, ...], _: Check) -> Iterator[str]:
    for name in names:
        if name not in value:
            yield f"{_place((*at, name))} is missing"


def _properties(known: Schema, value: Any, at: tuple[str, ...], check: Check) -> Iterator[str]:
    for name, part in known.items():
        if name in value:
            yield from check(part, value[name], (*at, name))


def _additional(part: Any, value: Any, at: tuple[str, ...], check: Check) -> Iterator[str]:
    # Beside fields of its own, an object of ours holds either nothing or anything.
    if not isinstance(part, bool):
        for name, item in value.items():
            yield from check(part, item, (*at, name))


def _items(part: Schema, value: Any, at: tuple[str, ...], check: Check) -> Iterator[str]:
    for number, item in enumerate(value):
        yield from check(part, item, (*at, str(number)))


def _any_of(parts: list[Schema], value: object, at: tuple[str, ...], check: Check) -> Iterator[str]:
    fitting = [part for part in parts if _is(part["type"], value)]
    if not fitting:
        names = [_KINDS[part["type"]][1] for part in parts]
        yield f"{_place(at)} is {_shown(value)}, not {', '.join(names[:-1])} or {names[-1]}"
    for part in fitting:
        yield from check(part, value, at)


Check = Callable[[Schema, object, tuple[str, ...]], Iterator[str]]

_WORDS: Final[dict[str, Callable[..., Iterator[str]]]] = {
    "const": _const,
    "enum": _enum,
    "required": _required,
    "properties": _properties,
    "additionalProperties": _additional,
    "items": _items,
    "anyOf": _any_of,
}


def _is(kind: str, value: object) -> bool:
    # Exactly: to Python, true is a whole number.
    return type(value) is _KINDS[kind][0]


def _place(at: tuple[str, ...]) -> str:
    return f"field {one_line('.'.join(at), 60)!r}" if at else "the answer"


def _shown(value: object) -> str:
    if isinstance(value, str):
        return repr(one_line(value, 60))
    if isinstance(value, dict | list):
        return _KINDS["object" if isinstance(value, dict) else "array"][1]
    return one_line(json.dumps(value), 60)
