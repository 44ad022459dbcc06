"""An edition of the policy: its parts, rules, open points and locked sentences."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

FIRST_EDITION = "2025-10-27"


class UnknownEditionError(LookupError):
    """No data is shipped for the edition asked for."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the page: its id, our title, the page's heading and an introduction of ours."""

    id: str
    title: str
    heading: str
    introduction: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One universal statement of ours, derived from sentences of the page.

    ``modality`` is must, must not, may, default or fact. ``origin`` is stated, or derived with
    its ``rationale``. ``edges`` are the dates and day counts on which the rule turns; they are
    declared here and nowhere else. ``floor`` is the fewest situations that count as evidence.
    """

    id: str
    part: str
    statement: str
    modality: str
    origin: str
    question: str
    sentences: tuple[str, ...]
    rationale: str = ""
    edges: Mapping[str, Any] = field(default_factory=dict)
    floor: int = 10
    valid_from: str = FIRST_EDITION
    valid_to: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One admissible answer to an open point; ``weak`` where few would argue it."""

    id: str
    weak: bool
    means: str


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A place where the page does not decide, with the question a lawyer can answer.

    ``register_only`` marks a point that no question of the edition asks about.
    """

    id: str
    part: str
    kind: str
    question: str
    rules: tuple[str, ...]
    readings: tuple[Reading, ...]
    register_only: bool = False
    names: frozenset[str] = field(init=False)
    weak: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        weak = frozenset(reading.id for reading in self.readings if reading.weak)
        object.__setattr__(self, "names", frozenset(reading.id for reading in self.readings))
        object.__setattr__(self, "weak", weak)

    def reading(self, name: str) -> Reading:
        """Return the reading of that id; raise LookupError where the point has none such."""
        for reading in self.readings:
            if reading.id == name:
                return reading
        raise LookupError(name)


@dataclass(frozen=True, slots=True)
class Edition:
    """One dated wording of the policy, as data."""

    id: str
    title: str
    parts: tuple[Part, ...]
    rules: Mapping[str, Rule]
    points: Mapping[str, OpenPoint]

    def part(self, name: str) -> Part:
        """Return the part of that id; raise LookupError where there is none."""
        for part in self.parts:
            if part.id == name:
                return part
        raise LookupError(name)

    def rules_of(self, part: str) -> tuple[Rule, ...]:
        """Return the rules of one part, in the page's order."""
        return tuple(rule for rule in self.rules.values() if rule.part == part)

    def day(self, rule: str) -> date:
        """Return the date on which a rule turns."""
        value = self.rules[rule].edges["date"]
        if not isinstance(value, date):
            raise TypeError(f"edge 'date' of rule {rule} is not a date: {value!r}")
        return value

    def count(self, rule: str, unit: str) -> int:
        """Return the number of days or years on which a rule turns."""
        return int(self.rules[rule].edges[unit])


def editions() -> tuple[str, ...]:
    """Return the ids of the editions shipped, oldest first."""
    return tuple(sorted(entry.name for entry in _folder().iterdir() if entry.is_dir()))


@cache
def load(edition: str = FIRST_EDITION) -> Edition:
    """Load one edition.

    Raises:
        UnknownEditionError: no data is shipped under that id.
    """
    if edition not in editions():
        raise UnknownEditionError(edition)
    folder = _folder() / edition
    head = _toml(folder / "edition.toml")
    return Edition(
        id=head["id"],
        title=head["title"],
        parts=tuple(Part(**part) for part in head["parts"]),
        rules={name: _rule(name, body) for name, body in _toml(folder / "rules.toml").items()},
        points={name: _point(name, body) for name, body in _toml(folder / "points.toml").items()},
    )


@cache
def sentence_headings(edition: str = FIRST_EDITION) -> Mapping[str, str]:
    """Return the heading under which each locked sentence of an edition stands."""
    document = json.loads((_folder() / edition / "sentences.json").read_text("utf-8"))
    return {entry["id"]: entry["heading"][-1] for entry in document["sentences"]}


def _folder() -> Traversable:
    return resources.files("datausage.policy") / "editions"


def _toml(path: Traversable) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _rule(name: str, body: dict[str, Any]) -> Rule:
    sentences = tuple(body.pop("sentences"))
    return Rule(id=name, sentences=sentences, **body)


def _point(name: str, body: dict[str, Any]) -> OpenPoint:
    readings = tuple(
        Reading(id=key, weak=value["weight"] == "weak", means=value["means"])
        for key, value in body.pop("readings").items()
    )
    return OpenPoint(id=name, rules=tuple(body.pop("rules")), readings=readings, **body)
