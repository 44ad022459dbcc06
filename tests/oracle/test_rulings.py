"""Rulings: one object for each, and what goes into them worked out once."""

from __future__ import annotations

from typing import Any

import pytest

from datausage.oracle.rulings import INAPPLICABLE, SILENT, ReadPolicy, Ruling, ruled

from .made_up import judged


def test_there_is_one_object_for_each_ruling() -> None:
    assert ruled("x", "rule") is ruled("x", "rule")
    assert ruled("x", "rule") is not ruled("x", "other")
    assert ruled(frozenset("xy"), "rule").answers == {"x", "y"}
    assert (ruled("x", "b", "a").answers, ruled("x", "b", "a").rules) == ({"x"}, ("b", "a"))
    assert not ruled("x").inapplicable
    assert SILENT.answers is INAPPLICABLE.answers is None
    assert (SILENT.inapplicable, INAPPLICABLE.inapplicable) == (False, True)


@pytest.mark.parametrize(
    ("ruling", "only"), [(ruled("x"), True), (ruled(frozenset("xy")), False), (SILENT, False)]
)
def test_a_ruling_permits_only_an_answer_where_it_permits_no_other(
    ruling: Ruling, *, only: bool
) -> None:
    assert ruling.is_only("x") is only
    assert not ruling.is_only("y")


def test_what_no_reading_changes_is_worked_out_once_per_situation() -> None:
    worked: list[tuple[object, ...]] = []

    def work(*arguments: object) -> int:
        worked.append(arguments)
        return len(worked)

    one, other = object(), object()

    def rule(situation: Any, policy: ReadPolicy) -> Ruling:
        first = policy.once(work, one)
        assert policy.once(work, one) == first
        assert policy.once(work, other) != first
        policy.holds("fruit", "apple")
        return ruled("x")

    judged(rule)
    assert worked == [(one,), (other,)]
