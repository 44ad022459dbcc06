"""Several processes: the longest scenarios begin first, each in the process that comes free.

pytest-xdist hands out long stretches of a collection, in its order: the few scenarios that take
most of the time stand side by side and would all fall to one process, while the other is idle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from datausage.session.weighing import weight

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


class Spreading:
    """Lets pytest-xdist hand out one scenario at a time, the longest first.

    What a user says of it (`--maxschedchunk`, another `--dist`) stays as it was said, and so does
    the order of a host's own tests.
    """

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Put in order what a process may be given; all of them come to the same order."""
        told: dict[str, Any] = getattr(config, "workerinput", {})
        items[:] = dealt(items, [weight(item) for item in items], told.get("workercount", 1))


def hand_out_singly(config: pytest.Config) -> None:
    """Let a process have no more in store than what it does next, unless the user wants more."""
    if getattr(config.option, "maxschedchunk", 0) is None:
        config.option.maxschedchunk = 1


def dealt(items: Sequence[T], weights: Sequence[int], hands: int) -> list[T]:
    """Return the items, the heaviest first, so that each hand begins with a fair pair.

    Args:
        items: what is dealt; of equal weight they stay in their order.
        weights: how much each item takes.
        hands: how many take the first pair each, and then the next one whenever they are free.
    """
    order = sorted(range(len(items)), key=lambda at: -weights[at])
    first, second, rest = order[:hands], order[hands : 2 * hands], order[2 * hands :]
    if len(second) < hands:
        return [items[at] for at in order]
    pairs = [at for pair in zip(first, reversed(second), strict=True) for at in pair]
    return [items[at] for at in [*pairs, *rest]]
