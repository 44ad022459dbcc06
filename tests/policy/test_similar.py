"""Sentences that were split or merged, told by likenesses alone."""

from __future__ import annotations

from datausage.policy.lock import rebuild
from datausage.policy.sentences import units
from datausage.policy.similar import Group, candidates

LONG = (
    "Every sketch that a customer sends to the repair desk in the course of a month is looked at by"
    " two people who have signed a promise of silence, and is put into a locked drawer of the desk"
    " until the first day of the following month, when it is shredded."
)


def best(old: str, new: str) -> tuple[int, Group]:
    lock = rebuild(old, None, edition="2019-05-02")
    fresh = units(new)
    found = candidates(lock.sentences, fresh, range(len(lock.sentences)), range(len(fresh)))
    return min(found)


def test_a_long_sentence_may_gain_words_when_it_is_split():
    new = LONG.replace(
        ", and is put into", ". After that, and without any further delay, it is put into"
    )
    assert best(LONG, new)[1] == Group((0,), (0, 1))


def test_a_long_sentence_may_lose_words_when_it_is_merged():
    two = LONG.replace(", and is put", ". After that, and without any further delay, it is put")
    assert best(two, LONG)[1] == Group((0, 1), (0,))


def test_neighbours_that_have_nothing_to_do_with_it_are_no_parts():
    new = LONG.replace("two people", "three people") + " Pencils come in boxes of ten."
    assert best(LONG, new)[1] == Group((0,), (0,))
