"""The verdicts about fixed situations are those of the table that was reviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from datausage.oracle.questions import QUESTIONS

from .pinning import TABLE, lines

if TYPE_CHECKING:
    from datausage.oracle.aspects import Aspect, Question

BLOCKS = [block.splitlines() for block in TABLE.read_text("utf-8").split("== ")[1:]]
ASPECTS = [(question, aspect) for question in QUESTIONS.values() for aspect in question.aspects]


@pytest.mark.parametrize(
    ("question", "aspect"),
    ASPECTS,
    ids=[f"{question.name} {aspect.name}" for question, aspect in ASPECTS],
)
def test_the_verdicts_about_fixed_situations_are_those_that_were_reviewed(
    question: Question, aspect: Aspect
) -> None:
    heading, *found = lines(question, aspect)
    wanted = next(b for b in BLOCKS if b[0].startswith(f"{question.name}, {aspect.name}: "))
    assert (heading.removeprefix("== "), found) == (wanted[0], wanted[1:])


def test_the_table_has_an_entry_for_each_aspect_and_no_other() -> None:
    headings = [block[0].partition(":")[0] for block in BLOCKS]
    assert headings == [f"{question.name}, {aspect.name}" for question, aspect in ASPECTS]
