"""Lints of the feature files: each rule once, in order, with its sources, as the data has it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest
from gherkin.parser import Parser

from datausage.oracle.questions import QUESTIONS
from datausage.policy.edition import load, sentence_headings
from datausage.steps.scenarios import AGREES, CONSISTENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from datausage.policy.edition import Edition, Rule

FOLDER = resources.files("datausage.features")
NAMES = sorted(f.name for f in FOLDER.iterdir() if f.name.endswith(".feature"))
*RULE_FILES, AGREEMENT, CONSISTENCY = NAMES
HEADS = ("Source", "Derived", "Reading", "Assumptions")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


@dataclass
class Stated:
    """What a feature file says about one rule."""

    tags: list[str]
    title: str
    says: dict[str, str]
    scenarios: list[str]


@dataclass
class Document:
    """A feature file, as far as the lints are concerned."""

    description: str
    rules: list[Stated] = field(default_factory=list)
    scenarios: list[tuple[str, list[str]]] = field(default_factory=list)


def parsed(text: str) -> Document:
    """Parse a feature file."""
    syntax: Any = Parser().parse(text)
    found = Document(syntax["feature"]["description"])
    for child in syntax["feature"]["children"]:
        if rule := child.get("rule"):
            inside = [c["scenario"]["name"] for c in rule["children"] if "scenario" in c]
            title, says = rule["name"], sections(rule["description"])
            found.rules.append(Stated(tags_of(rule), title, says, inside))
            found.scenarios += [(name, tags_of(rule)) for name in inside]
        elif scenario := child.get("scenario"):
            found.scenarios.append((scenario["name"], tags_of(scenario)))
    return found


def tags_of(node: Any) -> list[str]:
    """Return the tags of a rule or scenario."""
    return [tag["name"].removeprefix("@") for tag in node["tags"]]


def sections(description: str) -> dict[str, str]:
    """Return the parts of a rule's description, by their first word, each on one line."""
    pieces = re.split(rf"^\s*({'|'.join(HEADS)}): ", description, flags=re.MULTILINE)[1:]
    heads, texts = pieces[::2], pieces[1::2]
    return {head: " ".join(text.split()) for head, text in zip(heads, texts, strict=True)}


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {name: parsed((FOLDER / name).read_text("utf-8")) for name in NAMES}


def misstated(stated: Stated, rule: Rule) -> Iterator[str]:
    """Yield what a rule of a feature file says otherwise than the data."""
    if stated.title != rule.statement.removesuffix("."):
        yield "the title is not the statement"
    needed = [head for head in HEADS if head != "Derived" or rule.origin == "derived"]
    if list(stated.says) != needed:
        yield f"the description has {list(stated.says)}, not {needed}"
    source = stated.says.get("Source", "")
    if re.findall(r"s-[a-z0-9]{6}", source) != list(rule.sentences):
        yield "the sources are not the sentences of the rule"
    if stated.says.get("Derived", "") != rule.rationale:
        yield "what follows Derived is not the rationale"
    if not stated.scenarios:
        yield "there is no scenario"


def misplaced(source: str) -> Iterator[str]:
    """Yield the sentences that a source names under another heading than theirs."""
    for heading, ids in re.findall(r"([^;()]+) \(([^)]+)\)", source):
        for sentence in ids.split(", "):
            if sentence_headings().get(sentence) != heading.strip():
                yield sentence


def strange_ids(text: str, edition: Edition) -> list[str]:
    """Return the ids in brackets that name neither an open point nor a rule."""
    groups = [group.split(", ") for group in re.findall(r"\(([^)]+)\)", text)]
    groups += [[found] for found in re.findall(rf"open point:? ({ID.pattern})", text)]
    named = [name for group in groups if all(map(ID.fullmatch, group)) for name in group]
    known = {*edition.points, *edition.rules, *sentence_headings()}
    return [name for name in named if name not in known]


def repeated(names: Sequence[str]) -> list[str]:
    """Return the names that stand more than once."""
    return [name for name, count in Counter(names).items() if count > 1]


RULES = load().rules


