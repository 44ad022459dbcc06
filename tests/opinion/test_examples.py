"""The documented examples against the oracle, without generators, universes and judges.

Conditions, situations and statements are written down a second time in this folder, by hand, so
that a mistake in the vocabulary of the specification or in the universes does not hide another.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from datausage.oracle.questions import QUESTIONS
from datausage.oracle.rulings import SILENT, ruled
from datausage.oracle.verdicts import Oracle
from datausage.policy.edition import load

from .building import BUILDERS
from .documented import documented
from .statements import stated
from .stories import MEANING, stories

if TYPE_CHECKING:
    from collections.abc import Callable

    from datausage.oracle.aspects import Aspect

    from .documented import Example

EXAMPLES = [example for example in documented() if example.speaks_of_the_page]
BY_NAME = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
BY_HAND = ("documented", "stories", "building", "statements")
FORBIDDEN = r"datausage\.(universe|steps|grading|session)|hypothesis"


def wrong(example: Example) -> list[str]:
    """Return where the oracle says otherwise than the example, or nothing at all."""
    statement = stated(example.stated)
    question = QUESTIONS[statement.question]
    aspects = [question.aspect(name) for name in statement.aspects] or question.aspects
    oracle, found = Oracle(load()), []
    for story in stories(example.given):
        situation = BUILDERS[question.name](story)
        for aspect in aspects:
            verdict = oracle.verdict(aspect, situation)
            answers = statement.answers or aspect.domain
            unheard = verdict.silent and statement.answers is not None
            if unheard or not verdict.permitted or not verdict.permitted <= answers:
                found.append(f"{aspect.name}: {sorted(verdict.permitted)} where {story}")
    return found


@BY_NAME
def test_the_oracle_permits_nothing_but_what_an_example_states(example: Example) -> None:
    assert wrong(example) == []


def test_all_examples_are_documented_ones_and_none_is_left_out() -> None:
    assert len(EXAMPLES) == len({example.name for example in EXAMPLES})
    left_out = [example for example in documented() if example not in EXAMPLES]
    assert all(re.search(" when ", example.stated) for example in left_out)
    rules = {tag for example in EXAMPLES for tag in example.tags}
    assert set(load().rules) <= rules


def test_every_meaning_written_by_hand_is_used() -> None:
    assert set(MEANING) <= {phrase for example in EXAMPLES for phrase in example.given}


@pytest.mark.parametrize("phrase", ["the moon is full", "CLAUDE_CODE is 1"])
def test_a_phrase_without_a_meaning_fails(phrase: str) -> None:
    with pytest.raises(KeyError):
        list(stories(["any account", phrase]))
    with pytest.raises(KeyError):
        stated(phrase)


@pytest.mark.parametrize("name", BY_HAND)
def test_what_is_written_by_hand_takes_nothing_from_what_it_checks(name: str) -> None:
    text = (Path(__file__).parent / f"{name}.py").read_text("utf-8")
    assert not re.search(FORBIDDEN, text.replace("datausage.features", ""))


# --- each example sees an oracle that is wrong


def otherwise(monkeypatch: pytest.MonkeyPatch, name: str, rule: Callable[[Aspect], Any]) -> None:
    """Have the oracle answer every aspect of a question by another rule."""
    question = QUESTIONS[name]
    aspects = tuple(replace(aspect, rule=rule(aspect)) for aspect in question.aspects)
    monkeypatch.setitem(QUESTIONS, name, replace(question, aspects=aspects))


@BY_NAME
def test_an_oracle_that_permits_the_contrary_as_well_is_found(
    example: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    statement = stated(example.stated)

    def anything(aspect: Aspect) -> Any:
        more = aspect.domain if statement.answers else frozenset({"no such answer"})
        return lambda situation, policy: ruled(more, "some-rule")

    otherwise(monkeypatch, statement.question, anything)
    assert wrong(example)


@BY_NAME
def test_an_oracle_that_says_nothing_is_found(
    example: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    statement = stated(example.stated)
    otherwise(monkeypatch, statement.question, lambda _: lambda situation, policy: SILENT)
    assert bool(wrong(example)) is (statement.answers is not None)
