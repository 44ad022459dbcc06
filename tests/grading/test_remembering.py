"""Failures that machines share: what of them is asked again, and what is left alone."""

from __future__ import annotations

from hypothesis.database import InMemoryExampleDatabase

from datausage.grading import tokens
from datausage.grading.remembering import MOST, Remembered
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

SPACE = SPACES["opt_in"]
UNIVERSE = Universe(SPACE)
POINTS = list(UNIVERSE.enumerate())[: MOST + 2]


def test_what_was_kept_is_asked_first_until_it_is_mended() -> None:
    database = InMemoryExampleDatabase()
    here, there = Remembered(database, "impl/rule"), Remembered(database, "impl/rule")
    token = tokens.write("programme-admin-opt-in", SPACE, POINTS[1])
    here.keep(token)
    assert there.points(UNIVERSE) == {POINTS[1]: token}
    assert Remembered(database, "impl/another").points(UNIVERSE) == {}
    there.forget([token])
    assert here.points(UNIVERSE) == {}


def test_no_more_than_a_few_are_asked() -> None:
    remembered = Remembered(InMemoryExampleDatabase(), "impl/rule")
    for point in POINTS:
        remembered.keep(tokens.write("programme-admin-opt-in", SPACE, point))
    assert len(remembered.points(UNIVERSE)) == MOST


def test_what_is_no_failure_of_this_scenario_is_left_alone() -> None:
    remembered = Remembered(InMemoryExampleDatabase(), "impl/rule")
    plain = Universe(SPACES["traffic"]).plainest
    for text in ("garbage", "a:b", tokens.write("metrics-default", SPACES["traffic"], plain)):
        remembered.keep(text)
    assert remembered.points(UNIVERSE) == {}


def test_what_failed_outside_of_what_is_given_is_left_alone() -> None:
    remembered = Remembered(InMemoryExampleDatabase(), "impl/rule")
    varied = next(fact for fact in UNIVERSE.facts if len(fact.values) > 1)
    place, token = UNIVERSE.space.names.index(varied.name), "programme-admin-opt-in"
    for point in POINTS:
        remembered.keep(tokens.write(token, SPACE, point))
    given = UNIVERSE.where({varied.name: varied.values[:1]})
    found = remembered.points(given)
    assert {point[place] for point in found} <= {varied.values[0]}
    other = (*UNIVERSE.plainest[:place], varied.values[1], *UNIVERSE.plainest[place + 1 :])
    alone = Remembered(InMemoryExampleDatabase(), "impl/rule")
    alone.keep(tokens.write(token, SPACE, other))
    assert alone.points(given) == {}
    assert list(alone.points(UNIVERSE)) == [other]
