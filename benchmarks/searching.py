"""What judging costs beside a bare Hypothesis loop over the same strategy."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hypothesis import HealthCheck, Phase, given, seed, settings

from benchmarks.asked import MeasuringError, arguments, by_question, check, judging, target
from benchmarks.measuring import Rates, Result, Scale, Target, interleaved, pooled, ratios
from datausage.grading.budgets import EFFORTS
from datausage.universe import drawing, gears
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from datausage.grading.judge import Judge
    from datausage.grading.summing import Scenario
    from datausage.universe.spaces import Point

JUDGE: Final = "search by the judge"
BARE: Final = "bare Hypothesis loop"

SHARE: Final = Target(0.8)
REPEATED: Final = 0.5
"""The least share of the points that Hypothesis makes once, of a question that is searched."""


def run(scale: Scale) -> list[Result]:
    """Measure both loops, for the widest scenario of every question that is searched."""
    timed: dict[str, Mapping[str, Rates]] = {}
    # With at most no points beside the search, nothing is asked before it.
    alone = replace(EFFORTS["standard"], search=scale.examples, again=0, most=0)
    with judging(alone) as judge:
        for question, scenarios in by_question().items():
            widest = max(scenarios, key=_cells, default=None)
            if widest is None or not (asked := check(judge, widest).population.asked):
                continue
            bare = _searched(question, widest, scale.examples)
            # What Hypothesis makes twice, the judge asks once.
            if not REPEATED * (called := bare()) <= asked <= called:
                raise MeasuringError(f"{question}: {asked} searched, {called} by the bare loop")
            judged = _judged(judge, widest, called)
            timed[question] = interleaved({JUDGE: judged, BARE: bare}, scale)
    total = {
        name: pooled([found[name] for found in timed.values()], [1] * len(timed))
        for name in (JUDGE, BARE)
    }
    return [
        *(Result(name, rates, "/s") for name, rates in total.items()),
        Result("search / bare loop", ratios(total[JUDGE], total[BARE]), "x", SHARE),
        *(
            Result(f"  {question}", ratios(found[JUDGE], found[BARE]), "x")
            for question, found in timed.items()
        ),
    ]


def _universe(scenario: Scenario) -> Universe:
    return Universe(SPACES[scenario.expectation.question.name]).where(scenario.given)


def _cells(scenario: Scenario) -> int:
    return _universe(scenario).cells


def _judged(judge: Judge, scenario: Scenario, made: int) -> Callable[[], int]:
    """Return what searches through the judge, and counts what Hypothesis made for it."""

    def work() -> int:
        check(judge, scenario)
        return made

    return work


def _searched(question: str, scenario: Scenario, examples: int) -> Callable[[], int]:
    """Return the bare loop, with the settings and the random numbers of the judge's search."""
    universe, answer = _universe(scenario), target(question)

    def work() -> int:
        called = 0

        @settings(
            max_examples=examples,
            deadline=None,
            derandomize=False,
            phases=(Phase.reuse, Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
            print_blob=False,
        )
        @seed(gears.number_of(f"{scenario.rule}/{scenario.name}"))
        @given(drawing.points(universe))
        def every(point: Point) -> None:
            nonlocal called
            called += 1
            answer(**arguments(question, point))

        every()
        return called

    return work
