"""Texts of a target and of situations, made visible: nothing in them acts where they are shown."""

from __future__ import annotations

from itertools import islice
from unicodedata import category

LIMIT = 200
# Controls, format characters (bidi marks, zero-width ones), lone surrogates, private and
# unassigned characters, separators: whatever is not seen, or does something when printed.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})


def shown(text: str, limit: int = LIMIT) -> str:
    """Return the text as one bounded line in which unseen characters are escaped."""
    pieces: list[str] = []
    length = 0
    for char in islice(text, limit + 1):
        piece = _escaped(char)
        length += len(piece)
        if length > limit:
            return f"{''.join(pieces)}…"
        pieces.append(piece)
    return "".join(pieces)


def _escaped(char: str) -> str:
    if char == " " or category(char) not in _UNSEEN:
        return char
    return char.encode("unicode_escape").decode("ascii")
