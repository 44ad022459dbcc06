"""Replay tokens: one point of one question, as a word for the command line."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.universe.spaces import Point, Space, Value


class TokenError(ValueError):
    """A word is no replay token; the message says why."""


@dataclass(frozen=True, slots=True)
class Token:
    """What a replay token names: a rule, a question and the facts that are not the plainest."""

    rule: str
    question: str
    facts: Mapping[str, Value]

    def point(self, space: Space) -> Point:
        """Return the point of the space that the token names.

        Raises:
            TokenError: the space has no such fact, or a fact no such value.
        """
        unknown = [name for name in self.facts if name not in space.names]
        if unknown:
            raise TokenError(f"it names a fact that {self.question} does not have: {unknown[0]}")
        point = tuple(self.facts.get(fact.name, fact.values[0]) for fact in space.facts)
        try:
            space.situation(point)
        except (LookupError, ValueError, TypeError, ArithmeticError, AttributeError) as error:
            raise TokenError(f"it holds a value that no fact of {self.question} has") from error
        return point


def write(rule: str, space: Space, point: Point) -> str:
    """Return the token of a point."""
    facts = {
        fact.name: value
        for fact, value in zip(space.facts, point, strict=True)
        if (type(value), value) != (type(fact.values[0]), fact.values[0])
    }
    plain = json.dumps([space.question, facts], separators=(",", ":"))
    return f"{rule}:{base64.urlsafe_b64encode(plain.encode()).decode().rstrip('=')}"


def read(token: str) -> Token:
    """Return what a token names.

    Raises:
        TokenError: it was not made by ``write``.
    """
    rule, colon, coded = token.partition(":")
    if not colon:
        raise TokenError("it has no colon between the rule and the situation")
    try:
        document: Any = json.loads(base64.b64decode(coded + "=" * (-len(coded) % 4), b"-_", True))
        question, facts = document
    except (binascii.Error, ValueError, TypeError, RecursionError) as error:
        raise TokenError("what follows the colon is not a situation") from error
    plain = str | int | bool | None
    if not isinstance(question, str) or not isinstance(facts, dict):
        raise TokenError("what follows the colon is not a situation")
    if not all(isinstance(value, plain) for value in facts.values()):
        raise TokenError("what follows the colon is not a situation")
    return Token(rule, question, facts)
