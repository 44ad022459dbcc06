"""The record of a run, as far as the specification shows it.

A record is a file like any other: it may be cut off, made by hand or meant to deceive. All of it is
checked when it is read, and every text in it is made visible, so that nobody has to think of that
later.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from datausage.grading.grades import PASSING, Grade

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class FactSeen:
    """One fact of a situation; ``matters`` if changing it alone changes the outcome."""

    name: str
    value: str
    matters: bool


@dataclass(frozen=True, slots=True)
class Counterexample:
    """The plainest situation in which something was wrong, and the nearest in which all is well."""

    exposure: str
    question: str
    aspect: str
    facts: tuple[FactSeen, ...]
    said: str
    returned: str
    permitted: tuple[str, ...]
    turns_on: tuple[str, ...]
    detail: str
    nearest: tuple[FactSeen, ...]
    nearest_answer: str
    command: str


@dataclass(frozen=True, slots=True)
class Effort:
    """How much was asked, of how much there is."""

    asked: int = 0
    distinct: int = 0
    judged: int = 0
    cells: int = 0
    cells_covered: int = 0
    edges: int = 0
    edges_covered: int = 0

    def __add__(self, other: Effort) -> Effort:
        return Effort(
            self.asked + other.asked,
            self.distinct + other.distinct,
            self.judged + other.judged,
            self.cells + other.cells,
            self.cells_covered + other.cells_covered,
            self.edges + other.edges,
            self.edges_covered + other.edges_covered,
        )


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """What came out of one scenario."""

    name: str
    grade: Grade
    note: str
    failures: int
    readings: tuple[str, ...]
    effort: Effort
    counterexample: Counterexample | None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What came out of a rule, an agreement or a comparison; without a grade, ``reason`` why."""

    id: str
    grade: Grade | None
    reason: str
    exposure: str
    suspect: bool
    reviewed: str
    waived: bool
    scenarios: tuple[ScenarioResult, ...]

    @property
    def failed(self) -> bool:
        """Whether something was found wrong, or too little was asked to say."""
        return self.grade is not None and self.grade not in {*PASSING, Grade.NOT_OFFERED}

    @property
    def effort(self) -> Effort:
        """How much all scenarios together have asked."""
        return sum((scenario.effort for scenario in self.scenarios), Effort())

    @property
    def readings(self) -> tuple[str, ...]:
        """The readings on which right answers relied, each once."""
        found = (reading for scenario in self.scenarios for reading in scenario.readings)
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Record:
    """The record of one run."""

    complete: bool
    edition: str
    started: str
    finished: str
    conclusion: str
    passed: bool
    reference: str
    name: str
    version: str
    digest: str
    suite: str
    effort: str
    replay: str
    command: str
    offered: tuple[str, ...]
    not_offered: tuple[str, ...]
    declared: Mapping[str, str]
    pinned: Mapping[str, str]
    relied_on: Mapping[str, tuple[str, ...]]
    deselected: tuple[tuple[str, str], ...]
    checks: Mapping[str, CheckResult]
    totals: Mapping[str, int]
    limits: tuple[str, ...]
    strange: tuple[str, ...] = field(default=())
    """Ids of checks that the specification does not know."""

    @property
    def left_out(self) -> Mapping[str, tuple[str, ...]]:
        """What was not selected, by the reason."""
        found: dict[str, list[str]] = {}
        for name, reason in self.deselected:
            found.setdefault(reason, []).append(name)
        return {reason: tuple(names) for reason, names in found.items()}
