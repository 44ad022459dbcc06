"""The universes consist of the facts, points and situations of the table that was reviewed."""

from __future__ import annotations

import pytest

from datausage.universe.catalogue import SPACES

from .pinning import TABLE, facts, lines

BLOCKS = {
    block[0]: block[1:]
    for block in (part.splitlines() for part in TABLE.read_text("utf-8").split("== ")[1:])
}


def test_the_facts_have_the_domains_that_were_reviewed() -> None:
    assert list(facts()) == BLOCKS["facts"]


@pytest.mark.parametrize("question", SPACES)
def test_the_situations_of_a_question_are_those_that_were_reviewed(question: str) -> None:
    assert list(lines(SPACES[question])) == BLOCKS[question]


def test_the_table_has_an_entry_for_each_question_and_no_other() -> None:
    assert list(BLOCKS) == ["facts", *SPACES]
