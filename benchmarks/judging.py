"""What judging costs beside a bare loop that calls the target about the same situations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmarks.asked import FIRST, arguments, by_question, check, judging, recorded, target
from benchmarks.measuring import Rates, Result, Scale, Target, interleaved, pooled, ratios
from datausage.oracle.questions import QUESTIONS
from datausage.universe.catalogue import SPACES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from datausage.grading.judge import Judge
    from datausage.grading.summing import Scenario
    from datausage.universe.spaces import Point

JUDGE: Final = "judge"
BARE: Final = "bare loop"
BUILT: Final = "bare loop, built before"

SHARE: Final = Target(0.5)


def run(scale: Scale) -> list[Result]:
    """Measure the judge and two bare loops, question by question."""
    timed: dict[str, Mapping[str, Rates]] = {}
    sizes: dict[str, int] = {}
    with judging(FIRST, scale.calls) as judge:
        for question, scenarios in by_question().items():
            points = [point for one in scenarios for point in recorded(judge, one)]
            sizes[question] = len(points)
            timed[question] = interleaved(
                {
                    JUDGE: _judged(judge, scenarios),
                    BARE: _called(question, points),
                    BUILT: _called_with(question, points),
                },
                scale,
            )
    total = {
        name: pooled([found[name] for found in timed.values()], list(sizes.values()))
        for name in (JUDGE, BARE, BUILT)
    }
    return [
        *(Result(name, rates, "/s") for name, rates in total.items()),
        Result("judge / bare loop", ratios(total[JUDGE], total[BARE]), "x", SHARE),
        *(
            Result(f"  {question}", ratios(found[JUDGE], found[BARE]), "x")
            for question, found in timed.items()
        ),
        Result("judge / bare loop, built before", ratios(total[JUDGE], total[BUILT]), "x"),
    ]


def _judged(judge: Judge, scenarios: list[Scenario]) -> Callable[[], int]:
    """Return what puts scenarios to the target through the judge."""
    return lambda: sum(check(judge, scenario).population.asked for scenario in scenarios)


def _called(question: str, points: list[Point]) -> Callable[[], int]:
    """Return what builds each situation, and calls the target with its fields."""
    space, names, answer = SPACES[question], QUESTIONS[question].arguments, target(question)

    def work() -> int:
        for point in points:
            situation = space.situation(point)
            answer(**{name: getattr(situation, name) for name in names})
        return len(points)

    return work


def _called_with(question: str, points: list[Point]) -> Callable[[], int]:
    """Return what only calls the target."""
    built, answer = [arguments(question, point) for point in points], target(question)

    def work() -> int:
        for given in built:
            answer(**given)
        return len(built)

    return work
