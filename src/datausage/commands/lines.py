"""What a command says, in lines of a terminal of 80 columns."""

from __future__ import annotations

from textwrap import fill

WIDTH = 80


def whole(text: str) -> str:
    """Return a text in lines that break no word: what the user wrote is repeated as it was."""
    return fill(text, WIDTH, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False)
