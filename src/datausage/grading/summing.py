"""Summing up what one scenario has asked into a result."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from datausage.grading import tokens
from datausage.grading.grades import Exposure, Grade
from datausage.grading.reducing import reduce
from datausage.grading.results import FactShown, Finding, Population, Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from datausage.grading.asking import Asker, Expectation, Judged
    from datausage.grading.reducing import Reduced
    from datausage.universe.spaces import Point, Space, Universe, Value

MOST_OUTCOMES = 12
MOST_SHOWN = 120


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


@dataclass(slots=True)
class Tally:
    """What one scenario has asked so far."""

    judged: dict[Point, Judged] = field(default_factory=dict)
    asked: int = 0
    notes: list[str] = field(default_factory=list)

    def add(self, judged: Sequence[Judged]) -> None:
        """Count what was asked and graded."""
        self.asked += len(judged)
        self.judged.update((one.point, one) for one in judged)

    @property
    def failed(self) -> list[Judged]:
        """What came out wrong."""
        return [one for one in self.judged.values() if one.failed]


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
    tally: Tally, scenario: Scenario, universe: Universe, asker: Asker, *, replayed: bool
) -> Result:
    """Return the result of a scenario; of what failed the worst is reduced to the plainest.

    Args:
        tally: what was asked.
        scenario: the scenario.
        universe: the universe of the scenario.
        asker: asks the further points that the reduction needs.
        replayed: whether one situation was asked on purpose, so that no floor counts.
    """
    failed = tally.failed
    judged = [o for o in tally.judged.values() if o.comparison.grade is not Grade.UNJUDGED]
    found = None
    tally.notes += _other_failures(failed)
    if failed:
        worst = max(failed, key=_badness)
        found = _finding(reduce(worst, universe, asker), universe.space, scenario.rule)
        grade = found.grade
    elif not replayed and len(judged) < (floor := min(scenario.floor, universe.cells)):
        grade = Grade.INSUFFICIENT
        tally.notes.append(f"{len(judged)} situations were judged, {floor} are the fewest")
    else:
        grade = max((o.comparison.grade for o in judged), key=_ORDER.index, default=Grade.UNJUDGED)
    return Result(
        rule=scenario.rule,
        part=scenario.part,
        scenario=scenario.name,
        question=scenario.expectation.question.name,
        grade=grade,
        population=_population(tally, universe, len(judged)),
        failures=len(failed),
        finding=found,
        readings=_relied_on(judged),
        note=_note(tally),
    )


_ORDER = list(Grade)


def _badness(judged: Judged) -> tuple[int, bool]:
    comparison = judged.comparison
    return _ORDER.index(comparison.grade), comparison.exposure is Exposure.EXPOSES


def _other_failures(failed: Sequence[Judged]) -> list[str]:
    """Tell of break-downs that are not shown, since something worse is."""
    worst = max((_badness(one)[0] for one in failed), default=0)
    notes = []
    for grade in (Grade.ERRORED, Grade.NONDETERMINISTIC):
        found = [one for one in failed if one.comparison.grade is grade]
        if found and _ORDER.index(grade) < worst:
            example = f"{found[0].said}: {found[0].detail}"
            notes.append(f"{grade} in {len(found)} more of the situations ({example})")
    return notes


def _note(tally: Tally) -> str:
    printed = next((one.printed for one in tally.judged.values() if one.printed), "")
    return "; ".join([*tally.notes, *([f"the target printed: {printed}"] if printed else [])])


def _population(tally: Tally, universe: Universe, judged: int) -> Population:
    edges = universe.edges()
    hit = {
        (position, type(value), value)
        for point in tally.judged
        for position, value in enumerate(point)
    }
    finite = [{(type(value), value) for value in fact.values} for fact in universe.facts]
    inside = sum(
        all((type(value), value) in left for value, left in zip(point, finite, strict=True))
        for point in tally.judged
    )
    return Population(
        asked=tally.asked,
        distinct=len(tally.judged),
        judged=judged,
        cells=universe.cells,
        cells_covered=inside,
        edges=len(edges),
        edges_covered=sum((p, type(value), value) in hit for p, value in edges),
    )


def _relied_on(judged: Iterable[Judged]) -> tuple[str, ...]:
    """Return the readings that the answers reveal, of points that alone decide some answer.

    A point of which the answers leave several readings possible is left out.
    """
    possible: dict[str, frozenset[str]] = {}
    for one in judged:
        if not one.comparison.readings or one.verdict is None:
            continue
        if len(one.verdict.outcomes) > MOST_OUTCOMES:
            continue
        turning = one.verdict.turns_on
        if len(turning) != 1:
            continue
        revealed = frozenset().union(
            *(choice[turning[0]] for choice in one.comparison.readings if turning[0] in choice)
        )
        possible[turning[0]] = possible.get(turning[0], revealed) & revealed
    return tuple(
        f"{point}={next(iter(readings))}"
        for point, readings in sorted(possible.items())
        if len(readings) == 1
    )


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