def test_there_is_one_file_per_part_in_the_order_of_the_page_and_two_of_comparisons(
    documents: dict[str, Document], edition: Edition
) -> None:
    assert [name[3:-8] for name in RULE_FILES] == [part.id for part in edition.parts]
    assert [name[:2] for name in NAMES] == [f"{n + 1:02}" for n in range(len(NAMES))]
    assert not documents[AGREEMENT].rules


def test_every_comparison_of_answers_has_a_name_and_a_part_and_a_reason(
    documents: dict[str, Document], edition: Edition
) -> None:
    parts = {part.id for part in edition.parts}
    for stated in documents[CONSISTENCY].rules:
        (name,) = set(stated.tags) - parts
        assert name.startswith(CONSISTENT)
        assert len(stated.tags) == 2
        assert list(stated.says) == ["Derived", "Assumptions"]
        assert stated.scenarios


@pytest.mark.parametrize("name", RULE_FILES)
def test_the_rules_of_a_part_stand_once_each_in_the_order_of_the_data(
    name: str, documents: dict[str, Document], edition: Edition
) -> None:
    wanted = [[rule.id] for rule in edition.rules_of(name[3:-8])]
    assert [stated.tags for stated in documents[name].rules] == wanted


def test_the_data_has_its_rules_in_the_order_of_the_parts(edition: Edition) -> None:
    order = [part.id for part in edition.parts]
    places = [order.index(rule.part) for rule in edition.rules.values()]
    assert places == sorted(places)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_stated_as_the_data_has_it(
    rule: str, documents: dict[str, Document], edition: Edition
) -> None:
    (stated,) = [s for document in documents.values() for s in document.rules if rule in s.tags]
    assert list(misstated(stated, edition.rules[rule])) == []
    assert list(misplaced(stated.says["Source"])) == []


@pytest.mark.parametrize("name", NAMES)
def test_scenarios_of_a_file_have_names_of_their_own(
    name: str, documents: dict[str, Document]
) -> None:
    assert repeated([scenario for scenario, _ in documents[name].scenarios]) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_point_that_a_file_mentions_exists(name: str, edition: Edition) -> None:
    assert strange_ids((FOLDER / name).read_text("utf-8"), edition) == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_has_one_agreement_with_the_tag_of_a_part(
    question: str, documents: dict[str, Document], edition: Edition
) -> None:
    tag = AGREES + question.replace("_", "-")
    found = [tags for _, tags in documents[AGREEMENT].scenarios if tag in tags]
    assert len(found) == 1
    parts = [part.id for part in edition.parts if part.id in found[0]]
    assert len(parts) == 1
    assert len(documents[AGREEMENT].scenarios) == len(QUESTIONS)


NEEDED = ["Source", "Reading", "Assumptions"]
BROKEN = """
Feature: Broken
  @choice-from-start
  Rule: A selection is never in force

    Source: Data retention (s-qs9xwz, s-zagr9m).
    Derived: It follows (no-such-point).
    Assumptions: none.

    Scenario: one
      Given any situation
    Scenario: one
      Given any situation
"""


def test_a_broken_feature_fails_every_lint(edition: Edition) -> None:
    document = parsed(BROKEN)
    (stated,) = document.rules
    assert list(misstated(stated, edition.rules["choice-from-start"])) == [
        "the title is not the statement",
        f"the description has {['Source', 'Derived', 'Assumptions']}, not {NEEDED}",
        "the sources are not the sentences of the rule",
        "what follows Derived is not the rationale",
    ]
    assert list(misplaced(stated.says["Source"])) == ["s-qs9xwz", "s-zagr9m"]
    assert strange_ids(BROKEN, edition) == ["no-such-point"]
    assert repeated([scenario for scenario, _ in document.scenarios]) == ["one"]


def test_a_rule_without_scenario_is_found(edition: Edition) -> None:
    empty = parsed("Feature: F\n  @choice-from-start\n  Rule: R\n\n    Source: none.\n").rules[0]
    assert "there is no scenario" in list(misstated(empty, edition.rules["choice-from-start"]))
