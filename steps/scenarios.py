"""The scenarios of the specification, as what they put to a target."""

from __future__ import annotations

from collections import Counter
from importlib import resources
from typing import TYPE_CHECKING, Any

from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler

from datausage.grading.asking import Expectation
from datausage.grading.budgets import Sharing
from datausage.grading.judge import SERVICE
from datausage.grading.summing import Scenario
from datausage.oracle.questions import QUESTIONS
from datausage.steps.phrases import condition, outcome
from datausage.universe.catalogue import SPACES
from datausage.universe.changes import CHANGES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from datausage.policy.edition import Edition
    from datausage.steps.outcomes import Outcome
    from datausage.universe.spaces import Value

AGREES = "agrees-"
CONSISTENT = "consistent-"


def scenario(
    name: str,
    tags: Collection[str],
    narrowing: Mapping[str, tuple[Value, ...]],
    stated: Outcome,
    edition: Edition,
) -> Scenario:
    """Return what a scenario puts to a target, under the rule and the part that its tags name.

    Args:
        name: the name of the scenario, unlike that of any other.
        tags: its tags, those of its rule included.
        narrowing: what is given.
        stated: what must hold.
        edition: the edition of the policy that has the rules.
    """
    question = QUESTIONS[stated.question]
    aspects = tuple(question.aspect(aspect) for aspect in stated.aspects)
    change = CHANGES[stated.change] if stated.change else None
    expectation = Expectation(question, aspects, stated.answers, change)
    rules = [edition.rules[tag] for tag in sorted(tags) if tag in edition.rules]
    if rules:
        rule = rules[0]
        return Scenario(rule.id, rule.part, name, narrowing, expectation, rule.floor)
    parts = [part.id for part in edition.parts if part.id in tags]
    rule_id = next((tag for tag in sorted(tags) if tag.startswith(CONSISTENT)), "")
    rule_id = rule_id or AGREES + question.name.replace("_", "-")
    return Scenario(rule_id, parts[0], name, narrowing, expectation, floor=0)


def pickles() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each file name with each of its scenarios, one for every row of examples."""
    folder = resources.files("datausage.features")
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".feature"):
            document: Any = Parser().parse(file.read_text("utf-8"))
            document["uri"] = file.name
            compiled: Any = Compiler().compile(document)
            for pickle in compiled:
                yield file.name, pickle


def questions() -> tuple[str, ...]:
    """Return the question of each scenario, in the order of ``pickles``."""
    return tuple(outcome(pickle["steps"][-1]["text"]).question for _, pickle in pickles())


def services() -> dict[str, tuple[str, ...]]:
    """Return the services that a question asks about one by one, where it does."""
    return {
        name: tuple(map(str, fact.values))
        for name, space in SPACES.items()
        for fact in space.facts
        if fact.name == SERVICE
    }


def scenarios(edition: Edition) -> tuple[Scenario, ...]:
    """Return all scenarios of the specification, read without pytest.

    Raises:
        UnknownPhraseError: a step is not in the vocabulary.
    """
    return tuple(
        _read(f"{pickle['name']} {number}", pickle, edition)
        for number, (_, pickle) in enumerate(pickles())
    )


def sharing(rules: Collection[str]) -> dict[str, Sharing]:
    """Return, by question, how many scenarios of some rules and agreements share its calls."""
    asking: Counter[str] = Counter()
    agreeing: Counter[str] = Counter()
    comparing: Counter[str] = Counter()
    following: Counter[str] = Counter()
    for _, pickle in pickles():
        if {tag["name"].removeprefix("@") for tag in pickle["tags"]}.isdisjoint(rules):
            continue
        stated = outcome(pickle["steps"][-1]["text"])
        if stated.change:
            counted = following if CHANGES[stated.change].of_hand_overs else comparing
        else:
            counted = agreeing if stated.answers is None else asking
        counted[stated.question] += 1
    return {
        name: Sharing(asking[name], agreeing[name], comparing[name], following[name])
        for name in asking | agreeing | comparing | following
    }


def _read(name: str, pickle: Mapping[str, Any], edition: Edition) -> Scenario:
    tags = {tag["name"].removeprefix("@") for tag in pickle["tags"]}
    narrowing: dict[str, tuple[Value, ...]] = {}
    *givens, stated = pickle["steps"]
    for step in givens:
        narrowing |= condition(step["text"])
    return scenario(name, tags, narrowing, outcome(stated["text"]), edition)
