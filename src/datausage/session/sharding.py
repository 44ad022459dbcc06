"""Shards: one run spread over several machines, each with a part of the scenarios.

Which part that is follows from the scenarios alone, so that all machines agree without talking.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from datausage.session.stash import REASON, SELECTED
from datausage.session.weighing import is_ours, weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from datausage.session.setting_up import Shard


def shares(weights: Mapping[str, int], shards: int) -> list[frozenset[str]]:
    """Return the names of each shard: the heaviest first, each to the shard that has least.

    Args:
        weights: how much there is to do, by name.
        shards: how many there are.
    """
    taken: list[set[str]] = [set() for _ in range(shards)]
    loads = [0] * shards
    for name in sorted(weights, key=lambda one: (-weights[one], one)):
        least = loads.index(min(loads))
        taken[least].add(name)
        loads[least] += weights[name]
    return [frozenset(names) for names in taken]


class Sharding:
    """Leaves to this machine the scenarios of its shard, once everything else is deselected."""

    def __init__(self, shard: Shard) -> None:
        self._shard = shard

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Leave out what belongs to other shards; tests of the host run in the first one."""
        ours = {item.nodeid: weight(item) for item in items if is_ours(item)}
        # How calls are shared must not depend on how scenarios are.
        config.stash[SELECTED] = _tags(items)
        own = shares(ours, self._shard.of)[self._shard.number - 1]
        left = [item for item in items if not self._stays(item, own)]
        for item in left:
            item.stash[REASON] = f"shard {self._shard}"
        if left:
            config.hook.pytest_deselected(items=left)
            gone = set(map(id, left))
            items[:] = [item for item in items if id(item) not in gone]

    def _stays(self, item: pytest.Item, own: frozenset[str]) -> bool:
        return item.nodeid in own if is_ours(item) else self._shard.number == 1


def _tags(items: Iterable[pytest.Item]) -> frozenset[str]:
    return frozenset(tag for item in items for tag in getattr(item, "tags", ()))
