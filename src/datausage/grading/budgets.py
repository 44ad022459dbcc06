"""Budgets: how much is asked, by effort, or by the number of calls allowed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Budget:
    """How many situations of one scenario each gear may ask at most.

    ``near`` is in how many facts situations may differ from the plainest one that are all asked
    where a question is asked as a whole; elsewhere it is one. ``cover`` bounds the rows of the
    covering array, ``around_edges`` the rows asked for each edge, ``exhaust`` the size up to
    which every cell is asked, ``search`` the situations that Hypothesis makes, ``again`` the
    situations asked a second time.
    """

    near: int
    cover: int
    around_edges: int
    exhaust: int
    search: int
    again: int


EFFORTS: Final[dict[str, Budget]] = {
    "quick": Budget(near=1, cover=120, around_edges=1, exhaust=120, search=0, again=20),
    "standard": Budget(near=2, cover=2_000, around_edges=4, exhaust=1_000, search=40, again=60),
    "thorough": Budget(near=2, cover=5_000, around_edges=12, exhaust=20_000, search=300, again=200),
}


def budget(effort: str, calls: int | None) -> Budget:
    """Return the budget of an effort, or the one that spends so many calls on a scenario.

    Args:
        effort: quick, standard or thorough.
        calls: the most situations asked per scenario, reduction of failures apart; None for as
            many as the effort asks.
    """
    chosen = EFFORTS[effort]
    if calls is None:
        return chosen
    again = min(chosen.again, calls // 10)
    search = min(chosen.search, calls // 5)
    first = max(calls - again - search, 1)
    return Budget(
        near=chosen.near,
        cover=min(chosen.cover, first),
        around_edges=chosen.around_edges,
        exhaust=min(chosen.exhaust, first),
        search=search,
        again=again,
    )
