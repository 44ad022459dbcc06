"""Budgets: how much is asked, by effort, or by the number of calls allowed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final


@dataclass(frozen=True, slots=True)
class Budget:
    """How many situations of one scenario each gear may ask at most.

    ``near`` is in how many facts situations may differ from the plainest one that are all asked
    where a question is asked as a whole; elsewhere it is one. ``cover`` bounds the rows of the
    covering array, ``around_edges`` the rows asked for each edge, ``exhaust`` the size up to
    which every cell is asked, ``sweep`` the cells asked where there are more, ``search`` the
    situations that Hypothesis makes, ``again`` the situations asked a second time. ``most``
    bounds them together, where the calls of the target are counted.
    """

    near: int
    cover: int
    around_edges: int
    exhaust: int
    sweep: int
    search: int
    again: int
    most: int | None = None


EFFORTS: Final[dict[str, Budget]] = {
    "quick": Budget(
        near=1, cover=120, around_edges=1, exhaust=120, sweep=0, search=0, again=20
    ),
    "standard": Budget(
        near=2, cover=2_000, around_edges=4, exhaust=1_000, sweep=0, search=40, again=60
    ),
    "thorough": Budget(
        near=2, cover=5_000, around_edges=12, exhaust=40_000, sweep=70_000, search=300, again=200
    ),
}  # fmt: skip


FEW: Final = 300
"""With fewer calls, a search finds less than points that are chosen."""


def budget(effort: str, calls: int | None) -> Budget:
    """Return the budget of an effort, or the one that spends so many calls on a scenario.

    Args:
        effort: quick, standard or thorough.
        calls: the most situations asked of the scenario, reduction of failures apart; None for
            as many as the effort asks.
    """
    chosen = EFFORTS[effort]
    if calls is None:
        return chosen
    again = min(chosen.again, calls // 20)
    search = min(chosen.search, calls // 5) if calls >= FEW else 0
    first = max(calls - again - search, 0)
    return Budget(
        near=chosen.near,
        cover=min(chosen.cover, first),
        around_edges=chosen.around_edges,
        exhaust=min(chosen.exhaust, first),
        sweep=min(chosen.sweep, first),
        search=search,
        again=again,
        most=first,
    )


def in_pairs(spend: Budget, calls: int = 2) -> Budget:
    """Return what is left of a budget where every situation takes so many calls.

    Pairs look for answers that depend on what must not matter; fewer of them find those.
    """
    most = None if spend.most is None else spend.most // calls
    return replace(
        spend,
        near=1,
        cover=min(spend.cover, max(spend.cover // 4, 100)),
        around_edges=1,
        exhaust=spend.exhaust // 2,
        sweep=spend.sweep // 4,
        search=spend.search // 2,
        again=spend.again // 2,
        most=most,
    )


FEW_EACH: Final = 8
"""With fewer calls for each scenario than this, more of them are left to the scenarios."""

PAIRS_SHARE: Final = 20
"""One part in so many is for comparing answers with each other."""

HAND_OVERS_SHARE: Final = 10
"""One part in so many is for each comparison of hand-overs that follow each other."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """Among how many scenarios the calls of a question are shared.

    ``agreements`` and ``pairs`` count the agreements with the reference, and the scenarios that
    compare answers with each other, that are asked beside them; ``hand_overs`` those that compare
    hand-overs that follow each other.
    """

    scenarios: int = 0
    agreements: int = 0
    pairs: int = 0
    hand_overs: int = 0

    def of(
        self,
        calls: int,
        *,
        agreement: bool = False,
        in_pairs: bool = False,
        hand_overs: bool = False,
    ) -> int:
        """Return how many of a question's calls are for one scenario.

        An agreement asks about everything, and so gets what the others leave.
        """
        if self.scenarios + self.agreements + self.pairs + self.hand_overs <= 1:
            return calls
        for_pairs = calls // PAIRS_SHARE // max(self.pairs, 1)
        for_hand_overs = calls // HAND_OVERS_SHARE
        if in_pairs or hand_overs:
            return for_hand_overs if hand_overs else for_pairs
        left = calls - for_pairs * self.pairs - for_hand_overs * self.hand_overs
        few = left < FEW_EACH * self.scenarios
        reserved = left // (5 if few else 3) if self.agreements else 0
        each = (left - reserved) // max(self.scenarios, 1)
        return left - each * self.scenarios if agreement else each
