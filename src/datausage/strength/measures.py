"""What is measured of one fault, or of an implementation that follows a weak reading."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from datausage.strength.running import STANDARD, catching, caught, contesting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from datausage.strength.planted import Fault
    from datausage.strength.running import Catch, Spend
    from datausage.strength.weak_readings import Following


@dataclass(frozen=True, slots=True)
class Runs:
    """What came of several runs with one budget, each with another seed.

    ``median`` and ``most`` are over the runs that caught the fault: half of them needed no more
    calls than the one, 95 % no more than the other. Both are None where none did.
    """

    caught: int
    runs: int
    median: float | None
    most: int | None

    @classmethod
    def of(cls, catches: Sequence[Catch | None]) -> Runs:
        """Sum up what runs returned."""
        calls = sorted(catch.calls for catch in catches if catch)
        if not calls:
            return cls(0, len(catches), None, None)
        ninety_fifth = calls[math.ceil(0.95 * len(calls)) - 1]
        return cls(len(calls), len(catches), median(calls), ninety_fifth)

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "caught": self.caught,
            "runs": self.runs,
            "calls until caught, median": self.median,
            "calls until caught, 95th percentile": self.most,
        }


@dataclass(frozen=True, slots=True)
class Measured:
    """A fault, and how it was caught.

    ``first`` is the check that caught it first with the first seed at standard effort, in the
    direction ``direction``; ``checks`` are all that catch it then; ``runs`` is by budget.
    """

    name: str
    kind: str
    question: str
    mistake: str
    rules: tuple[str, ...]
    first: str
    direction: str
    checks: tuple[str, ...]
    runs: Mapping[str, Runs]

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "fault": self.name,
            "kind": self.kind,
            "question": self.question,
            "mistake": self.mistake,
            "rules": list(self.rules),
            "caught first by": self.first,
            "direction": self.direction,
            "caught by": list(self.checks),
            "runs": {name: runs.to_json() for name, runs in self.runs.items()},
        }


@dataclass(frozen=True, slots=True)
class Excused:
    """A weak reading, and the checks that call answers contested which it alone excuses.

    ``question`` is None where every answer that it gives is given by a mainstream reading, too.
    """

    point: str
    reading: str
    question: str | None
    checks: tuple[str, ...]

    @property
    def reason(self) -> str:
        """Why nothing is contested, where that is so."""
        return "" if self.question else "a mainstream reading gives each of its answers as well"

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "point": self.point,
            "reading": self.reading,
            "question": self.question,
            "contested by": list(self.checks),
            "not contested because": self.reason,
        }


def measured(fault: Fault, seeds: int, spends: Sequence[Spend]) -> Measured:
    """Measure a fault with so many seeds for each budget.

    All checks that catch it are collected with the first seed at standard effort; other runs end
    with the first check that does.
    """
    runs = {spend.name: [caught(fault, seed, spend) for seed in range(seeds)] for spend in spends}
    standard = next(iter(runs.get(STANDARD.name, ())), None)
    return Measured(
        name=fault.name,
        kind=str(fault.kind),
        question=fault.question,
        mistake=fault.mistake,
        rules=fault.rules,
        first=standard.check if standard else "",
        direction=standard.direction if standard else "",
        checks=catching(fault) if standard else (),
        runs={name: Runs.of(catches) for name, catches in runs.items()},
    )


def excused(following: Following) -> Excused:
    """Say which checks call the answers of a weak reading contested."""
    return Excused(following.point, following.reading, following.question, contesting(following))
