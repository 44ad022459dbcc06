"""What the open points change: where an answer is outside all readings, or given by a weak one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from datausage.examples import faithful
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.verdicts import Oracle
from datausage.strength.judging import EDITION
from datausage.universe import gears
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from datausage.oracle.aspects import Aspect
    from datausage.oracle.verdicts import Verdict

ROWS = 2_000


@dataclass(slots=True)
class Turning:
    """What a point changes in the answers to one question.

    ``turned`` counts the aspects of situations whose verdict turns on the point, ``outside`` those
    of them in which some answer is outside all readings; ``weakly`` counts, per weak reading,
    those in which an answer that it gives is given by no mainstream reading.
    """

    turned: int = 0
    outside: int = 0
    weakly: dict[str, int] = field(default_factory=lambda: defaultdict(int))


@cache
def oracle(point: str = "", reading: str = "") -> Oracle:
    """Return the reference; where a reading is named, that and the faithful one of all others."""
    return Oracle(EDITION, {**faithful.READINGS, point: reading} if point else {})


def outside(aspect: Aspect, found: Verdict) -> list[str]:
    """Return the answers that no reading supports, those that expose most last."""
    return [value for value in aspect.values if value not in found.permitted]


def only_weakly(
    aspect: Aspect, situation: Any, found: Verdict, point: str, reading: str
) -> list[str]:
    """Return the answers that a weak reading gives and no mainstream one."""
    if found.permitted <= found.mainstream:
        return []
    given = oracle(point, reading).verdict(aspect, situation).permitted
    return [v for v in aspect.values if v in given and v not in found.mainstream]


def surveyed(question: str, situations: Iterable[Any]) -> Mapping[str, Turning]:
    """Return what each open point changes in the answers to a question about these situations."""
    turnings: dict[str, Turning] = defaultdict(Turning)
    for situation in situations:
        for aspect in QUESTIONS[question].aspects:
            found = oracle().verdict(aspect, situation)
            if not found.silent:
                _count(aspect, situation, found, turnings)
    return turnings


def _count(aspect: Aspect, situation: Any, found: Verdict, turnings: Mapping[str, Turning]) -> None:
    for point in found.turns_on:
        turnings[point].turned += 1
        turnings[point].outside += bool(outside(aspect, found))
    asked = dict.fromkeys(point for outcome in found.outcomes for point in outcome.readings)
    for point in asked:
        for reading in sorted(EDITION.points[point].weak):
            told = only_weakly(aspect, situation, found, point, reading)
            turnings[point].weakly[reading] += bool(told)


@cache
def turnings(question: str) -> Mapping[str, Turning]:
    """Return what each open point changes, in the situations nearest and most various.

    A question of which the oracle judges what was asked together with what was answered has
    none: the same situation is open or not by what a target does with it.
    """
    return {} if QUESTIONS[question].subject else surveyed(question, _situations(question))


def place(point: str, room: Callable[[Turning], int]) -> str | None:
    """Return the question in which a point has room; one that its rules are about, or else most."""
    rooms = {name: room(turnings(name)[point]) for name in QUESTIONS if point in turnings(name)}
    own = {EDITION.rules[rule].question for rule in EDITION.points[point].rules}
    ranked = sorted(rooms, key=lambda name: (name in own, rooms[name]), reverse=True)
    return next((name for name in ranked if rooms[name]), None)


def _situations(question: str) -> Iterator[Any]:
    universe = Universe(SPACES[question])
    points = gears.cover(universe, ROWS)
    chosen = [*gears.near(universe, 2), *points, *gears.around_edges(universe, points, 4)]
    return (universe.space.situation(point) for point in dict.fromkeys(chosen))
