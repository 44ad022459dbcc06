"""Whether planted texts are found in what an implementation sends or records."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Final
from urllib.parse import quote, quote_plus

from datausage.oracle.aspects import MalformedAnswerError

PLANTED: Final = re.compile(r"k[0-9a-f]{16}")
"""What a planted word looks like."""

DEPTH: Final = 12
LENGTH: Final = 200_000


def holds_any(payload: object, canaries: Iterable[str]) -> bool:
    """Say whether a payload holds a trace of one of the texts, plain or in a common encoding.

    The words that were planted in a text stand for it, so that a piece of it is found, too.
    """
    text = _text(payload)
    return any(form in text for one in canaries for mark in _marks(one) for form in _forms(mark))


def holds_all(payload: object, canaries: Iterable[str]) -> bool:
    """Say whether a payload holds every one of the canaries."""
    text = _text(payload)
    return all(any(form in text for form in _forms(canary)) for canary in canaries)


def shortest_paths(path: str) -> tuple[str, ...]:
    """Return all pairs of neighbouring names in a path: whatever holds one of them is a path."""
    names = path.strip("/").split("/")
    return tuple(f"{one}/{other}" for one, other in pairwise(names))


@lru_cache(4096)
def _marks(text: str) -> tuple[str, ...]:
    return (text,) if "/" in text else tuple(PLANTED.findall(text)) or (text,)


def _text(payload: object) -> str:
    return "\n".join(_pieces(payload, DEPTH)).casefold()[:LENGTH]


def _pieces(payload: object, depth: int) -> Iterator[str]:
    if depth == 0:
        raise MalformedAnswerError(f"the payload is nested more than {DEPTH} deep")
    if isinstance(payload, bytes | bytearray):
        yield payload.decode("latin-1")
    elif isinstance(payload, Mapping):
        for key, value in payload.items():
            yield str(key)
            yield from _pieces(value, depth - 1)
    elif isinstance(payload, list | tuple | set | frozenset):
        for value in payload:
            yield from _pieces(value, depth - 1)
    elif isinstance(payload, str | int | float):
        yield str(payload)
    elif payload is not None:
        # Any other object would be asked for its text, and run the target's code here.
        raise MalformedAnswerError(f"the payload holds a {type(payload).__name__}")


@lru_cache(4096)
def _forms(canary: str) -> tuple[str, ...]:
    raw = canary.encode()
    # Of Base64 only the middle is free of neighbours, whatever the alignment.
    padded = (base64.b64encode(b"\0" * shift + raw + b"\0" * 2).decode() for shift in range(3))
    forms = (
        canary,
        raw.hex(),
        quote(canary, safe=""),
        quote_plus(canary),
        canary.encode("unicode_escape").decode(),
        *(coded[4 if shift else 0 : len(coded) - 8] for shift, coded in enumerate(padded)),
    )
    return tuple(dict.fromkeys(form.casefold() for form in forms))
