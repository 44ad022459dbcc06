"""The register of open points, and the oracle that asks about them."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import datausage.oracle
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.rulings import ReadPolicy, ruled
from datausage.oracle.verdicts import verdict
from datausage.policy.edition import load
from datausage.universe import gears
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from datausage.policy.edition import Edition

MODULES = sorted(Path(datausage.oracle.__file__).parent.glob("*.py"))
POINTS = load().points.values()
ASKED = [point.id for point in POINTS if not point.register_only]
REGISTER_ONLY = [point.id for point in POINTS if point.register_only]


@pytest.fixture(scope="module")
def reached() -> Counter[str]:
    """Return how often each open point is asked about in the covering arrays and at the edges."""
    edition, found = load(), Counter[str]()
    for question in QUESTIONS.values():
        if question.subject:
            continue
        universe = Universe(SPACES[question.name])
        rows = gears.cover(universe, 10_000)
        for point in dict.fromkeys([*rows, *gears.around_edges(universe, rows, 1)]):
            situation = universe.space.situation(point)
            for aspect in question.aspects:
                for outcome in verdict(aspect, situation, edition).outcomes:
                    found.update(outcome.readings.keys())
    return found


@pytest.mark.parametrize("point", ASKED)
def test_every_point_is_reached_by_some_situation(point: str, reached: Counter[str]) -> None:
    assert reached[point]


@pytest.mark.parametrize("point", REGISTER_ONLY)
def test_a_point_for_the_register_only_is_never_asked_about(
    point: str, reached: Counter[str]
) -> None:
    assert not reached[point]
    assert not any(f'"{point}"' in module.read_text("utf-8") for module in MODULES)


def test_every_reading_that_the_oracle_names_exists(edition: Edition) -> None:
    named = [call for module in MODULES for call in readings_in(module.read_text("utf-8"))]
    assert len(named) > 50
    for point, readings in named:
        assert set(readings) <= edition.points[point].names


def readings_in(source: str) -> Iterator[tuple[Any, list[Any]]]:
    """Yield the point and the readings of every call of ``holds`` that names them."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"holds", "reading"}
        ):
            point, *readings = node.args
            if isinstance(point, ast.Constant):
                yield point.value, [r.value for r in readings if isinstance(r, ast.Constant)]


def test_asking_about_a_point_that_the_edition_has_not_is_an_error(edition: Edition) -> None:
    fewer = replace(edition, points={})
    with pytest.raises(KeyError):
        ReadPolicy(fewer, {}).holds("both-providers", "bedrock")


def test_a_point_without_alternative_is_never_a_choice(edition: Edition) -> None:
    policy = ReadPolicy(edition, {})
    assert policy.holds("settings-form", "env-key")
    assert policy.trail == []
    assert not policy.turn()


def test_readings_stay_together_as_long_as_nothing_tells_them_apart(edition: Edition) -> None:
    aspect = replace(
        QUESTIONS["provider"].aspects[0],
        rule=lambda situation, policy: ruled(
            "bedrock" if policy.holds("settings-precedence", "either") else "vertex"
        ),
        essence=None,
    )
    found = verdict(aspect, None, edition)
    assert [dict(outcome.readings) for outcome in found.outcomes] == [
        {"settings-precedence": {"either"}},
        {"settings-precedence": {"process-wins", "settings-win"}},
    ]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_the_oracle_imports_the_standard_library_and_the_policy_alone(module: Path) -> None:
    allowed = {*sys.stdlib_module_names, "datausage.oracle", "datausage.policy"}
    assert foreign(module.read_text("utf-8"), allowed) == []


def test_an_import_of_a_test_tool_is_found() -> None:
    source = "from datausage.grading import x\nif x:\n    import hypothesis.strategies\n"
    assert foreign(source, {"datausage.policy"}) == ["datausage.grading", "hypothesis.strategies"]


def foreign(source: str, allowed: set[str]) -> list[str]:
    """Return the modules a source imports, wherever it does, that are not among the allowed."""
    named = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            named += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            named.append("." * node.level + (node.module or ""))
    return [
        name
        for name in named
        if name.split(".")[0] not in allowed and ".".join(name.split(".")[:2]) not in allowed
    ]
