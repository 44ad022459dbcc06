"""Questions and their aspects: what is asked, and which answers there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from datausage.oracle.rulings import ReadPolicy, Ruling

UNDETERMINED = "undetermined"
"""The answer of a target that says the policy does not decide."""


class MalformedAnswerError(ValueError):
    """An answer is not of the form that its question asks for; the message says how."""


RuleFunction = Callable[[Any, "ReadPolicy"], "Ruling"]
"""A function of the oracle: a situation, or its essence, under one reading of the policy."""


@dataclass(frozen=True, eq=False)
class Aspect:
    """One thing that an answer says.

    ``values`` are the possible answers; where ``ranked``, from the one that exposes least to the
    one that exposes most. ``essence`` distils from a situation all that the rule looks at, before
    any reading is asked for; the rule then gets that instead of the situation, and situations of
    one essence have one verdict.
    """

    name: str
    title: str
    values: tuple[str, ...]
    rule: RuleFunction
    ranked: bool = True
    essence: Callable[[Any], Hashable] | None = None

    @cached_property
    def domain(self) -> frozenset[str]:
        """All possible answers."""
        return frozenset(self.values)


class Observe(Protocol):
    """Reads a target's answer: which value it gives to each aspect."""

    def __call__(self, situation: Any, answer: object) -> Mapping[str, str]:
        """Return the value of each aspect; raise MalformedAnswerError where there is none."""


class Subject(Protocol):
    """Joins what was asked with what was answered, where the oracle judges both together."""

    def __call__(self, situation: Any, answer: object) -> Any:
        """Return the situation that the oracle judges."""


@dataclass(frozen=True)
class Question:
    """A question: the situations it is asked about, and how its answers are read."""

    name: str
    title: str
    situation: type
    aspects: tuple[Aspect, ...]
    observe: Observe
    subject: Subject | None = None

    @cached_property
    def arguments(self) -> tuple[str, ...]:
        """The names of the arguments that a target receives."""
        return tuple(field.name for field in fields(self.situation))

    @property
    def is_decision(self) -> bool:
        """Whether an answer is one word, and says itself what it says."""
        return len(self.aspects) == 1 and self.subject is None

    def aspect(self, name: str) -> Aspect:
        """Return the aspect of that name; raise LookupError where there is none."""
        for aspect in self.aspects:
            if aspect.name == name:
                return aspect
        raise LookupError(name)
