"""Answers that rely on readings: which are kept, and how little is kept of them."""

from __future__ import annotations

import gc
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from datausage.grading.coherence import MOST_BOXES, boxes, unimplied
from datausage.grading.grades import MOST_REMEMBERED, Comparison
from datausage.grading.relying import ENOUGH, MOST_AT_HAND, Relied, Relying
from datausage.oracle.verdicts import Verdict

from .answering import answering, outcomes

if TYPE_CHECKING:
    from conftest import VerdictOf

    from datausage.oracle.aspects import Aspect


def test_of_the_answers_that_rely_on_the_same_readings_the_plainest_is_kept(
    aspect: Aspect, verdict_of: VerdictOf
) -> None:
    relying = Relying(plainest=(0, 0))
    for point in [(1, 1), (0, 1), (1, 0), (2, 2)]:
        # Another verdict each time, which says the same.
        found = verdict_of(one="low", other="middle")
        relying.add(answering(aspect, found, "low", *point))
    (same,) = relying.kept
    assert same == boxes([{"point": frozenset({"one"})}])
    permitted = frozenset({"low", "middle"})
    assert relying.kept[same] == Relied((0, 1), aspect, "low", permitted, 1)
    relying.add(answering(aspect, found, "middle", 3, 3))
    assert [one.point for one in relying.kept.values()] == [(0, 1), (3, 3)]


def test_answers_are_kept_where_nothing_is_said_to_be_plainest(
    aspect: Aspect, verdict_of: VerdictOf
) -> None:
    relying, found = Relying(), verdict_of(one="low", other="middle")
    for n in range(2):
        relying.add(answering(aspect, found, "low", n))
    assert [one.point for one in relying.kept.values()] == [(0,)]


def test_an_answer_that_relies_on_nothing_hides_none_that_does(
    aspect: Aspect, verdict_of: VerdictOf
) -> None:
    relying = Relying()
    certain = answering(aspect, verdict_of(one="low", other="low"), "low", 0)
    open_ = answering(aspect, verdict_of(one="low", other="middle"), "low", 0)
    relying.add(certain)
    assert relying.kept == {}
    relying.add(open_._replace(notable=(*certain.notable, *open_.notable)))
    assert [one.said for one in relying.kept.values()] == ["low"]


@pytest.mark.parametrize(("more", "kept"), [(0, 1), (1, 0)])
def test_an_answer_that_says_too_little_about_readings_is_not_kept(
    aspect: Aspect, verdict_of: VerdictOf, more: int, kept: int
) -> None:
    relying = Relying()
    relying.add(answering(aspect, verdict_of(**outcomes(MOST_BOXES + more)), "middle", 0))
    assert len(relying.kept) == kept


def test_however_many_answers_come_few_verdicts_stay(aspect: Aspect, verdict_of: VerdictOf) -> None:
    relying, before = Relying(), _alive()
    for n in range(3 * MOST_AT_HAND):
        found = verdict_of("", **{f"reading{n}": "low", "other": "middle"})
        relying.add(answering(aspect, found, "low", n))
    assert len(relying.kept) == 3 * MOST_AT_HAND
    # As soon as there were too many, twice, it was found that none of them implies another.
    assert relying.enough == 2 * (2 * (ENOUGH + 1) + 1)
    alive = _alive() - before
    # Each of these is remembered by what compares answers with verdicts, too.
    assert alive[Verdict] < MOST_REMEMBERED + 100
    assert alive[Comparison] < MOST_REMEMBERED + MOST_AT_HAND + 100


def test_what_another_answer_implies_is_let_go_of_before_there_is_too_much(
    aspect: Aspect, verdict_of: VerdictOf
) -> None:
    whole, relying, most = Relying(), Relying(), 0
    # Each permits a low answer on one reading more than the one before: the first says it all.
    for n in range(1, MOST_BOXES - 1):
        low = dict.fromkeys([f"reading{m:02}" for m in range(n)], "low")
        found = verdict_of(**{**low, "other": "middle"})
        for one in (whole, relying):
            one.add(answering(aspect, found, "low", n))
            one.add(answering(aspect, found, "middle", n))
        assert relying.enough in (4, ENOUGH)
        relying.enough = min(relying.enough, 4)
        most = max(most, len(relying.kept))
    assert len(whole.kept) == MOST_BOXES - 1
    assert most <= 5
    left = unimplied(whole.kept)
    assert unimplied(relying.kept) == left
    assert [relying.kept[one] for one in left] == [whole.kept[one] for one in left]


def _alive() -> Counter[type]:
    gc.collect()
    return Counter(type(one) for one in gc.get_objects())
