"""Texts in lines of a terminal of 80 columns."""

from __future__ import annotations

from textwrap import fill

WIDTH = 80


def folded(text: str) -> str:
    """Return a text in lines of which all but the first are indented."""
    return fill(text, WIDTH, subsequent_indent="  ", break_on_hyphens=False)


def listed(text: str) -> str:
    """Return a text as an item of a list."""
    return fill(
        text, WIDTH, initial_indent="  - ", subsequent_indent="    ", break_on_hyphens=False
    )


def whole(text: str, *, after: str = "") -> str:
    """Return a text in lines that break no word: what is in it can be copied, however long it is.

    Args:
        text: the text.
        after: what somebody else writes before it, in the first line.
    """
    # It must not be parted from the text, as it would be at its spaces.
    held = "x" * len(after)
    lines = fill(
        f"{held}{text}",
        WIDTH,
        subsequent_indent="  ",
        break_on_hyphens=False,
        break_long_words=False,
    )
    return lines.removeprefix(held)
