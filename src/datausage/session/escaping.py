"""Texts of a target and of situations, made visible in a terminal as they are in the evidence."""

from __future__ import annotations

from datausage.evidence import visible
from datausage.evidence.visible import LIMIT

__all__ = ["LIMIT", "inert", "shown"]

_CUT = "\N{HORIZONTAL ELLIPSIS}"


def shown(text: str, limit: int = LIMIT) -> str:
    """Return a text of somebody else as one bounded line in which nothing acts."""
    return _plain(visible.shown(text, limit))


def inert(text: str, limit: int = LIMIT) -> str:
    """Return a text of ours as one bounded line in which nothing acts, and all else stays."""
    return _plain(visible.inert(text, limit))


def _plain(text: str) -> str:
    # Where a terminal has ASCII only, one other character makes pytest escape a whole paragraph.
    return f"{text[:-1]}..." if text.endswith(_CUT) else text
