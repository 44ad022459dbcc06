"""How much there is to ask for a scenario, by its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from datausage.session.checks import agreement, consistency
from datausage.session.collection import Scenario
from datausage.session.differing import SideBySide

if TYPE_CHECKING:
    import pytest

AGREEMENT: Final = 5
PAIRS: Final = 2
RULE: Final = 1
"""How much is asked for a scenario of each kind, as the bundled example is: about that."""


def weight(item: pytest.Item) -> int:
    """Return how much is asked for an item, as a multiple of what a rule is; a host's test: 0."""
    if not is_ours(item):
        return 0
    tags: frozenset[str] = getattr(item, "tags", frozenset())
    if any(map(agreement, tags)):
        return AGREEMENT
    return PAIRS if any(map(consistency, tags)) or isinstance(item, SideBySide) else RULE


def is_ours(item: pytest.Item) -> bool:
    """Say whether an item belongs to the suite, not to the host."""
    return isinstance(item, Scenario | SideBySide)
