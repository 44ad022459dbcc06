"""Situations of every question: the covering arrays with their edges, and what Hypothesis makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from datausage.oracle.questions import QUESTIONS
from datausage.oracle.situations import Configured, HandOver
from datausage.policy.edition import load
from datausage.universe import drawing, gears
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

if TYPE_CHECKING:
    from collections.abc import Callable

    from datausage.oracle.aspects import Aspect, Question
    from datausage.policy.edition import Edition
    from datausage.universe.spaces import Point

    Check = Callable[[Aspect, Any], None]

SEARCH = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)


class ForEvery(Protocol):
    """Runs a check on every aspect of a question, over many situations."""

    def __call__(self, question: Question, check: Check, most: int = 110) -> None:
        """Run it on that many rows of the array and edges, and on what Hypothesis makes."""


class ForPoints(Protocol):
    """Runs a check on many points of a universe."""

    def __call__(self, universe: Universe, check: Callable[[Point], None], most: int = 110) -> None:
        """Run it on that many rows of the array and edges, and on what Hypothesis makes."""


@pytest.fixture(params=QUESTIONS.values(), ids=lambda question: question.name)
def question(request: pytest.FixtureRequest) -> Question:
    """Return each question in turn."""
    found: Question = request.param
    return found


@pytest.fixture
def edition() -> Edition:
    """Return the first edition."""
    return load()


@pytest.fixture(scope="session")
def for_points() -> ForPoints:
    """Return the function that runs a check over the points of a universe."""

    def run(universe: Universe, check: Callable[[Point], None], most: int = 110) -> None:
        rows = gears.cover(universe, most)
        for point in gears.spread([*rows, *gears.around_edges(universe, rows, 1)], most):
            check(point)
        SEARCH(given(drawing.points(universe))(check))()

    return run


@pytest.fixture(scope="session")
def for_every(for_points: ForPoints) -> ForEvery:
    """Return the function that runs a check over the situations of a question."""

    def run(question: Question, check: Check, most: int = 110) -> None:
        def ask(point: Point) -> None:
            for aspect in question.aspects:
                check(aspect, subject(question, point))

        for_points(Universe(SPACES[question.name]), ask, most)

    return run


def subject(question: Question, point: Point) -> Any:
    """Return what the oracle judges at a point; a hand-over is made in one of three ways."""
    situation = SPACES[question.name].situation(point)
    if question.name != "environment":
        return situation
    ones = dict.fromkeys(situation.environment, "1")
    ways = (
        situation,
        Configured({}, situation.settings),
        Configured(ones, {"env": situation.environment}),
    )
    return HandOver(situation, ways[gears.number_of(repr(point)) % len(ways)])
