"""Verdicts a second, where nothing is open and where several points are."""

from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING, Any, Final

from benchmarks.asked import EDITION, FIRST, arguments, by_question, judging, recorded, target
from benchmarks.measuring import Rates, Result, Scale, Target, interleaved, pooled, some
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.verdicts import Oracle
from datausage.universe.catalogue import SPACES

if TYPE_CHECKING:
    from collections.abc import Callable

    from datausage.oracle.aspects import Aspect
    from datausage.oracle.verdicts import Verdict
    from datausage.universe.spaces import Point

Case = tuple[tuple["Aspect", ...], Any]
"""Aspects of a question, and a situation that was built before."""

SEVERAL = 2

NOT_OPEN: Final = "not open"
NONE_MET: Final = "no open point met"
SEVERAL_MET: Final = "several open points met"

TARGETS: Final = {NOT_OPEN: Target(300_000), NONE_MET: None, SEVERAL_MET: Target(30_000)}


def run(scale: Scale) -> list[Result]:
    """Measure each class of situations per question, and all questions together."""
    contestants: dict[tuple[str, str], list[Case]] = {}
    for question, cases in _cases(scale).items():
        for kind, chosen in _classes(cases).items():
            if chosen:
                contestants[kind, question] = some(chosen, scale.situations)
    timed = interleaved(
        {f"{kind}/{question}": _asking(cases) for (kind, question), cases in contestants.items()},
        scale,
        process_time,
    )
    results: list[Result] = []
    for kind, bound in TARGETS.items():
        here = [question for name, question in contestants if name == kind]
        rates: list[Rates] = [timed[f"{kind}/{question}"] for question in here]
        sizes = [_verdicts(contestants[kind, question]) for question in here]
        results.append(Result(kind, pooled(rates, sizes), "/s", bound))
        results += [
            Result(f"  {question}", found, "/s")
            for question, found in zip(here, rates, strict=True)
        ]
    return results


def _cases(scale: Scale) -> dict[str, list[Case]]:
    """Return, per question, its aspects with what standard effort asks first, as often as it does.

    Situations that are asked about twice are built twice, as in a run.
    """
    with judging(FIRST, scale.calls) as judge:
        points = {
            question: [point for scenario in scenarios for point in recorded(judge, scenario)]
            for question, scenarios in by_question().items()
        }
    return {
        question: [
            (QUESTIONS[question].aspects, subject)
            for subject in (_subject(question, point) for point in found)
        ]
        for question, found in points.items()
    }


def _subject(question: str, point: Point) -> Any:
    """Return what the oracle judges: a situation, joined with what was answered if need be."""
    situation = SPACES[question].situation(point)
    join = QUESTIONS[question].subject
    if join is None:
        return situation
    return join(situation, target(question)(**arguments(question, point)))


def _classes(cases: list[Case]) -> dict[str, list[Case]]:
    """Return the cases of each class, with those of the aspects that belong to it."""
    oracle = Oracle(EDITION)
    classes: dict[str, list[Case]] = {kind: [] for kind in TARGETS}
    for aspects, subject in cases:
        chosen: dict[str, tuple[Aspect, ...]] = dict.fromkeys(TARGETS, ())
        for aspect, found in zip(aspects, oracle.verdicts(aspects, subject), strict=True):
            met = len(_met(found))
            belongs = {NOT_OPEN: not found.open, NONE_MET: not met, SEVERAL_MET: met >= SEVERAL}
            for kind in TARGETS:
                chosen[kind] += (aspect,) * belongs[kind]
        for kind, some_aspects in chosen.items():
            if some_aspects:
                classes[kind].append((some_aspects, subject))
    return classes


def _verdicts(cases: list[Case]) -> int:
    return sum(len(aspects) for aspects, _ in cases)


def _met(found: Verdict) -> set[str]:
    """Return the open points that were asked about on the way to a verdict."""
    return {point for outcome in found.outcomes for point in outcome.readings}


def _asking(cases: list[Case]) -> Callable[[], int]:
    count = _verdicts(cases)

    def work() -> int:
        # A new one each time: what it has learnt in the round before would flatter it.
        verdicts = Oracle(EDITION).verdicts
        for aspects, situation in cases:
            verdicts(aspects, situation)
        return count

    return work
