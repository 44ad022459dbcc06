"""Checks as a record has them: rules, agreements and comparisons, each with its scenarios."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - types are looked at when a record is read
from dataclasses import dataclass, field
from typing import Literal

from datausage.grading.grades import Exposure, Grade  # noqa: TC001 - for the same reason

Kind = Literal["rule", "agreement", "comparison"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """How much of what there is was asked; the fields are those of a result."""

    asked: int
    distinct: int
    judged: int
    calls: int
    cells: int
    cells_covered: int
    edges: int
    edges_covered: int
    first_failure: int
    grades: Mapping[Grade, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact of a situation; ``matters`` if changing it alone makes all well."""

    name: str
    value: str
    matters: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One fact in which the nearest situation differs, with its value there."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The plainest situation in which something is wrong, and the command that asks it again."""

    grade: Grade
    exposure: Exposure | None
    question: str
    aspect: str
    facts: tuple[Fact, ...]
    said: str
    permitted: tuple[str, ...]
    rules: tuple[str, ...]
    turns_on: tuple[str, ...]
    detail: str
    nearest: tuple[Change, ...]
    nearest_answer: str
    returned: str
    replay: str
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What came out of one scenario, or of one row of its examples."""

    name: str
    question: str
    grade: Grade
    note: str
    failures: int
    readings: tuple[str, ...]
    population: Population
    finding: Finding | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Who has reviewed a rule, and on which day."""

    by: str
    on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waived:
    """What of a check is waived.

    ``by`` are the places of the waivers in the record, from 1; ``whole`` is whether nothing that
    fails is left.
    """

    by: tuple[int, ...]
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A rule, an agreement or a comparison, with its scenarios that ran.

    ``grade`` is None where there is no result; ``reason`` then says why, and stands nowhere else.
    """

    id: str
    kind: Kind
    part: str
    statement: str | None
    modality: str | None
    origin: Literal["stated", "derived"] | None
    sentences: tuple[str, ...]
    reviewed: Review | None
    suspect: bool
    grade: Grade | None
    reason: str | None = field(default=None, metadata={"optional": True})
    exposure: Exposure | None
    waiver: Waived | None
    scenarios: tuple[Scenario, ...]
