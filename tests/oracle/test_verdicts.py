"""A verdict joins what the readings permit, and is made once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from datausage.oracle.aspects import Aspect
from datausage.oracle.rulings import INAPPLICABLE, SILENT, ReadPolicy, Ruling, ruled
from datausage.oracle.verdicts import MOST_ESSENCES, MOST_KNOWN, Oracle

from .made_up import EDITION, judged


def by_fruit(situation: Any, policy: ReadPolicy) -> Ruling:
    """Permit another answer under each reading of one point."""
    return ruled({"apple": "x", "pear": "y", "plum": "z"}[policy.reading("fruit")], "sweet")


def test_a_verdict_joins_what_all_readings_permit() -> None:
    found = judged(by_fruit)
    assert (found.permitted, found.mainstream, found.certain) == ({*"xyz"}, {*"xz"}, set())
    assert (found.open, found.silent, found.inapplicable, found.determined) == (
        True,
        False,
        False,
        False,
    )
    assert (found.rules, found.turns_on) == (("sweet",), ("fruit",))
    assert [outcome.weak for outcome in found.outcomes] == [False, True, False]
    assert found.supporting("y") == ({"fruit": {"pear"}},)


def test_a_settled_point_is_no_choice() -> None:
    found = judged(by_fruit, fruit="pear")
    assert (found.permitted, found.certain, found.determined) == ({"y"}, {"y"}, True)
    assert [dict(outcome.readings) for outcome in found.outcomes] == [{}]


def test_readings_are_parted_as_far_as_they_are_asked_for() -> None:
    def rule(situation: Any, policy: ReadPolicy) -> Ruling:
        if policy.holds("fruit", "apple", "pear"):
            return ruled("x", "first") if policy.holds("day", "one") else ruled("x", "second")
        return ruled("y", "third") if policy.holds("fruit", "plum") else SILENT

    found = judged(rule)
    assert [(dict(o.readings), o.ruling.rules) for o in found.outcomes] == [
        ({"fruit": {"apple", "pear"}, "day": {"one"}}, ("first",)),
        ({"fruit": {"apple", "pear"}, "day": {"other"}}, ("second",)),
        ({"fruit": {"plum"}}, ("third",)),
    ]
    assert (found.rules, found.turns_on) == (("first", "second", "third"), ("fruit",))
    assert [outcome.weak for outcome in found.outcomes] == [False] * 3


def test_a_verdict_turns_on_points_of_which_a_change_alone_changes_what_is_permitted() -> None:
    def both(situation: Any, policy: ReadPolicy) -> Ruling:
        one, other = policy.holds("fruit", "apple"), policy.holds("day", "one")
        return ruled("x" if one and other else "y")

    assert judged(both).turns_on == ("day", "fruit")

    def only_together(situation: Any, policy: ReadPolicy) -> Ruling:
        if policy.holds("fruit", "apple"):
            return ruled("x")
        return ruled("x") if policy.holds("fruit", "pear") else ruled("y")

    assert judged(only_together).turns_on == ("fruit",)


def test_where_a_reading_is_silent_every_answer_is_supported_and_none_certain() -> None:
    def rule(situation: Any, policy: ReadPolicy) -> Ruling:
        return SILENT if policy.holds("fruit", "pear") else ruled("x")

    found = judged(rule)
    assert (found.permitted, found.mainstream, found.certain) == ({*"xyz"}, {"x"}, set())
    assert (found.open, found.silent, found.determined) == (True, False, False)
    assert found.supporting("x") == ({"fruit": {"pear"}}, {"fruit": {"apple", "plum"}})
    assert found.supporting("z") == ({"fruit": {"pear"}},)


@pytest.mark.parametrize(("ruling", "inapplicable"), [(SILENT, False), (INAPPLICABLE, True)])
def test_where_no_reading_speaks_the_verdict_is_silent_and_not_open(
    ruling: Ruling, *, inapplicable: bool
) -> None:
    found = judged(lambda situation, policy: ruling)
    assert (found.open, found.silent, found.determined) == (False, True, False)
    assert found.inapplicable is inapplicable


def test_the_same_ways_through_the_readings_give_the_same_verdict() -> None:
    oracle = Oracle(EDITION)
    aspect = Aspect("a", "", ("x", "y", "z"), by_fruit)
    assert oracle.verdict(aspect, 1) is oracle.verdict(aspect, 2)
    assert oracle.verdict(replace(aspect, name="b"), 1) is not oracle.verdict(aspect, 1)


def test_verdicts_share_the_outcomes_and_the_choices_that_they_have_in_common() -> None:
    """There are hundreds of outcomes to some verdicts: a run could not hold them all apart."""

    def rule(situation: str, policy: ReadPolicy) -> Ruling:
        return ruled("x" if policy.holds("fruit", "pear") else situation, "rule")

    aspect, oracle = Aspect("a", "", ("x", "y", "z"), rule), Oracle(EDITION)
    one, other = oracle.verdict(aspect, "y"), oracle.verdict(aspect, "z")
    assert one is not other
    assert one.outcomes[0] is other.outcomes[0]
    assert one.outcomes[1] != other.outcomes[1]
    assert one.outcomes[1].readings is other.outcomes[1].readings


def test_an_oracle_keeps_a_bounded_number_of_verdicts() -> None:
    oracle = Oracle(EDITION)
    aspect = Aspect("a", "", ("x",), lambda situation, policy: ruled("x", f"rule {situation}"))
    first = oracle.verdict(aspect, 0)
    for number in range(1, MOST_KNOWN):
        oracle.verdict(aspect, number)
    assert oracle.verdict(aspect, 0) is first
    oracle.verdict(aspect, MOST_KNOWN)
    again = oracle.verdict(aspect, 0)
    assert again is not first
    assert again.rules == first.rules


def test_a_verdict_takes_as_much_room_as_it_has_outcomes() -> None:
    def rule(situation: int, policy: ReadPolicy) -> Ruling:
        other = "y" if policy.holds("fruit", "apple") else "x"
        return ruled(other, f"rule {situation}")

    oracle = Oracle(EDITION)
    aspect = Aspect("a", "", ("x", "y"), rule)
    first = oracle.verdict(aspect, 0)
    assert len(first.outcomes) == 2
    for number in range(1, MOST_KNOWN // 2):
        oracle.verdict(aspect, number)
    assert oracle.verdict(aspect, 0) is first
    oracle.verdict(aspect, MOST_KNOWN)
    assert oracle.verdict(aspect, 0) is not first


def test_with_the_verdicts_goes_what_is_known_of_essences() -> None:
    explored: list[int] = []

    def rule(essence: int, policy: ReadPolicy) -> Ruling:
        explored.append(essence)
        return ruled("x", f"rule {essence}")

    oracle = Oracle(EDITION)
    distilling = Aspect("a", "", ("x",), rule, essence=lambda situation: situation)
    plain = Aspect("b", "", ("x",), lambda situation, policy: ruled("x", f"rule {situation}"))
    oracle.verdict(distilling, 0)
    for number in range(1, MOST_KNOWN):
        oracle.verdict(plain, number)
    oracle.verdict(distilling, 1)
    oracle.verdict(distilling, 0)
    assert explored == [0, 1, 0]


def test_situations_of_one_essence_are_explored_once_as_long_as_they_are_known() -> None:
    explored: list[int] = []

    def rule(essence: int, policy: ReadPolicy) -> Ruling:
        explored.append(essence)
        return ruled("x")

    oracle = Oracle(EDITION)
    aspect = Aspect("a", "", ("x",), rule, essence=lambda situation: situation // 2)
    for number in (0, 1, 2, 0, 3):
        oracle.verdict(aspect, number)
    assert explored == [0, 1]
    for number in range(2, MOST_ESSENCES):
        oracle.verdict(aspect, 2 * number)
    oracle.verdict(aspect, 0)
    assert len(explored) == MOST_ESSENCES
    oracle.verdict(aspect, 2 * MOST_ESSENCES)
    oracle.verdict(aspect, 0)
    assert explored[MOST_ESSENCES:] == [MOST_ESSENCES, 0]


def test_aspects_that_distil_otherwise_share_nothing_of_a_situation() -> None:
    def distilling(essence: str) -> Aspect:
        return Aspect(
            essence, "", ("x", "y"), lambda word, policy: ruled(word), essence=lambda _: essence
        )

    oracle, situation = Oracle(EDITION), object()
    for word in ("x", "y", "x"):
        assert oracle.verdict(distilling(word), situation).permitted == {word}


@pytest.mark.parametrize("essences", ["one", "two", "none"])
def test_verdicts_about_several_aspects_are_those_about_each(essences: str) -> None:
    def half(situation: int) -> int:
        return situation // 2

    other = {"one": half, "two": lambda situation: situation, "none": None}[essences]
    rules = [
        (lambda seen, policy, name=name: ruled("x", f"{name}{seen}")) for name in ("first", "other")
    ]
    aspects = tuple(
        Aspect(name, "", ("x",), rule, essence=essence)
        for name, rule, essence in zip("ab", rules, (half, other), strict=True)
    )
    oracle = Oracle(EDITION)
    for situation in (4, 5, 6, 4):
        found = oracle.verdicts(aspects, situation)
        assert found == tuple(Oracle.verdict(oracle, aspect, situation) for aspect in aspects)
        assert found == oracle.verdicts(aspects, situation)
        assert oracle.verdicts(aspects[1:], situation) == found[1:]
    assert oracle.verdicts((), 4) == ()


def test_what_several_aspects_have_in_common_is_distilled_once_and_they_are_kept_together() -> None:
    distilled: list[int] = []

    def half(situation: int) -> int:
        distilled.append(situation)
        return situation // 2

    aspects = tuple(
        Aspect(name, "", ("x",), lambda seen, policy: ruled("x", f"{seen}"), essence=half)
        for name in "ab"
    )
    oracle = Oracle(EDITION)
    first, other = oracle.verdicts(aspects, 4), oracle.verdicts(aspects, 6)
    assert distilled == [4, 6]
    assert oracle.verdicts(aspects, 5) is first
    assert oracle.verdicts(aspects[:1], 5) == first[:1]
    assert oracle.verdicts(aspects, 7) is other
