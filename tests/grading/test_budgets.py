"""Budgets: what an effort asks, what so many calls are spent on, and how they are shared."""

from __future__ import annotations

from dataclasses import astuple, replace

import pytest

from datausage.grading.budgets import EFFORTS, Budget, Sharing, budget, in_pairs

STANDARD = EFFORTS["standard"]


EFFORTS_ARE = {
    "quick": (1, 120, 1, 120, 0, 0, 20, None),
    "standard": (2, 2_000, 4, 1_000, 0, 40, 60, None),
    "thorough": (2, 5_000, 12, 40_000, 70_000, 300, 200, None),
}


def test_an_effort_is_what_it_was_when_it_was_measured() -> None:
    """Another number is to be measured anew: how much it catches, and how long it takes."""
    assert {name: astuple(spend) for name, spend in EFFORTS.items()} == EFFORTS_ARE


@pytest.mark.parametrize(("less", "more"), [("quick", "standard"), ("standard", "thorough")])
def test_more_effort_asks_no_less_of_anything(less: str, more: str) -> None:
    one, other = (astuple(replace(EFFORTS[name], most=0)) for name in (less, more))
    assert one != other
    assert all(here <= there for here, there in zip(one, other, strict=True))


def test_the_quick_effort_neither_searches_nor_sweeps_and_none_is_limited() -> None:
    assert (EFFORTS["quick"].search, EFFORTS["quick"].sweep) == (0, 0)
    assert [spend.most for spend in EFFORTS.values()] == [None] * 3


@pytest.mark.parametrize("effort", EFFORTS)
def test_without_a_limit_the_effort_decides(effort: str) -> None:
    assert budget(effort, None) is EFFORTS[effort]


ORDINARY = Budget(
    near=2, cover=200, around_edges=4, exhaust=100, sweep=300, search=70, again=60, most=None
)


@pytest.mark.parametrize(
    ("calls", "again", "search", "first"),
    [
        (0, 0, 0, 0),
        (1, 0, 0, 1),
        (19, 0, 0, 19),
        (20, 1, 0, 19),
        (299, 14, 0, 285),
        (300, 15, 60, 225),
        (400, 20, 70, 310),
        (2_000, 60, 70, 1_870),
    ],
)
def test_a_limit_leaves_a_twentieth_to_ask_again_and_of_many_calls_a_fifth_to_search(
    monkeypatch: pytest.MonkeyPatch, calls: int, again: int, search: int, first: int
) -> None:
    monkeypatch.setitem(EFFORTS, "made up", ORDINARY)
    assert budget("made up", calls) == Budget(
        near=2,
        cover=min(200, first),
        around_edges=4,
        exhaust=min(100, first),
        sweep=min(300, first),
        search=search,
        again=again,
        most=first,
    )


@pytest.mark.parametrize(("most", "left"), [(None, None), (71, 35), (1, 0)])
def test_pairs_ask_about_plain_situations_and_fewer_of_the_others(
    most: int | None, left: int | None
) -> None:
    assert in_pairs(replace(ORDINARY, most=most)) == Budget(
        near=1, cover=100, around_edges=1, exhaust=50, sweep=75, search=35, again=30, most=left
    )


def test_half_a_situation_is_none() -> None:
    odd = Budget(near=2, cover=407, around_edges=4, exhaust=7, sweep=7, search=7, again=7, most=7)
    found = astuple(in_pairs(odd))
    assert found == (1, 101, 1, 3, 1, 3, 3, 3)
    assert all(type(number) is int for number in found)
    assert in_pairs(replace(odd, cover=600)).cover == 150


@pytest.mark.parametrize(
    ("sharing", "calls", "each", "agreement", "pairs"),
    [
        (Sharing(), 100, 100, 100, 100),
        (Sharing(scenarios=1), 100, 100, 100, 100),
        (Sharing(agreements=1), 100, 100, 100, 100),
        (Sharing(pairs=1), 100, 100, 100, 100),
        (Sharing(scenarios=3), 100, 33, 1, 5),
        (Sharing(3, 1), 100, 22, 34, 5),
        (Sharing(2, 1), 16, 5, 6, 0),
        (Sharing(2, 1), 15, 6, 3, 0),
        (Sharing(3, 1, 2), 100, 21, 33, 2),
        (Sharing(1, 1), 10, 7, 3, 0),
        (Sharing(3, 0, 1), 9, 3, 0, 0),
        (Sharing(20, 1), 119, 4, 39, 5),
        (Sharing(4, 0, 3), 110, 26, 3, 1),
        (Sharing(4, 0, 0), 9, 2, 1, 0),
        (Sharing(20, 1), 100, 4, 20, 5),
        (Sharing(scenarios=0, agreements=1, pairs=2), 100, 64, 96, 2),
    ],
)
def test_calls_are_shared_alike_and_an_agreement_gets_what_the_others_leave(
    sharing: Sharing, calls: int, each: int, agreement: int, pairs: int
) -> None:
    assert sharing.of(calls) == each
    assert sharing.of(calls, agreement=True) == agreement
    assert sharing.of(calls, in_pairs=True) == pairs
    assert type(sharing.of(calls, in_pairs=True)) is int


@pytest.mark.parametrize("calls", [0, 1, 7, 50, 100, 1_001])
@pytest.mark.parametrize(
    "sharing", [Sharing(2, 1), Sharing(5, 1, 3), Sharing(40, 1, 2), Sharing(3, 1, 1, 2)]
)
def test_shares_together_are_the_calls_that_are_allowed(sharing: Sharing, calls: int) -> None:
    spent = (
        sharing.scenarios * sharing.of(calls)
        + sharing.of(calls, agreement=True)
        + sharing.pairs * sharing.of(calls, in_pairs=True)
        + sharing.hand_overs * sharing.of(calls, hand_overs=True)
    )
    assert spent == calls


@pytest.mark.parametrize(("calls", "each"), [(200, 20), (64, 6), (9, 0)])
def test_comparisons_of_hand_overs_have_a_tenth_of_the_calls_each(calls: int, each: int) -> None:
    assert Sharing(3, 1, 0, 2).of(calls, hand_overs=True) == each
    assert Sharing(hand_overs=1).of(calls, hand_overs=True) == calls


def test_a_comparison_that_takes_three_calls_is_made_less_often() -> None:
    assert in_pairs(replace(ORDINARY, most=20), 3).most == 6


def test_hand_overs_that_follow_each_other_take_a_share_from_a_single_scenario() -> None:
    sharing = Sharing(scenarios=1, hand_overs=1)
    shares = [sharing.of(100, hand_overs=True), sharing.of(100)]
    assert min(shares) > 0
    assert sum(shares) == 100
