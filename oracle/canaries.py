"""Whether planted texts are found in what an implementation sends or records."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import quote, quote_plus

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
        return
    if isinstance(payload, bytes | bytearray):
        yield payload.decode("latin-1")
    elif isinstance(payload, Mapping):
        for key, value in payload.items():
            yield str(key)
            yield from _pieces(value, depth - 1)
    elif isinstance(payload, list | tuple | set | frozenset):
        for value in payload:
            yield from _pieces(value, depth - 1)
    elif payload is not None:
        yield str(payload)


def _forms(canary: str) -> Iterator[str]:
    raw = canary.encode()
    yield canary.casefold()
    yield raw.hex()
    yield quote(canary, safe="").casefold()
    yield quote_plus(canary).casefold()
    yield canary.encode("unicode_escape").decode().casefold()
    for shift in range(3):
        # Only the middle is free of neighbours, whatever the alignment.
        coded = base64.b64encode(b"\0" * shift + raw + b"\0" * 2).decode()
        yield coded[4 if shift else 0 : len(coded) - 8].casefold()
