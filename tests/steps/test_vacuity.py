"""Every scenario is about something, and the reference agrees with what it states."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from datausage.oracle.verdicts import verdict
from datausage.policy.edition import load
from datausage.steps.scenarios import AGREES, CONSISTENT, pickles, scenarios
from datausage.universe import gears
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

if TYPE_CHECKING:
    from pathlib import Path

    from datausage.grading.summing import Scenario
    from datausage.policy.edition import Edition
    from datausage.universe.spaces import Point

MOST_CELLS = 1_000
ALL = scenarios(load())
RULES = [s for s in ALL if not s.rule.startswith((AGREES, CONSISTENT))]
JUDGED = [s for s in RULES if s.expectation.question.subject is None]


def points(universe: Universe) -> list[Point]:
    """Return the cells of a small universe, or the rows that cover a large one; and the edges."""
    if universe.cells <= MOST_CELLS:
        found = gears.exhaust(universe)
    else:
        found = gears.cover(universe, MOST_CELLS)
    return list(dict.fromkeys([*found, *gears.around_edges(universe, found, 2)]))


def contradicted(scenario: Scenario, edition: Edition) -> tuple[int, list[str]]:
    """Return how many situations are in scope, and where the reference says otherwise."""
    universe = Universe(SPACES[scenario.expectation.question.name]).where(scenario.given)
    stated = scenario.expectation.answers
    assert stated is not None
    inside, wrong = 0, []
    for point in points(universe):
        situation = universe.space.situation(point)
        for aspect in scenario.expectation.aspects:
            found = verdict(aspect, situation, edition)
            inside += not found.silent
            if found.silent or not found.permitted <= stated:
                facts = dict(zip(universe.space.names, point, strict=True))
                wrong.append(f"{aspect.name}: {sorted(found.permitted)} where {facts}")
    return inside, wrong


@pytest.mark.parametrize(
    "scenario", JUDGED, ids=lambda scenario: f"{scenario.rule}/{scenario.name}"
)
def test_the_reference_agrees_with_a_scenario_in_enough_situations(
    scenario: Scenario, edition: Edition
) -> None:
    inside, wrong = contradicted(scenario, edition)
    assert wrong[:1] == []
    cells = Universe(SPACES[scenario.expectation.question.name]).where(scenario.given).cells
    assert inside >= min(scenario.floor, cells)


@pytest.mark.parametrize("rule", load().rules)
def test_some_scenario_of_a_rule_asks_the_question_of_the_rule(rule: str, edition: Edition) -> None:
    asked = {s.expectation.question.name for s in RULES if s.rule == rule}
    assert edition.rules[rule].question in asked


def test_a_scenario_that_states_the_contrary_or_asks_of_silence_is_found(
    edition: Edition,
) -> None:
    scenario = next(s for s in JUDGED if s.rule == "flow-transit-tls")
    assert contradicted(scenario, edition) == (1, [])
    contrary = replace(scenario.expectation, answers=frozenset({"none"}))
    (wrong,) = contradicted(replace(scenario, expectation=contrary), edition)[1]
    assert wrong.startswith("protection: ['tls'] where {'stream': 'model-traffic'")
    silent = replace(scenario, given={**scenario.given, "stream": ("surveys",)})
    inside, wrongs = contradicted(silent, edition)
    assert (inside, len(wrongs)) == (0, 1)


def test_pytest_collects_as_many_scenarios_as_the_specification_has(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider")
    target = "--target=datausage.examples.gateway:Gateway"
    result = subprocess.run(
        [*command, target], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    items = [line for line in result.stdout.splitlines() if "::" in line]
    found = re.search(r"^(\d+) tests collected", result.stdout, re.MULTILINE)
    assert found
    assert len(list(pickles())) == len(ALL) == len(items) == int(found[1])
    assert len(set(items)) == len(items)
