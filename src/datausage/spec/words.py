"""Words of the specification that stand in no feature and no edition: ours, for its readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from datausage.spec.document import Phrase
from datausage.steps.conditions import CONDITIONS
from datausage.steps.outcomes import OUTCOMES
from datausage.steps.phrases import GIVEN_PATTERNS, THEN_PATTERNS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from datausage.steps.outcomes import Outcome

MODALITIES: Final[Mapping[str, str]] = {
    "must": "it has to be so",
    "must not": "it must never be so",
    "may": "it is allowed; whoever does less breaks nothing, but must not say it is forbidden",
    "default": "it is so unless somebody sets it otherwise, in a way that the page provides",
    "fact": "it is so",
}
ORIGINS: Final[Mapping[str, str]] = {
    "stated": "a sentence of the page says it",
    "derived": "it follows from sentences of the page; the reason is given",
}
KINDS: Final[Mapping[str, str]] = {
    "gap": "no sentence speaks",
    "ambiguity": "one sentence can be read in several ways",
    "conflict": "two sentences collide, and the page does not say which comes first",
    "deferral": "the page points to another document",
}
SENTENCE_KINDS: Final[Mapping[str, str]] = {
    "rule": "says what must, must not, may or by default happens",
    "definition": "explains a term that other sentences use",
    "fact": "says how things are",
    "pointer": "names another document",
    "information": "introduces or describes",
}


def day(moment: date) -> str:
    """Return a day in words, such as 8 October 2025."""
    return f"{moment.day} {moment:%B %Y}"


def vocabulary() -> Mapping[str, tuple[Phrase, ...]]:
    """Return every phrase with its meaning, by heading."""
    given = {
        heading: tuple(Phrase(text, _facts(facts)) for text, facts in phrases.items())
        for heading, phrases in CONDITIONS.items()
    }
    return {
        **{f"Given: {heading}": phrases for heading, phrases in given.items()},
        "Given: with arguments": _patterns(GIVEN_PATTERNS),
        "Then": tuple(Phrase(text, _outcome(outcome)) for text, outcome in OUTCOMES.items()),
        "Then: with arguments": _patterns(THEN_PATTERNS),
    }


def _patterns(patterns: Mapping[str, str]) -> tuple[Phrase, ...]:
    return tuple(Phrase(text, means) for text, means in patterns.items())


def _facts(facts: Mapping[str, tuple[object, ...]]) -> str:
    if not facts:
        return "names what the scenario is about"
    return "; ".join(f"{name}: {', '.join(map(shown, values))}" for name, values in facts.items())


def shown(value: object) -> str:
    """Return the value of a fact as text of one line, in which nothing is unseen."""
    text = str(value)
    seen = text.isascii() and text.isprintable() and text == text.strip() != ""
    return "not set" if value is None else text if seen else ascii(value)


def _outcome(outcome: Outcome) -> str:
    admitted = " or ".join(sorted(outcome.answers or ()))
    return f"{', '.join(outcome.aspects)} (question {outcome.question}): {admitted}"
