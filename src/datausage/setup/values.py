"""Values of variables as far as anybody is told: a known spelling, or that it is something else.

A value may be a secret that somebody put in the wrong place. So nothing of it is kept but what
the policy's readings look at.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from datausage.oracle.switches import COUNTING, TRUE_WORDS
from datausage.universe.values import PROCESS_EDGES, PROCESS_VALUES

KNOWN_WORDS: Final = frozenset(
    value.strip().lower() for value in (*PROCESS_VALUES, *PROCESS_EDGES) if value is not None
)
LONGEST: Final = 12
"""A known word with more around it than this is told with a blank on each side."""

SOMETHING_ELSE: Final = "something else"
_NUMBERS: Final = (0, 1, 2)


TEXT: Final = "a text"


@dataclass(frozen=True, slots=True)
class Value:
    """A value: what the oracle is asked about in its place, and whether it may be told.

    ``words`` are the value itself where it is a known spelling, and otherwise words of ours that
    every reading takes for the same. ``kind`` says what kind of JSON value it is.
    """

    words: str
    kind: str = TEXT
    told: bool = True

    @property
    def content(self) -> Any:
        """The value as the oracle is asked about it."""
        return self.words if self.kind == TEXT else json.loads(self.words)

    @property
    def text(self) -> str:
        """The value as it is told, on one line."""
        if not self.told:
            kind = "" if self.kind == TEXT else f" ({self.kind})"
            return f"set to {SOMETHING_ELSE}{kind}"
        if self.kind != TEXT:
            return f"{self.words} ({self.kind})" if self.kind != self.words else self.words
        plain = self.words.isascii() and self.words == self.words.strip() != ""
        return self.words if plain else ascii(self.words).replace("'", '"')

    @property
    def says_yes(self) -> bool:
        """Whether its words say yes, whatever counts as setting a variable."""
        return self.words.strip().lower() in TRUE_WORDS

    @property
    def is_certain(self) -> bool:
        """Whether it sets its variable under every reading."""
        return self.words == "1" and self.kind == TEXT

    @property
    def counting(self) -> tuple[str, ...]:
        """The readings of what counts as setting a variable on which it does."""
        return tuple(name for name, holds in COUNTING.items() if holds(self.words))

    @property
    def reading(self) -> tuple[object, ...]:
        """What readings make of it; values for which that is the same have the same verdicts."""
        return self.kind == TEXT, self.counting


def of_process(text: str) -> Value:
    """Return what is kept of a value in the process environment."""
    word = text.strip()
    if word.lower() not in KNOWN_WORDS:
        return Value(SOMETHING_ELSE, told=False)
    return Value(text if len(text) <= LONGEST else f" {word} ")


def of_file(found: Any) -> Value:
    """Return what is kept of a JSON value in a settings file."""
    if isinstance(found, str):
        return of_process(found)
    if found is None:
        return Value("null", "null")
    if isinstance(found, bool):
        return Value(json.dumps(found), "a boolean")
    if isinstance(found, int) and found in _NUMBERS:
        return Value(str(found), "a number")
    # These words are neither empty nor say yes, like those of whatever stood there.
    if isinstance(found, int | float):
        return Value("2", "a number", told=False)
    return Value("[]", "a list or an object", told=False)
