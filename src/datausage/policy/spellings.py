"""Spellings: the ways to write one sentence that no reader tells apart.

The normal form of fingerprints keeps every mark. A page that is set anew often has another kind of
dash, or a full stop where a list item had none; whoever has the text can try these and compare.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_BETWEEN_WORDS = re.compile(
    r"\s+(?:-{1,3}|[\u2010-\u2015])\s+|\s*[\u2014\u2015]\s*|(?<=\w)--(?=\w)"
)
_WITHIN_WORDS = re.compile(r"(?<=\w)[-\u2010-\u2013](?=\w)")
_DASHES = (" - ", " \u2013 ", " \u2014 ", "\u2014", " -- ", "--")
_LAST_MARK = re.compile(r"[.;:,]*$")
_MARKS = ("", ".", ";", ":")
_LONGEST = 600  # characters; nothing that is locked is longer


def spellings(text: str) -> Iterator[str]:
    """Yield a text as it stands first, then with other dashes and another mark at its end."""
    yield text
    if len(text) > _LONGEST:
        return
    for dashed in dict.fromkeys(_dashed(text)):
        for mark in _MARKS:
            yield _LAST_MARK.sub(mark, dashed.rstrip(), count=1)


def _dashed(text: str) -> Iterator[str]:
    yield text
    for within in ("-", "\u2010", "\u2011", "\u2013"):
        joined = _WITHIN_WORDS.sub(within, text)
        for between in _DASHES:
            yield _BETWEEN_WORDS.sub(between, joined)
