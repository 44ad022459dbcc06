"""Numbers with their nouns."""

from __future__ import annotations


def counted(count: int, noun: str) -> str:
    """Return a number with its noun, in the plural where there are several."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
