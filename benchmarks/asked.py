"""What is asked: the points of every scenario, the target, and a judge for a single gear."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import patch

from datausage.examples import faithful
from datausage.grading.asking import Asker
from datausage.grading.budgets import EFFORTS, Budget
from datausage.grading.consistency import PairAsker
from datausage.grading.handing_on import HandOverAsker
from datausage.grading.judge import Judge
from datausage.oracle.questions import QUESTIONS
from datausage.policy.edition import load
from datausage.steps.scenarios import scenarios
from datausage.targets.calling import Caller
from datausage.universe.catalogue import SPACES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from datausage.grading.results import Result
    from datausage.grading.summing import Scenario
    from datausage.universe.spaces import Point

EDITION: Final = load()

FIRST: Final = replace(EFFORTS["standard"], search=0, again=0)
"""What standard effort asks first: near the plainest, cover or exhaust, and the edges."""


class MeasuringError(RuntimeError):
    """Something other than what was meant would be measured; the message says what."""


@contextmanager
def _recording(seen: dict[Point, None]) -> Iterator[None]:
    """Note every point that is put to a target meanwhile."""
    kinds: tuple[Any, ...] = (Asker, PairAsker, HandOverAsker)
    before = [kind.ask for kind in kinds]

    def noting(ask: Any) -> Any:
        def noted(self: Any, points: Any) -> Any:
            seen.update(dict.fromkeys(points))
            return ask(self, points)

        return noted

    with ExitStack() as stack:
        for kind, ask in zip(kinds, before, strict=True):
            stack.enter_context(patch.object(kind, "ask", noting(ask)))
        yield


@contextmanager
def judging(budget: Budget, calls: int | None = None) -> Iterator[Judge]:
    """Provide a judge of the faithful example, with a budget of its own as its effort.

    Args:
        budget: how much each gear may ask.
        calls: the most situations asked per scenario; None for as many as the budget says.
    """
    caller = Caller(lambda: faithful)
    with patch.dict(EFFORTS, {"benchmark": budget}):
        yield Judge(
            caller, caller.fresh, frozenset(QUESTIONS), EDITION, {}, effort="benchmark", calls=calls
        )
    caller.close()


def check(judge: Judge, scenario: Scenario) -> Result:
    """Judge a scenario, and see to it that nothing failed: a failure costs further calls.

    Raises:
        MeasuringError: something failed.
    """
    result = judge.check(scenario)
    if result.failures:
        raise MeasuringError(f"the faithful example fails {scenario.rule}: {scenario.name}")
    return result


def recorded(judge: Judge, scenario: Scenario) -> tuple[Point, ...]:
    """Return the points about which the judge asks, each once.

    Raises:
        MeasuringError: the points recorded are not those that were counted.
    """
    seen: dict[Point, None] = {}
    with _recording(seen):
        result = check(judge, scenario)
    if len(seen) != result.population.distinct:
        raise MeasuringError(
            f"{len(seen)} points were recorded and {result.population.distinct} counted "
            f"in {scenario.rule}: {scenario.name}"
        )
    return tuple(seen)


def by_question() -> dict[str, list[Scenario]]:
    """Return the scenarios of every question, in the order of the questions."""
    found: dict[str, list[Scenario]] = {name: [] for name in QUESTIONS}
    for scenario in scenarios(EDITION):
        found[scenario.expectation.question.name].append(scenario)
    return found


def arguments(question: str, point: Point) -> dict[str, Any]:
    """Return the keyword arguments of a call about a point."""
    situation = SPACES[question].situation(point)
    return {name: getattr(situation, name) for name in QUESTIONS[question].arguments}


def target(question: str) -> Callable[..., Any]:
    """Return the function of the target that answers a question."""
    found: Callable[..., Any] = getattr(faithful, question)
    return found
