"""A verdict is what all readings agree on: pinning, removing and enumerating readings."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

from datausage.oracle.verdicts import verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conftest import ForEvery

    from datausage.oracle.aspects import Aspect, Question
    from datausage.oracle.verdicts import Verdict
    from datausage.policy.edition import Edition, OpenPoint

MOST_ASSIGNMENTS = 96


def asked(found: Verdict) -> tuple[str, ...]:
    """Return the open points whose reading was asked for, in order."""
    return tuple(dict.fromkeys(point for outcome in found.outcomes for point in outcome.readings))


def number(points: Sequence[OpenPoint]) -> int:
    """Return how many choices of one reading per point there are."""
    return math.prod(len(point.readings) for point in points)


def assignments(points: Sequence[OpenPoint]) -> Iterator[dict[str, str]]:
    """Yield every choice of one reading per point; where there are too many, some of them."""
    domains = [[(point.id, reading.id) for reading in point.readings] for point in points]
    if number(points) <= MOST_ASSIGNMENTS:
        yield from map(dict, product(*domains))
        return
    generator = random.Random(number(points))  # noqa: S311 - repeatable, not secret
    for _ in range(MOST_ASSIGNMENTS // 4):
        yield dict(generator.choice(domain) for domain in domains)


def answers_of(
    aspect: Aspect, situation: Any, edition: Edition, pins: Mapping[str, str]
) -> frozenset[str] | None:
    """Return the answers under readings that settle everything."""
    (outcome,) = verdict(aspect, situation, edition, pins).outcomes
    return outcome.ruling.answers


def without(edition: Edition, point: str, *readings: str) -> Edition:
    """Return the edition in which a point has not these readings."""
    whole = edition.points[point]
    left = tuple(reading for reading in whole.readings if reading.id not in readings)
    return replace(edition, points={**edition.points, point: replace(whole, readings=left)})


def test_a_determined_verdict_agrees_with_every_reading(
    question: Question, edition: Edition, for_every: ForEvery
) -> None:
    def agrees(aspect: Aspect, situation: Any) -> None:
        found = verdict(aspect, situation, edition)
        points = [edition.points[name] for name in asked(found)]
        for pins in assignments(points):
            answers = answers_of(aspect, situation, edition, pins)
            if found.determined:
                assert answers == found.permitted
            if found.silent:
                assert answers is None

    for_every(question, agrees, most=60)


def test_a_verdict_is_what_enumerating_all_readings_gives(
    question: Question, edition: Edition, for_every: ForEvery
) -> None:
    def same(aspect: Aspect, situation: Any) -> None:
        found = verdict(aspect, situation, edition)
        points = [edition.points[name] for name in asked(found)]
        pinned = list(assignments(points))
        under = [answers_of(aspect, situation, edition, pins) for pins in pinned]
        main = [
            answers
            for pins, answers in zip(pinned, under, strict=True)
            if not any(pins[point.id] in point.weak for point in points)
        ]
        permitted, mainstream = (_union(aspect, part) for part in (under, main))
        certain = aspect.domain.intersection(*(answers or frozenset() for answers in under))
        if number(points) <= MOST_ASSIGNMENTS:
            assert (permitted, mainstream) == (found.permitted, found.mainstream)
            assert certain == found.certain
            assert found.open == (len(set(under)) > 1)
        else:
            assert permitted <= found.permitted
            assert mainstream <= found.mainstream
            assert certain >= found.certain

    for_every(question, same, most=60)


def _union(aspect: Aspect, under: Sequence[frozenset[str] | None]) -> frozenset[str]:
    return frozenset().union(*(aspect.domain if a is None else a for a in under))


def test_pinning_never_undetermines_and_never_widens_what_is_permitted(
    question: Question, edition: Edition, for_every: ForEvery
) -> None:
    def narrows(aspect: Aspect, situation: Any) -> None:
        found = verdict(aspect, situation, edition)
        for name in asked(found):
            for reading in edition.points[name].readings:
                pinned = verdict(aspect, situation, edition, {name: reading.id})
                assert pinned.determined or not found.determined
                assert pinned.silent or not found.silent
                assert pinned.permitted <= found.permitted
                assert pinned.certain >= found.certain
                assert name not in asked(pinned)

    for_every(question, narrows)


def test_pinning_every_point_one_after_another_determines_or_leaves_silence(
    question: Question, edition: Edition, for_every: ForEvery
) -> None:
    def ends(aspect: Aspect, situation: Any) -> None:
        pins: dict[str, str] = {}
        found = verdict(aspect, situation, edition)
        while left := asked(found):
            readings = edition.points[left[-1]].readings
            pins[left[-1]] = readings[len(pins) % len(readings)].id
            narrower = verdict(aspect, situation, edition, pins)
            assert narrower.permitted <= found.permitted
            found = narrower
        assert found.determined or found.silent
        assert found.turns_on == ()

    for_every(question, ends)


def test_a_verdict_turns_on_the_points_whose_reading_alone_changes_what_is_permitted(
    question: Question, edition: Edition, for_every: ForEvery
) -> None:
    def turns(aspect: Aspect, situation: Any) -> None:
        found = verdict(aspect, situation, edition)
        assert bool(found.turns_on) == found.open
        points = [edition.points[name] for name in asked(found)]
        if number(points) > MOST_ASSIGNMENTS:
            return
        under = {
            tuple(pins.values()): answers_of(aspect, situation, edition, pins)
            for pins in assignments(points)
        }
        turning = {
            point.id
            for chosen, (position, point) in product(under, enumerate(points))
            for reading in point.readings
            if under[(*chosen[:position], reading.id, *chosen[position + 1 :])] != under[chosen]
        }
        assert set(found.turns_on) == turning

    for_every(question, turns, most=60)


def test_adding_an_admissible_reading_never_determines(
    question: Question, edition: Edition, for_every: ForEvery
) -> None:
    def opens(aspect: Aspect, situation: Any) -> None:
        whole = verdict(aspect, situation, edition)
        for name in asked(whole):
            for reading in edition.points[name].readings:
                # The edition shipped is this narrower one with one reading added.
                fewer = verdict(aspect, situation, without(edition, name, reading.id))
                assert fewer.determined or not whole.determined
                assert fewer.permitted <= whole.permitted
                assert fewer.certain >= whole.certain

    for_every(question, opens, most=60)


def test_mainstream_is_what_is_permitted_once_no_weak_reading_is_admissible(
    question: Question, edition: Edition, for_every: ForEvery
) -> None:
    strict = edition
    for point in edition.points.values():
        strict = without(strict, point.id, *point.weak)

    def same(aspect: Aspect, situation: Any) -> None:
        whole = verdict(aspect, situation, edition)
        assert verdict(aspect, situation, strict).permitted == whole.mainstream

    for_every(question, same)


def test_what_is_certain_is_mainstream_and_what_is_mainstream_is_permitted(
    question: Question, edition: Edition, for_every: ForEvery
) -> None:
    def nested(aspect: Aspect, situation: Any) -> None:
        found = verdict(aspect, situation, edition)
        assert found.certain <= found.mainstream <= found.permitted <= aspect.domain
        assert found.mainstream

    for_every(question, nested, most=400)


def test_a_verdict_is_determined_open_or_silent_and_only_one_of_them(
    question: Question, edition: Edition, for_every: ForEvery
) -> None:
    def one(aspect: Aspect, situation: Any) -> None:
        found = verdict(aspect, situation, edition)
        assert [found.determined, found.open, found.silent].count(True) == 1
        assert found.silent or not found.inapplicable
        assert not found.determined or found.certain == found.permitted

    for_every(question, one, most=400)


def test_a_rule_or_an_open_point_decides_or_the_verdict_is_silent(
    question: Question, edition: Edition, for_every: ForEvery
) -> None:
    def somebody_speaks(aspect: Aspect, situation: Any) -> None:
        found = verdict(aspect, situation, edition)
        for outcome in found.outcomes:
            if outcome.ruling.answers is not None:
                assert outcome.ruling.rules or outcome.readings
                assert outcome.ruling.answers
        assert found.rules or asked(found) or found.silent
        assert set(found.rules) <= set(edition.rules)

    for_every(question, somebody_speaks, most=400)
