"""What judging costs beside a bare loop that calls the target about the same situations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from benchmarks.asked import FIRST, by_question, check, judging, recorded, target
from benchmarks.measuring import Rates, Result, Scale, Target, interleaved, pooled, ratios
from datausage.oracle.questions import QUESTIONS
from datausage.universe.catalogue import SPACES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from datausage.grading.judge import Judge
    from datausage.grading.summing import Scenario
    from datausage.universe.spaces import Point

Call = tuple["Point", "Callable[[Any], Any]"]
"""A point, and what is made of its situation before the target is called with it."""

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
            calls = [call for one in scenarios for call in _calls(judge, one)]
            sizes[question] = len(calls)
            timed[question] = interleaved(
                {
                    JUDGE: _judged(judge, scenarios),
                    BARE: _called(question, calls),
                    BUILT: _called_with(question, calls),
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
    return lambda: sum(check(judge, scenario).population.calls for scenario in scenarios)


def _calls(judge: Judge, scenario: Scenario) -> list[Call]:
    """Return the calls that a scenario needs: two or three for each comparison."""
    points = recorded(judge, scenario)
    change = scenario.expectation.change
    if change is None:
        return [(point, _as_it_is) for point in points]
    makes = (_as_it_is, change.apply, _as_it_is)[: change.calls]
    build = SPACES[scenario.expectation.question.name].situation
    return [
        (point, make)
        for point in points
        if change.apply(build(point)) is not None
        for make in makes
    ]


def _as_it_is(situation: Any) -> Any:
    return situation


def _called(question: str, calls: list[Call]) -> Callable[[], int]:
    """Return what builds each situation, and calls the target with its fields."""
    build, answer = SPACES[question].situation, target(question)
    names = QUESTIONS[question].arguments

    def work() -> int:
        for point, make in calls:
            situation = make(build(point))
            answer(**{name: getattr(situation, name) for name in names})
        return len(calls)

    return work


def _called_with(question: str, calls: list[Call]) -> Callable[[], int]:
    """Return what only calls the target."""
    build, answer = SPACES[question].situation, target(question)
    names = QUESTIONS[question].arguments
    situations = [make(build(point)) for point, make in calls]
    built = [{name: getattr(one, name) for name in names} for one in situations]

    def work() -> int:
        for given in built:
            answer(**given)
        return len(built)

    return work
