"""Telling points: how they are read, left out and written."""

from __future__ import annotations

from importlib import resources

from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Fact, Space, Universe
from datausage.universe.telling import FILE, Telling, shipped, telling, written

TWO = Space("two facts", (Fact("a", (0, 1)), Fact("b", ("x", "y"))), dict)


def test_a_point_has_the_facts_that_are_told_and_is_plain_elsewhere() -> None:
    assert Telling({"b": "y"}, ()).point(TWO) == (0, "y")
    assert Telling({}, ()).point(TWO) == (0, "x")


def test_a_fact_that_the_space_does_not_have_any_more_is_left_out() -> None:
    assert Telling({"a": 1, "moon": "full"}, ()).point(TWO) == (1, "x")


def test_every_question_has_points_that_tell_in_its_space() -> None:
    for question, rules in shipped().items():
        space = SPACES[question]
        for rule, found in rules.items():
            points = telling(space, rule)
            assert [one.point(space) for one in found] == list(points)
            assert points
            assert all(len(point) == len(Universe(space).plainest) for point in points)
            assert all(one.faults and set(one.facts) <= set(space.names) for one in found)


def test_points_are_left_out_that_only_faults_left_out_have_told_of() -> None:
    for question, rules in shipped().items():
        for rule, found in rules.items():
            names = {name for one in found for name in one.faults}
            assert telling(SPACES[question], rule, names) == ()
            for name in names:
                others = telling(SPACES[question], rule, {name})
                assert len(others) == sum(one.faults != (name,) for one in found)


def test_a_question_or_rule_without_any_has_none() -> None:
    assert telling(SPACES["traffic"], "no-such-rule") == ()
    assert telling(Space("no such question", (), dict), "no-such-rule") == ()


def test_what_is_written_is_what_is_shipped() -> None:
    file = resources.files("datausage.universe") / FILE
    assert written(shipped()) == file.read_text("utf-8")


def test_points_are_written_as_plain_data_one_below_the_other() -> None:
    text = written({"q": {"rule": (Telling({"a": 1}, ("b", "\u00e9")),)}})
    assert text == (
        '{\n "q": {\n  "rule": [\n   {\n    "facts": {\n     "a": 1\n    },\n'
        '    "faults": [\n     "b",\n     "\\u00e9"\n    ]\n   }\n  ]\n }\n}\n'
    )
