"""Whether planted texts are found in what an implementation sends or records."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final
from urllib.parse import quote, quote_plus

from datausage.oracle.aspects import MalformedAnswerError

DEPTH: Final = 12
LENGTH: Final = 200_000


def holds_any(payload: object, canaries: Iterable[str]) -> bool:
    """Say whether a payload holds one of the canaries, plain or in a common encoding."""
    text = _text(payload)
    return any(form in text for canary in canaries for form in _forms(canary))


def holds_all(payload: object, canaries: Iterable[str]) -> bool:
    """Say whether a payload holds every one of the canaries."""
    text = _text(payload)
    return all(any(form in text for form in _forms(canary)) for canary in canaries)


def path_tails(path: str) -> tuple[str, ...]:
    """Return a path and its shorter forms that are still paths, of two names at least."""
    names = path.split("/")
    return tuple("/".join(names[start:]) for start in range(len(names) - 1))


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
