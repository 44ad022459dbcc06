"""Texts that somebody else wrote: a target, a run, a reviewer, the page.

Each is one bounded line in which nothing is unseen, and has a type of its own. By that every layout
knows it, and sets it apart so that nothing in it acts; no template has to think of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from html import escape
from typing import Any, Final, Self

from datausage.evidence.visible import shown

SHORT, LONG = 300, 4_000
_SENTENCES = ("conclusion", "reason", "note", "detail", "returned", "limits")
_LIMITS: Final = {**dict.fromkeys(_SENTENCES, 1_000), "command": LONG}
"""How long the text in a field of that name may be; any other is `SHORT`."""


class Foreign(str):
    """A text of somebody else."""

    __slots__ = ()

    def __new__(cls, text: str, limit: int = SHORT) -> Self:
        """Make a text visible, and cut it where it is too long."""
        return super().__new__(cls, shown(text, limit))

    def __html__(self) -> str:
        """Return it for a page of HTML, where its letters may run from right to left."""
        return f"<bdi>{escape(str(self))}</bdi>"


def foreign(value: Any, limit: int = SHORT) -> Any:
    """Return a value with every text in it as one of somebody else, at whatever depth."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return Foreign(value, limit)
    if is_dataclass(value) and not isinstance(value, type):
        names = [one.name for one in fields(value)]
        return replace(
            value, **{n: foreign(getattr(value, n), _LIMITS.get(n, limit)) for n in names}
        )
    if isinstance(value, Mapping):
        return {foreign(key): foreign(found, limit) for key, found in value.items()}
    if isinstance(value, tuple):
        return tuple(foreign(found, limit) for found in value)
    return value
