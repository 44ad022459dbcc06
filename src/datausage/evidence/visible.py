"""Texts of a target and of situations, made visible: nothing in them acts where they are shown."""

from __future__ import annotations

from itertools import islice
from unicodedata import category

LIMIT = 200
# Controls, format characters (bidi marks, zero-width ones), lone surrogates, private and
# unassigned characters, separators: whatever is not seen, or does something when printed.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})
# Letters, marks and signs that are drawn as nothing all the same.
_BLANK = frozenset(
    map(
        chr,
        (
            *(0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0),
            *range(0xFE00, 0xFE10),
            *range(0xE0100, 0xE01F0),
        ),
    )
)


def shown(text: str, limit: int = LIMIT) -> str:
    """Return the text as one bounded line in which unseen characters are escaped.

    A backslash is escaped, too: no two texts are shown alike as long as nothing is cut. So it must
    not be shown twice.
    """
    return _bounded(text, limit, "\\")


def inert(text: str, limit: int = LIMIT) -> str:
    """Return a text of ours as one bounded line in which nothing acts, and all else stays.

    It is for what is to be copied, such as a command, and for messages in which texts of others
    stand in quotes, escaped already.
    """
    return _bounded(text, limit, "")


def _bounded(text: str, limit: int, marked: str) -> str:
    pieces: list[str] = []
    length, limit = 0, max(limit, 0)
    for char in islice(text, limit + 1):
        piece = _escaped(char, marked)
        length += len(piece)
        if length > limit:
            return f"{''.join(pieces)}…"
        pieces.append(piece)
    return "".join(pieces)


def _escaped(char: str, marked: str) -> str:
    seen = category(char) not in _UNSEEN and char not in _BLANK
    if char == " " or (seen and char != marked):
        return char
    return char.encode("unicode_escape").decode("ascii")
