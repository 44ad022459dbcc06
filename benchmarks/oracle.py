"""Verdicts a second, where nothing is open and where several points are."""

from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING, Any, Final

from benchmarks.asked import EDITION, FIRST, arguments, by_question, judging, recorded, target
from benchmarks.measuring import Rates, Result, Scale, Target, interleaved, pooled, some
from datausage.oracle.aspects import Aspect
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.verdicts import Oracle
from datausage.universe.catalogue import SPACES

if TYPE_CHECKING:
    from collections.abc import Callable

    from datausage.oracle.verdicts import Verdict
    from datausage.universe.spaces import Point

Case = tuple[Aspect, Any]
"""An aspect, and a situation that was built before."""

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
        sizes = [len(contestants[kind, question]) for question in here]
        results.append(Result(kind, pooled(rates, sizes), "/s", bound))
        results += [
            Result(f"  {question}", found, "/s")
            for question, found in zip(here, rates, strict=True)
        ]
    return results


def _cases(scale: Scale) -> dict[str, list[Case]]:
    """Return, per question, every aspect with what standard effort asks first, as often as it does.

    Situations that are asked about twice are built twice, as in a run.
    """
    with judging(FIRST, scale.calls) as judge:
        points = {
            question: [point for scenario in scenarios for point in recorded(judge, scenario)]
            for question, scenarios in by_question().items()
        }
    return {
        question: [
            (aspect, subject)
            for subject in (_subject(question, point) for point in found)
            for aspect in QUESTIONS[question].aspects
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
    """Return the cases of each class; a case may belong to several."""
    oracle = Oracle(EDITION)
    classes: dict[str, list[Case]] = {kind: [] for kind in TARGETS}
    for case in cases:
        found = oracle.verdict(*case)
        met = len(_met(found))
        if not found.open:
            classes[NOT_OPEN].append(case)
        if not met:
            classes[NONE_MET].append(case)
        if met >= SEVERAL:
            classes[SEVERAL_MET].append(case)
    return classes


def _met(found: Verdict) -> set[str]:
    """Return the open points that were asked about on the way to a verdict."""
    return {point for outcome in found.outcomes for point in outcome.readings}


def _asking(cases: list[Case]) -> Callable[[], int]:
    def work() -> int:
        # A new one each time: what it has learnt in the round before would flatter it.
        verdict = Oracle(EDITION).verdict
        for aspect, situation in cases:
            verdict(aspect, situation)
        return len(cases)

    return work
