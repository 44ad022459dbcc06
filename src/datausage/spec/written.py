"""The specification as it is written in the features: what stands below each rule, in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from datausage.evidence.specification import specification
from datausage.policy.edition import FIRST_EDITION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FIELD = re.compile(r"(?:^|(?<=\s))(Source|Derived|Reading|Assumptions): ")


@dataclass(frozen=True, slots=True)
class Examples:
    """A table of examples: the names of its columns, and its rows."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a scenario; the keyword is Given, And or Then."""

    keyword: str
    text: str


@dataclass(frozen=True, slots=True)
class WrittenScenario:
    """One scenario, with its tags and its examples, if there are any."""

    name: str
    tags: tuple[str, ...]
    steps: tuple[Step, ...]
    examples: tuple[Examples, ...]


@dataclass(frozen=True, slots=True)
class WrittenRule:
    """What the features say of one rule; a text that is not there is empty."""

    id: str
    name: str
    tags: tuple[str, ...]
    derived: str
    reading: str
    assumptions: str
    scenarios: tuple[WrittenScenario, ...]


@dataclass(frozen=True, slots=True)
class WrittenFeature:
    """One file: its title and description, its rules, and the scenarios that are under none."""

    title: str
    description: str
    rules: tuple[WrittenRule, ...]
    scenarios: tuple[WrittenScenario, ...]


@cache
def features() -> tuple[WrittenFeature, ...]:
    """Return the features in the order of their files, which is the page's."""
    messages = specification(FIRST_EDITION).messages
    documents = (one["gherkinDocument"] for one in messages if "gherkinDocument" in one)
    return tuple(_feature(document["feature"]) for document in documents)


@cache
def rules() -> Mapping[str, WrittenRule]:
    """Return every rule of the features, comparisons included, by its id."""
    return {rule.id: rule for feature in features() for rule in feature.rules}


def _feature(feature: Mapping[str, Any]) -> WrittenFeature:
    children = feature["children"]
    return WrittenFeature(
        feature["name"],
        _one_line(feature["description"]),
        tuple(_rule(child["rule"]) for child in children if "rule" in child),
        _scenarios(children),
    )


def _rule(rule: Mapping[str, Any]) -> WrittenRule:
    _, *pieces = _FIELD.split(_one_line(rule["description"]))
    said = dict(zip(pieces[::2], map(str.strip, pieces[1::2]), strict=True))
    tags = _tags(rule)
    return WrittenRule(
        tags[0],
        rule["name"],
        tags,
        said.get("Derived", ""),
        said.get("Reading", ""),
        said.get("Assumptions", ""),
        _scenarios(rule["children"]),
    )


def _scenarios(children: Iterable[Mapping[str, Any]]) -> tuple[WrittenScenario, ...]:
    return tuple(_scenario(child["scenario"]) for child in children if "scenario" in child)


def _scenario(scenario: Mapping[str, Any]) -> WrittenScenario:
    return WrittenScenario(
        scenario["name"],
        _tags(scenario),
        tuple(Step(step["keyword"].strip(), step["text"]) for step in scenario["steps"]),
        tuple(
            Examples(_cells(examples["tableHeader"]), tuple(map(_cells, examples["tableBody"])))
            for examples in scenario["examples"]
        ),
    )


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(cell["value"] for cell in row["cells"])


def _tags(tagged: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(tag["name"].removeprefix("@") for tag in tagged["tags"])


def _one_line(description: str) -> str:
    return " ".join(description.split())
