"""The closed vocabulary: every phrase is used, and every step has a meaning."""

from __future__ import annotations

from collections import Counter
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest

from datausage.oracle.questions import QUESTIONS
from datausage.oracle.switches import VARIABLES
from datausage.steps import phrases
from datausage.steps.conditions import CONDITIONS
from datausage.steps.outcomes import OUTCOMES
from datausage.steps.phrases import UnknownPhraseError, condition, outcome
from datausage.steps.scenarios import pickles
from datausage.steps.vocabulary import Vocabulary
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import EmptyUniverseError, Universe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PICKLES = [pickle for _, pickle in pickles()]
GIVEN = Counter(step["text"] for pickle in PICKLES for step in pickle["steps"][:-1])
THEN = Counter(pickle["steps"][-1]["text"] for pickle in PICKLES)
PLAIN = [phrase for group in CONDITIONS.values() for phrase in group]
TEXT = "\n".join(
    file.read_text("utf-8")
    for file in resources.files("datausage.features").iterdir()
    if file.name.endswith(".feature")
)


def dead(vocabulary: Iterable[str], used: Iterable[str]) -> list[str]:
    """Return the phrases that nobody uses."""
    return sorted(set(vocabulary) - set(used))


def without_meaning(steps: Iterable[str], meaning: Callable[[str], object]) -> list[str]:
    """Return the steps that have no meaning."""
    return [step for step in steps if not Vocabulary("a phrase", meaning).is_matching(step)]


def test_every_condition_is_used() -> None:
    assert dead(PLAIN, GIVEN) == []


def test_every_outcome_is_used() -> None:
    assert dead(OUTCOMES, THEN) == []


@pytest.mark.parametrize("pattern", [*phrases.GIVEN_PATTERNS, *phrases.THEN_PATTERNS])
def test_every_phrase_with_arguments_is_used(pattern: str) -> None:
    begin, *_ = pattern.split("<")
    assert any(step.startswith(begin) for step in [*GIVEN, *THEN])
    assert begin in TEXT


def test_every_step_has_a_meaning() -> None:
    assert without_meaning(GIVEN, condition) == []
    assert without_meaning(THEN, outcome) == []


def test_a_dead_phrase_and_a_step_without_meaning_are_found() -> None:
    assert dead(["a", "b"], ["a", "c"]) == ["b"]
    assert without_meaning(["any situation", "any moon"], condition) == ["any moon"]


def test_no_phrase_stands_under_two_headings() -> None:
    assert [phrase for phrase, count in Counter(PLAIN).items() if count > 1] == []


def test_a_scenario_gives_and_states_and_does_nothing_else() -> None:
    for pickle in PICKLES:
        kinds = [step["type"] for step in pickle["steps"]]
        assert kinds == ["Context"] * (len(kinds) - 1) + ["Outcome"], pickle["name"]


def test_every_condition_can_be_given_of_some_question_and_names_values_that_exist() -> None:
    for group in CONDITIONS.values():
        for phrase, given in group.items():
            spaces = [space for space in SPACES.values() if set(given) <= set(space.names)]
            assert any(fits(Universe(space).where(given)) for space in spaces), phrase
            for name, values in given.items():
                for value in values:
                    alone = [Universe(s).where({name: (value,)}) for s in spaces]
                    assert any(map(fits, alone)), (phrase, value)


def fits(universe: Universe) -> bool:
    """Say whether what is given leaves some situation."""
    try:
        return universe.cells > 0
    except EmptyUniverseError:
        return False


@pytest.mark.parametrize("phrase", OUTCOMES)
def test_an_outcome_admits_some_answers_of_its_aspects_and_not_all(phrase: str) -> None:
    stated = OUTCOMES[phrase]
    for name in stated.aspects:
        domain = QUESTIONS[stated.question].aspect(name).domain
        assert stated.answers
        assert stated.answers < domain


@pytest.mark.parametrize(
    ("phrase", "meaning"),
    [
        ("an account on the pro plan", {"plan": ("pro",)}),
        ("the user answers 2", {"response": ("2",)}),
        (
            f'the process environment sets {VARIABLES[0]} to ""',
            {VARIABLES[0]: ("",), f"{VARIABLES[0]} in settings": (None,)},
        ),
    ],
)
def test_a_phrase_with_arguments_means_what_they_say(phrase: str, meaning: Any) -> None:
    assert condition(phrase) == meaning


@pytest.mark.parametrize(
    ("meaning", "phrase", "message"),
    [
        (condition, "the moon is full", "no condition reads: the moon is full"),
        (condition, 'the process environment sets MOON to "1"', "no variable MOON"),
        (condition, "the service is on", "no condition reads"),
        (outcome, "the service is metrics", "no outcome reads"),
        (outcome, "each answer on moons is one that the page allows", "no question moons"),
        (outcome, "the service is on.", "no outcome reads"),
    ],
)
def test_a_phrase_outside_the_vocabulary_is_refused(
    meaning: Callable[[str], object], phrase: str, message: str
) -> None:
    with pytest.raises(UnknownPhraseError, match=message):
        meaning(phrase)
