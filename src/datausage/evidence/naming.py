"""How reports name a scenario: by its rule, its own name, and the row of its examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# All of these would be read as structure of a node id.
_STRUCTURE = str.maketrans({"[": "(", "]": ")"})


def named(rule: str, scenario: str, row: Iterable[str]) -> str:
    """Return the name of a scenario; a rule is named by its id, as its statement may fill lines."""
    values = ", ".join(row)
    text = f"{rule or 'no rule'} / {scenario}{f' ({values})' if values else ''}"
    return text.translate(_STRUCTURE).replace("::", ":")
