"""The members of a JSON document, with the line on which each stands."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from datausage.setup.opening import UnreadError

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST: Final = 64
MOST_SHOWN: Final = 60

_TOKEN: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s{}\[\],:"]+|"', re.DOTALL)
_LINE_END: Final = re.compile("\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text: from ``start`` up to and without ``end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an object: the keys that lead to it, and where key and value stand.

    A list on the way counts as the key ``[]``. ``value`` is the first sign of an object or a list,
    and all of another value; ``line`` and ``column`` are those of the key, from 1.
    """

    path: tuple[str, ...]
    key: Span
    value: Span
    line: int
    column: int


def checked(text: str) -> object:
    """Return what a JSON document holds.

    Raises:
        UnreadError: it is no JSON, or too deeply nested; with the line.
    """
    _check_depth(text)
    try:
        return json.loads(text)
    except json.JSONDecodeError as problem:
        raise UnreadError(f"it is no JSON: {problem.msg.lower()}", _line(text, problem)) from None
    except (ValueError, RecursionError):
        # Such as a number of more digits than Python is willing to read.
        raise UnreadError("it holds a value that is beyond reading") from None


def members(text: str) -> Iterator[Member]:
    """Yield every member of every object of a document that was checked, in order."""
    starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
    # Per object or list that is open: whether it is an object, and the key that leads to it.
    opened: list[tuple[bool, str]] = []
    key: re.Match[str] | None = None
    awaited = False
    for token in _tokens(text):
        sign = token[0]
        if awaited and key:
            path = (*(name for _, name in opened[1:]), _name(key))
            line = bisect_right(starts, key.start())
            column = key.start() - starts[line - 1] + 1
            yield Member(path, Span(*key.span()), Span(*token.span()), line, column)
            awaited = False
        if sign in "{[":
            opened.append((sign == "{", _name(key) if key else "[]"))
            key = None
        elif sign in "}]":
            opened.pop()
            key = None
        elif sign == ",":
            key = None
        elif sign == ":":
            awaited = True
        elif opened and opened[-1][0] and key is None:
            key = token


def _tokens(text: str) -> Iterator[re.Match[str]]:
    for token in _TOKEN.finditer(text):
        # A text without an end is looked for its end once, and not again from every sign in it.
        if token[0] == '"':
            return
        yield token


def _name(key: re.Match[str]) -> str:
    return str(json.loads(key[0], strict=False))


def _check_depth(text: str) -> None:
    depth = 0
    for token in _tokens(text):
        if token[0] in "{[":
            depth += 1
            if depth > DEEPEST:
                line = len(_LINE_END.findall(text, 0, token.start())) + 1
                raise UnreadError(f"it is nested more than {DEEPEST} deep", line)
        elif token[0] in "}]":
            depth -= 1


def _line(text: str, problem: json.JSONDecodeError) -> int:
    # A document that ends too early breaks where something stands last, not on a line after it.
    end = len(text.rstrip())
    return len(_LINE_END.findall(text, 0, min(problem.pos, end))) + 1
