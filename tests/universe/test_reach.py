"""What standard effort reaches without chance: every value, every edge, every branch."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from datausage.grading.budgets import EFFORTS, in_pairs
from datausage.grading.planning import Manner, planned
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.verdicts import Oracle
from datausage.policy.edition import load
from datausage.steps.scenarios import scenarios
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

from .test_arrays import uncovered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from datausage.grading.planning import Plan
    from datausage.grading.summing import Scenario
    from datausage.universe.spaces import Point

STANDARD = EFFORTS["standard"]
ALL = scenarios(load())
HERE = Path(__file__).parent

UNREACHED: dict[tuple[str, str], tuple[set[str], str]] = {
    ("aspects.py", "Question.aspect"): (
        {"raise LookupError(name)"},
        "nobody asks for an aspect that there is not",
    ),
    ("histories.py", "plan_at"): (
        {'raise ValueError("a history begins with a sign-up that names the plan")'},
        "every history has a sign-up",
    ),
    ("histories.py", "began"): (
        {"return None"},
        "every piece of data belongs to a session that was started",
    ),
    ("telemetry.py", "_history"): (
        {'return "redacted"'},
        "the faithful example sends a full copy",
    ),
    ("verdicts.py", "Oracle._about"): (
        {"self._distilled.clear()"},
        "no run has situations of so many different essences",
    ),
}
"""Lines of the oracle that are not run at standard effort, by file and function, and why."""


@cache
def universe_of(question: str) -> Universe:
    return Universe(SPACES[question])


@cache
def asked(question: str) -> tuple[Point, ...]:
    """Return what the agreement of a question asks at standard effort."""
    plan = planned(universe_of(question), STANDARD, Manner(False, question, 0, alike))
    return tuple(listed(plan))


def alike(_: Point) -> None:
    """Tell no points apart: at standard effort nothing is chosen by kind."""


def listed(plan: Plan) -> Iterator[Point]:
    for chunk in plan.chunks():
        yield from chunk


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_value_and_every_edge_of_every_fact_is_asked(question: str) -> None:
    met = {(n, type(v), v) for point in asked(question) for n, v in enumerate(point)}
    facts = universe_of(question).facts
    wanted = {
        (number, type(value), value)
        for number, fact in enumerate(facts)
        for value in (*fact.values, *fact.edges)
    }
    assert wanted <= met


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_combination_of_three_values_is_asked(question: str) -> None:
    assert uncovered(universe_of(question).facts, asked(question)) == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_cell_is_asked_where_there_are_few(question: str) -> None:
    universe = universe_of(question)
    if universe.cells <= STANDARD.exhaust:
        assert set(universe.enumerate()) <= set(asked(question))
    else:
        assert len(asked(question)) > STANDARD.exhaust // 2


def test_a_value_a_combination_or_an_edge_less_is_found() -> None:
    facts, points = universe_of("presence").facts, asked("presence")
    plan, access, kind = "pro", "vertex", "code"
    fewer = [point for point in points if point[:3] != (plan, access, kind)]
    assert uncovered(facts, fewer)[0] == "plan x access x kind"
    edge = facts[-1].edges[0]
    assert any(point[-1] == edge for point in points)
    assert all(edge not in fact.values for fact in facts)


# --- no rule is vacuous


def spoken_of(scenario: Scenario, point: Point, oracle: Oracle) -> bool:
    """Say whether the policy says anything about a point; what comes in is handed on as it is."""
    question = scenario.expectation.question
    situation: Any = SPACES[question.name].situation(point)
    judged = situation
    if question.subject:
        same = {"environment": dict(situation.environment), "settings": situation.settings}
        judged = question.subject(situation, same)
    aspects = scenario.expectation.aspects
    return any(not oracle.verdict(aspect, judged).silent for aspect in aspects)


@pytest.mark.parametrize("scenario", ALL, ids=lambda s: f"{s.rule}/{s.name}")
def test_what_a_scenario_asks_is_judged_as_often_as_its_rule_wants(scenario: Scenario) -> None:
    question = scenario.expectation.question.name
    universe = Universe(SPACES[question]).where(scenario.given)
    spend = in_pairs(STANDARD) if scenario.expectation.change else STANDARD
    plan = planned(universe, spend, Manner(bool(scenario.given), scenario.name, 0, alike))
    wanted = max(min(scenario.floor, universe.cells), 1)
    oracle, judged = Oracle(load()), 0
    for point in listed(plan):
        judged += spoken_of(scenario, point, oracle)
        if judged == wanted:
            break
    assert judged == wanted


def test_a_scenario_that_asks_of_silence_is_found() -> None:
    (scenario,) = [s for s in ALL if s.rule == "flow-transit-tls"]
    universe = universe_of("protection")
    heard = [spoken_of(scenario, p, Oracle(load())) for p in universe.enumerate()]
    assert heard.count(False) == len([p for p in universe.enumerate() if p[0] == "surveys"])


# --- every branch of the oracle


@pytest.fixture(scope="module")
def missed(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], set[str]]:
    """Return the lines of the oracle that are not run, or left in one way only, by function."""
    pytest.importorskip("coverage", reason="needs the development extra")
    folder = tmp_path_factory.mktemp("reach")
    (folder / "rc").write_text("[run]\nbranch = True\nsource_pkgs = datausage.oracle\n", "utf-8")
    tool = (sys.executable, "-m", "coverage")
    for command in (["run", str(HERE / "asking_all.py")], ["json", "-q", "-o", "found.json"]):
        words = [*tool, command[0], "--rcfile=rc", *command[1:]]
        done = subprocess.run(
            words, cwd=folder, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:]
    found: dict[tuple[str, str], set[str]] = {}
    files = json.loads((folder / "found.json").read_text("utf-8"))["files"]
    for name, file in files.items():
        lines = (folder / name).resolve().read_text("utf-8").splitlines()
        for function, said in file["functions"].items():
            never = set(said["missing_lines"])
            # Where a branch leads to a line that is never run, the line says it.
            numbers = never | {a for a, b in said["missing_branches"] if b not in never}
            if numbers:
                where = (Path(name).name, function)
                found[where] = {lines[number - 1].strip() for number in numbers}
    assert len(files) > 10
    return found


def test_every_line_and_branch_of_the_oracle_is_run_save_those_with_a_reason(
    missed: dict[tuple[str, str], set[str]],
) -> None:
    assert missed == {where: lines for where, (lines, _) in UNREACHED.items()}
