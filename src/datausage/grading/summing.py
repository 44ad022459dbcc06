"""Summing up what one scenario has asked into a result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datausage.grading import tokens
from datausage.grading.coherence import Reliance, unimplied
from datausage.grading.grades import Grade
from datausage.grading.reducing import reduce, reduce_watched
from datausage.grading.results import FactShown, Finding, Population, Result
from datausage.targets.watching import Watches

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from datausage.grading.asking import Asking, Expectation
    from datausage.grading.judged import Judged
    from datausage.grading.reducing import Reduced
    from datausage.grading.tallying import Tally
    from datausage.universe.spaces import Point, Space, Universe, Value

MOST_SHOWN = 120
_ADVICE = "with --calls, allow more of them"


@dataclass(frozen=True, slots=True)
class Scenario:
    """What a scenario puts to the target: where it stands, what is given, what must hold.

    ``floor`` is the fewest situations with which it counts as evidence; where fewer exist, all.
    """

    rule: str
    part: str
    name: str
    given: Mapping[str, tuple[Value, ...]]
    expectation: Expectation
    floor: int = 1

    @property
    def agreement(self) -> bool:
        """Whether it asks for agreement with the reference, and states nothing itself."""
        return self.expectation.answers is None and self.expectation.change is None


def unasked(scenario: Scenario, grade: Grade, note: str) -> Result:
    """Return the result of a scenario about which nothing was asked."""
    return Result(
        rule=scenario.rule,
        part=scenario.part,
        scenario=scenario.name,
        question=scenario.expectation.question.name,
        grade=grade,
        population=Population(),
        note=note,
    )


def summed_up(
    tally: Tally, scenario: Scenario, universe: Universe, asker: Asking, *, replayed: bool
) -> Result:
    """Return the result of a scenario; of what failed the worst is reduced to the plainest.

    Args:
        tally: what was asked.
        scenario: the scenario.
        universe: the universe of the scenario.
        asker: asks the further points that the reduction needs.
        replayed: whether one situation was asked on purpose, so that no floor counts.
    """
    found = None
    notes = [*tally.notes, *_other_failures(tally)]
    if tally.worst:
        found = _finding(_reduced(tally.worst, universe, asker), universe.space, scenario.rule)
        grade = found.grade
    elif not replayed and tally.judged < (floor := min(scenario.floor, universe.cells)):
        grade = Grade.INSUFFICIENT
        if tally.asked:
            few = f"situations judged: {tally.judged}; the fewest that count: {floor}"
            notes += [few, _ADVICE]
    else:
        grade = tally.grade
    if not tally.asked:
        notes += ["no call was left for it", _ADVICE]
    if tally.printed:
        notes.append(f"the target printed: {tally.printed}")
    return Result(
        rule=scenario.rule,
        part=scenario.part,
        scenario=scenario.name,
        question=scenario.expectation.question.name,
        grade=grade,
        population=_population(tally, universe),
        failures=tally.failures,
        finding=found,
        readings=tally.relied_on(),
        note="; ".join(notes),
        deviations=tuple(sorted(tally.deviations)),
        reliances=tuple(_reliances(tally, scenario, universe.space)),
    )


def _reduced(worst: Judged, universe: Universe, asker: Asking) -> Reduced:
    if isinstance(asker.caller, Watches):
        return reduce_watched(worst, universe, asker, asker.caller)
    return reduce(worst, universe, asker)


def _reliances(tally: Tally, scenario: Scenario, space: Space) -> Iterator[Reliance]:
    """Yield the answers that rely on readings, those that say most about them."""
    deed = scenario.expectation.question.subject is not None
    for same in unimplied(tally.relying.kept):
        relied = tally.relying.kept[same]
        yield Reliance(
            boxes=same,
            replay=tokens.write(scenario.rule, space, relied.point),
            question=space.question,
            aspect=relied.aspect.name,
            said=" or ".join(sorted(relied.permitted)) if deed else relied.said,
        )


def _other_failures(tally: Tally) -> list[str]:
    """Tell of break-downs that are not shown, since something worse is."""
    notes = []
    for grade in (Grade.ERRORED, Grade.NONDETERMINISTIC):
        example = tally.examples.get(grade)
        if example and tally.worst and tally.worst.comparison.grade is not grade:
            count = tally.grades[grade]
            notes.append(
                f"{grade} in {count} of these situations ({example.said}: {example.detail})"
            )
    return notes


def _population(tally: Tally, universe: Universe) -> Population:
    return Population(
        asked=tally.asked,
        distinct=tally.distinct,
        judged=tally.judged,
        cells=universe.cells,
        cells_covered=tally.inside,
        edges=len(universe.edges()),
        edges_covered=len(tally.edges),
        first_failure=tally.first_failure,
        grades=tuple((grade, n) for grade in Grade if (n := tally.grades[grade])),
        values=_values(tally, universe),
    )


def _values(tally: Tally, universe: Universe) -> tuple[tuple[str, str, int], ...]:
    names = universe.space.names
    counted = sorted((tally.values or {}).items(), key=lambda entry: (entry[0][0], -entry[1]))
    return tuple((names[place[0]], _shown(place[2]), count) for place, count in counted)


def _finding(reduced: Reduced, space: Space, rule: str) -> Finding:
    judged, nearest = reduced.judged, reduced.nearest
    facts = tuple(
        FactShown(fact.name, _shown(value), position in reduced.matters)
        for position, (fact, value) in enumerate(zip(space.facts, judged.point, strict=True))
        if position in reduced.matters or value != fact.values[0] or position == 0
    )
    verdict = judged.verdict
    return Finding(
        grade=judged.comparison.grade,
        exposure=judged.comparison.exposure,
        question=space.question,
        aspect=judged.aspect.name,
        facts=facts,
        said=judged.said,
        permitted=tuple(value for value in judged.aspect.values if value in judged.permitted),
        rules=verdict.rules if verdict else (),
        turns_on=verdict.turns_on if verdict else (),
        detail=judged.detail,
        nearest=_differences(judged.point, nearest, space) if nearest else (),
        nearest_answer=nearest.said if nearest else "",
        replay=tokens.write(rule, space, judged.point),
        returned=judged.returned,
    )


def _differences(point: Point, nearest: Judged, space: Space) -> tuple[FactShown, ...]:
    return tuple(
        FactShown(fact.name, _shown(there))
        for fact, here, there in zip(space.facts, point, nearest.point, strict=True)
        if (type(here), here) != (type(there), there)
    )


def _shown(value: Any) -> str:
    if value is None:
        return "not set"
    text = (
        value if isinstance(value, str) and value.isprintable() and value.strip() else repr(value)
    )
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}..."
