"""Texts that others wrote, made visible: one bounded line in which nothing is unseen."""

from __future__ import annotations

from datausage.evidence.visible import shown

SHORT, LONG = 300, 4_000


def visible(text: str, limit: int = SHORT) -> str:
    """Return the text as one bounded line; unseen characters stand in it as escapes."""
    return shown(text, limit)
