"""Whether planted texts are found in what an implementation sends or records."""

from __future__ import annotations

import base64
import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from itertools import chain, pairwise
from typing import Final
from urllib.parse import quote, quote_plus

from datausage.oracle.aspects import MalformedAnswerError

PLANTED: Final = re.compile(r"k[0-9a-f]{16}")
"""What a planted word looks like."""

# A dict first: the abstract class takes longer to be asked.
_MAPPINGS: Final = (dict, Mapping)
_GROUPS: Final = (list, tuple, set, frozenset)

_TEXTS: Final = {str}
_DICTS: Final = {dict}

DEPTH: Final = 12
LENGTH: Final = 1_000_000


def text_of(payload: object) -> str:
    """Return everything that a payload holds, as one text in which canaries are looked for.

    Raises:
        MalformedAnswerError: it is nested too deeply, too long, or holds something else than
            plain data.
    """
    if payload is None:
        return ""
    pieces: list[str] = []
    _collect(payload, DEPTH, pieces)
    text = "\n".join(pieces).casefold()
    if len(text) > LENGTH:
        raise MalformedAnswerError(f"the payload is longer than {LENGTH:,} characters")
    return text


def holds_any(text: str, canaries: Iterable[str]) -> bool:
    """Say whether the text of a payload holds a trace of a canary, plain or commonly encoded.

    The words that were planted in a canary stand for it, so that a piece of it is found, too.
    """
    return any(_is_in(text, mark) for canary in canaries for mark in _marks(canary))


def holds_all(text: str, canaries: Iterable[str]) -> bool:
    """Say whether the text of a payload holds every one of the canaries."""
    return all(_is_in(text, canary) for canary in canaries)


def shortest_paths(path: str) -> tuple[str, ...]:
    """Return all pairs of neighbouring names in a path: whatever holds one of them is a path."""
    names = path.strip("/").split("/")
    return tuple(f"{one}/{other}" for one, other in pairwise(names))


def _is_in(text: str, canary: str) -> bool:
    # The plain form comes first, and is the one that is met: hence a loop.
    for form in _forms(canary):  # noqa: SIM110
        if form in text:
            return True
    return False


@lru_cache(1_024)
def _marks(text: str) -> tuple[str, ...]:
    return (text,) if "/" in text else tuple(PLANTED.findall(text)) or (text,)


def _collect(payload: object, depth: int, pieces: list[str]) -> None:
    if depth == 0:
        raise MalformedAnswerError(f"the payload is nested more than {DEPTH} deep")
    # None of these asks an object of the target's own making for its text.
    if isinstance(payload, str):
        pieces.append(payload)
    elif isinstance(payload, _MAPPINGS):
        _collect_all(payload, depth - 1, pieces)
        _collect_all(payload.values(), depth - 1, pieces)
    elif isinstance(payload, _GROUPS):
        _collect_all(payload, depth - 1, pieces)
    elif isinstance(payload, bytes | bytearray):
        pieces.append(payload.decode("latin-1"))
    elif isinstance(payload, int | float):
        pieces.append((int if isinstance(payload, int) else float).__repr__(payload))
    elif payload is not None:
        raise MalformedAnswerError(f"the payload holds a {type(payload).__name__}")


def _collect_all(payloads: Collection[object], depth: int, pieces: list[str]) -> None:
    # What is mostly met, texts and mappings of texts, is told without a loop in Python.
    kinds = set(map(type, payloads)) if depth else ()
    if kinds == _TEXTS:
        pieces += payloads  # type: ignore[arg-type]
    elif kinds == _DICTS:
        within: list[object] = list(chain.from_iterable(payloads))  # type: ignore[arg-type]
        within += chain.from_iterable(map(dict.values, payloads))  # type: ignore[arg-type]
        _collect_all(within, depth - 1, pieces)
    else:
        for payload in payloads:
            _collect(payload, depth, pieces)


@lru_cache(1_024)
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
    return tuple(dict.fromkeys(form.casefold() for form in forms if form))
