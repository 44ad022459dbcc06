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
_NOTED: Final = frozenset({"description", "minItems", "uniqueItems", "required", "$ref", "format"})


def complaint(document: Schema, answer: object) -> str | None:
    """Return what is wrong with an answer, in one line that names the field; None if nothing."""
    return next(_wrong(document, document["$defs"]["answer"], answer, ()), None)


def _wrong(document: Schema, schema: Schema, value: object, at: tuple[str, ...]) -> Iterator[str]:
    if "$ref" in schema:
        schema = document["$defs"][schema["$ref"].rpartition("/")[2]]
    check = partial(_wrong, document)
    for word, stated in schema.items():
        if word not in _NOTED:
            yield from _WORDS[word](schema, stated, value, at, check)
            if word == "type" and not _is(stated, value):
                return


def _type(schema: Schema, kind: str, value: object, at: tuple[str, ...], _: Any) -> Iterator[str]:
    if not _is(kind, value):
        yield f"{_place(at)} is {_shown(value)}, not {_KINDS[kind][1]}"


def _const(schema: Schema, only: object, value: object, at: tuple[str, ...], _: Any) -> Iterator[str]:
    if type(value) is not type(only) or value != only:
        yield f"{_place(at)} is {_shown(value)}, not {only!r}"


def _enum(schema: Schema, words: list[str], value: object, at: tuple[str, ...], _: Any) -> Iterator[str]:
    if value not in words:
        yield f"{_place(at)} is {_shown(value)}, not one of {', '.join(map(repr, words))}"


def _properties(
    schema: Schema, known: Schema, value: Any, at: tuple[str, ...], check: Check
) -> Iterator[str]:
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{_place((*at, name))} is missing"
    for name, part in known.items():
        if name in value:
            yield from check(part, value[name], (*at, name))


def _additional(
    schema: Schema, stated: Any, value: Any, at: tuple[str, ...], check: Check
) -> Iterator[str]:
    for name in value:
        if name in schema.get("properties", ()):
            continue
        if stated is False:
            yield f"{_place((*at, name))} is unknown"
        elif stated is not True:
            yield from check(stated, value[name], (*at, name))


def _items(schema: Schema, part: Schema, value: Any, at: tuple[str, ...], check: Check) -> Iterator[str]:
    for number, item in enumerate(value):
        yield from check(part, item, (*at, str(number)))


def _any_of(
    schema: Schema, parts: list[Schema], value: object, at: tuple[str, ...], check: Check
) -> Iterator[str]:
    fitting = [part for part in parts if _is(part.get("type", ""), value)]
    if not fitting:
        names = [_KINDS[part["type"]][1] for part in parts]
        yield f"{_place(at)} is {_shown(value)}, not {', '.join(names[:-1])} or {names[-1]}"
    for part in fitting:
        yield from check(part, value, at)


Check = Callable[[Schema, object, tuple[str, ...]], Iterator[str]]

_WORDS: Final[dict[str, Callable[..., Iterator[str]]]] = {
    "type": _type,
    "const": _const,
    "enum": _enum,
    "properties": _properties,
    "additionalProperties": _additional,
    "items": _items,
    "anyOf": _any_of,
}


def _is(kind: str, value: object) -> bool:
    # Exactly: to Python, true is a whole number.
    return kind in _KINDS and type(value) is _KINDS[kind][0]


def _place(at: tuple[str, ...]) -> str:
    return f"field {one_line('.'.join(at), 60)!r}" if at else "the answer"


def _shown(value: object) -> str:
    if isinstance(value, str):
        return repr(one_line(value, 60))
    if isinstance(value, dict | list):
        return _KINDS["object" if isinstance(value, dict) else "array"][1]
    return one_line(json.dumps(value), 60)
