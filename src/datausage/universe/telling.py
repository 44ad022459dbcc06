"""Telling points: those that gave planted faults away, asked first where few can be asked.

They are chosen once by ``datausage telling``, which plants the faults, and shipped.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from datausage.universe.spaces import Point, Space, Value

FILE: Final = "telling.json"


@dataclass(frozen=True, slots=True)
class Telling:
    """A point that tells: its facts that are not the plainest, and the faults that it gave away."""

    facts: Mapping[str, Value]
    faults: tuple[str, ...]

    def point(self, space: Space) -> Point:
        """Return the point; a fact that the space does not have any more is left out."""
        return tuple(self.facts.get(fact.name, fact.values[0]) for fact in space.facts)


Shipped = Mapping[str, Mapping[str, "Sequence[Telling]"]]
"""By question and rule, the telling points in the order in which they are asked."""


@cache
def shipped() -> Shipped:
    """Return the telling points that are shipped."""
    text = (resources.files("datausage.universe") / FILE).read_text("utf-8")
    return {
        question: {
            rule: tuple(Telling(one["facts"], tuple(one["faults"])) for one in found)
            for rule, found in rules.items()
        }
        for question, rules in json.loads(text).items()
    }


def telling(space: Space, rule: str, leaving_out: Collection[str] = ()) -> tuple[Point, ...]:
    """Return the points that are asked first of a question for a rule, or an agreement.

    Args:
        space: the space of the question.
        rule: the rule.
        leaving_out: faults; points that gave away no other are left out.
    """
    found = shipped().get(space.question, {}).get(rule, ())
    return tuple(one.point(space) for one in found if not set(one.faults) <= set(leaving_out))


def written(found: Shipped) -> str:
    """Return the text of the file that is shipped, one point a line."""
    document: dict[str, Any] = {
        question: {
            rule: [{"facts": dict(one.facts), "faults": list(one.faults)} for one in points]
            for rule, points in rules.items()
        }
        for question, rules in found.items()
    }
    return json.dumps(document, indent=1) + "\n"
