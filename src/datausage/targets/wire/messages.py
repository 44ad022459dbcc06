"""The lines that go over the wire: writing requests, and reading what comes back."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn

from datausage.targets.untrusted import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer of whatever form, to the request of that number."""

    number: int
    answer: object


@dataclass(frozen=True, slots=True)
class Refused:
    """The target says that it cannot answer the request of that number, and why."""

    number: int
    error: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of text that is no message, and was hardly meant to be one."""

    text: str


@dataclass(frozen=True, slots=True)
class Garbled:
    """A line that breaks the contract; ``number`` is None where it does not say which request."""

    detail: str
    number: int | None = None


Message = Answered | Refused | Printed | Garbled


def request(number: int, question: str, situation: Mapping[str, Any]) -> bytes:
    """Return the line that asks a question: ASCII, and no blanks that need not be there."""
    line = f'{{"id":{number},"question":"{question}","situation":{_write(situation)}}}\n'
    return line.encode("ascii")


def read(line: bytes) -> Message:
    """Return what a line says; nothing that a target may write makes this raise."""
    if word := _WORD.fullmatch(line):
        return Answered(int(word[1]), word[2].decode("ascii"))
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        return Garbled(f"wrote a line that is not UTF-8, from byte {error.start + 1} on")
    try:
        message: object = _READER.decode(text)
    except (ValueError, RecursionError) as error:
        if text.lstrip().startswith("{"):
            return Garbled(f"wrote a line that is not JSON ({_reason(error)}): {_brief(text)}")
        return Printed(one_line(text))
    if type(message) is not dict:
        return Garbled(f"wrote a line that is JSON and no response: {_brief(text)}")
    return _response(message, text)


def _response(message: dict[str, Any], text: str) -> Message:
    number = message.get("id")
    if type(number) is not int:
        what = "without an id" if number is None else "whose id is not a whole number"
        return Garbled(f"wrote a response {what}: {_brief(text)}")
    match sorted(message):
        case ["answer", "id"]:
            return Answered(number, message["answer"])
        case ["error", "id"] if type(message["error"]) is str:
            return Refused(number, one_line(message["error"]))
        case ["error", "id"]:
            return Garbled("wrote a response whose field 'error' is not a text", number)
    unknown = [name for name in message if name not in ("id", "answer", "error")]
    if unknown:
        return Garbled(f"wrote a response with the unknown field {_brief(unknown[0])}", number)
    both = "both of" if len(message) == 3 else "neither of"
    return Garbled(f"wrote a response with {both} the fields 'answer' and 'error'", number)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    raise TypeError(f"the contract has no form for {type(value).__name__}")


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Of a field that is there twice, each side might take another one.
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a field is there twice")
    return made


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deeply"
    return one_line(str(error), 80)


def _brief(text: str) -> str:
    return repr(one_line(text, 60))


# What nearly every line is. It means the same to the reader below, which takes longer.
_WORD = re.compile(rb'\{"id": ?(0|[1-9][0-9]{0,15}), ?"answer": ?"([a-z0-9-]{1,40})"\}\r?')
_READER = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_no_number)
_write = json.JSONEncoder(
    default=_plain, separators=(",", ":"), allow_nan=False, check_circular=False
).encode
