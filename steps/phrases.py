"""What the phrases of the specification mean, with and without arguments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from datausage.oracle.questions import QUESTIONS
from datausage.oracle.switches import VARIABLES
from datausage.steps.conditions import CONDITIONS
from datausage.steps.outcomes import OUTCOMES, Outcome
from datausage.universe.changes import CHANGES
from datausage.universe.configurations import filed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.oracle.aspects import Question
    from datausage.universe.spaces import Value

SETS: Final = 'the process environment sets <variable> to "<value>"'
PLAN: Final = "an account on the <plan> plan"
ANSWERS: Final = "the user answers <response>"
RATING: Final = "the recorded rating is <rating>"
UNCHANGED: Final = "each answer on <question> stays the same when <change>"
RESTRICTED: Final = "no answer on <question> exposes more when <change>"
AGREES: Final = "each answer on <question> is one that the page allows"

GIVEN_PATTERNS: Final[dict[str, str]] = {
    SETS: "One variable stands in the process environment with a value, and not in the file.",
    PLAN: "An account on one plan.",
    ANSWERS: "A survey with one answer.",
}
THEN_PATTERNS: Final[dict[str, str]] = {
    RATING: "The rating, and no other, is recorded.",
    AGREES: "Every aspect of the answer is one that some admissible reading permits.",
    UNCHANGED: "What the target answers before and after the change is the same.",
    RESTRICTED: "What the target answers after the change permits no more than before.",
}


class UnknownPhraseError(LookupError):
    """A phrase is not in the vocabulary of the specification."""


def condition(phrase: str) -> Mapping[str, tuple[Value, ...]]:
    """Return what a Given phrase restricts.

    Raises:
        UnknownPhraseError: it is no phrase of the vocabulary, or names what does not exist.
    """
    for phrases in CONDITIONS.values():
        if phrase in phrases:
            return phrases[phrase]
    if found := _match(SETS, phrase):
        if found["variable"] not in VARIABLES:
            raise UnknownPhraseError(f"the policy knows no variable {found['variable']}")
        return {found["variable"]: (found["value"],), filed(found["variable"]): (None,)}
    if found := _match(PLAN, phrase):
        return {"plan": (found["plan"],)}
    if found := _match(ANSWERS, phrase):
        return {"response": (found["response"],)}
    raise UnknownPhraseError(f"no condition reads: {phrase}")


def outcome(phrase: str) -> Outcome:
    """Return what a Then phrase states.

    Raises:
        UnknownPhraseError: it is no phrase of the vocabulary, or names what does not exist.
    """
    if phrase in OUTCOMES:
        return OUTCOMES[phrase]
    if found := _match(RATING, phrase):
        return Outcome("survey_record", ("rating",), frozenset({found["rating"]}))
    if found := _match(AGREES, phrase):
        question = _question(found["question"])
        return Outcome(question.name, tuple(aspect.name for aspect in question.aspects), None)
    for pattern in (UNCHANGED, RESTRICTED):
        if found := _match(pattern, phrase):
            return _compared(found["question"], found["change"], restricting=pattern is RESTRICTED)
    raise UnknownPhraseError(f"no outcome reads: {phrase}")


def _question(words: str) -> Question:
    question = QUESTIONS.get(words.replace(" ", "_"))
    if question is None:
        raise UnknownPhraseError(f"there is no question {words}")
    return question


def _compared(words: str, change: str, *, restricting: bool) -> Outcome:
    """Return what is stated of answers before and after a change."""
    question = _question(words)
    if change not in CHANGES or CHANGES[change].restricting is not restricting:
        raise UnknownPhraseError(f"there is no such change: {change}")
    if CHANGES[change].of_hand_overs and not question.subject:
        raise UnknownPhraseError(f"nothing is handed on with an answer on {words}")
    aspects = question.aspects[:1] if restricting else question.aspects
    return Outcome(question.name, tuple(aspect.name for aspect in aspects), None, change)


def _match(pattern: str, phrase: str) -> dict[str, str]:
    """Return the arguments of a phrase, or nothing where it has not the form of the pattern."""
    pieces = re.split(r"<(\w+)>", pattern)
    expression = "".join(
        f"(?P<{piece}>.*?)" if number % 2 else re.escape(piece)
        for number, piece in enumerate(pieces)
    )
    found = re.fullmatch(expression, phrase)
    return found.groupdict() if found else {}
