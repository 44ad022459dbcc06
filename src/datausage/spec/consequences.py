"""What deciding an open point would change: the plainest situation in which it alone matters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain, combinations, product
from typing import TYPE_CHECKING

from datausage.oracle.questions import QUESTIONS
from datausage.oracle.verdicts import Oracle
from datausage.policy.edition import load
from datausage.spec.words import shown
from datausage.universe import arrays
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from datausage.oracle.aspects import Aspect
    from datausage.oracle.verdicts import Verdict
    from datausage.policy.edition import OpenPoint
    from datausage.universe.spaces import Point, Space

NOTHING_SAID = "nothing is said"

ALWAYS_TOLD = 2
"""So many of the facts are told, plain or not."""


@dataclass(frozen=True, slots=True)
class Consequence:
    """What each reading of a point permits in one situation in which no other point matters.

    ``title`` is that of the question. ``facts`` are the first ones, which say who it is about or
    what is done, and those that are not the plainest ones of the question.
    """

    question: str
    title: str
    aspect: str
    facts: tuple[tuple[str, str], ...]
    by_reading: tuple[tuple[str, str], ...]


@cache
def consequences(edition: str) -> Mapping[str, Consequence]:
    """Return a consequence of every open point of an edition of which one was found.

    Looked at are situations near the plainest one of each question, and those of its covering
    array: some points only matter farther away, or never alone.
    """
    points, oracle, found = load(edition).points, Oracle(load(edition)), dict[str, Consequence]()
    for question in QUESTIONS.values():
        if question.subject:
            # It is judged by what is done with a situation, and no situation alone has an answer.
            continue
        space = SPACES[question.name]
        for place in _places(space):
            for aspect in question.aspects:
                verdict = oracle.verdict(aspect, space.situation(place))
                if len(verdict.turns_on) == 1 and verdict.turns_on[0] not in found:
                    point = points[verdict.turns_on[0]]
                    found[point.id] = _consequence(_Place(space, aspect, oracle), place, point)
    return found


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a point is looked for: in the situations of a question, by an aspect of its answer."""

    space: Space
    aspect: Aspect
    oracle: Oracle

    def verdict(self, place: Point) -> Verdict:
        return self.oracle.verdict(self.aspect, self.space.situation(place))


def _consequence(where: _Place, place: Point, point: OpenPoint) -> Consequence:
    plainer = _plainer(where, place, point.id)
    told = _told(point, where.aspect, where.verdict(plainer))
    question = QUESTIONS[where.space.question]
    facts = _facts(where.space, plainer)
    return Consequence(question.name, question.title, where.aspect.title, facts, told)


def _plainer(where: _Place, place: Point, point: str) -> Point:
    """Return a situation with as many plain facts as leave the point the only one that matters."""
    for position, plain in enumerate(Universe(where.space).plainest):
        tried = (*place[:position], plain, *place[position + 1 :])
        if where.verdict(tried).turns_on == (point,):
            place = tried
    return place


def _places(space: Space) -> Iterator[Point]:
    """Yield situations, the plainest ones first: one fact changed, two, and any number."""
    universe = Universe(space)
    plain = universe.plainest
    for position, fact in enumerate(space.facts):
        for value in (*fact.values, *fact.edges):
            yield (*plain[:position], value, *plain[position + 1 :])
    for one, other in combinations(range(len(plain)), 2):
        for values in product(space.facts[one].values, space.facts[other].values):
            changed = list(plain)
            changed[one], changed[other] = values
            yield tuple(changed)
    yield from arrays.rows(universe)


def _facts(space: Space, place: Point) -> tuple[tuple[str, str], ...]:
    plain = Universe(space).plainest
    return tuple(
        (name, shown(value))
        for position, (name, value, usual) in enumerate(zip(space.names, place, plain, strict=True))
        if position < ALWAYS_TOLD or (type(value), value) != (type(usual), usual)
    )


def _told(point: OpenPoint, aspect: Aspect, verdict: Verdict) -> tuple[tuple[str, str], ...]:
    """Return, by reading, the answers that are permitted under it."""
    told = []
    for reading in point.readings:
        rulings = [
            outcome.ruling.answers
            for outcome in verdict.outcomes
            if reading.id in outcome.readings.get(point.id, point.names)
        ]
        permitted = set(chain.from_iterable(answers for answers in rulings if answers is not None))
        words = [answer for answer in aspect.values if answer in permitted]
        silent = [NOTHING_SAID] if None in rulings or not rulings else []
        told.append((reading.id, " or ".join([*words, *silent])))
    return tuple(told)
