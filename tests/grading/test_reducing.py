"""From a failing point to the plainest one, the facts that matter, and the minimal pair."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from datausage.grading import reducing
from datausage.grading.grades import Comparison, Exposure, Grade
from datausage.grading.judged import Judged
from datausage.grading.reducing import reduce
from datausage.targets.outcome import Fault
from datausage.universe.spaces import Fact, Space, Universe

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from datausage.oracle.aspects import Aspect
    from datausage.universe.spaces import Point

    Grading = Callable[[Mapping[str, Any]], Grade]

NAMES = "abcde"
SPACE = Space("made up", tuple(Fact(name, (0, 1, 2, 3), (9,)) for name in NAMES), dict)
FINE = {False: Grade.CONFORMS, True: Grade.VIOLATES}


@dataclass
class FakeAsker:
    """Grades points by a function of their facts, and remembers what it was asked."""

    grade: Grading
    aspect: Aspect
    asked: list[Point] = field(default_factory=list)

    def ask(self, points: Sequence[Point]) -> list[Judged]:
        """Grade every point."""
        self.asked += points
        return [self.one(point) for point in points]

    def freely(self, failing: object) -> FakeAsker:
        """Return an asker for points outside the universe, too."""
        return self

    def one(self, point: Point) -> Judged:
        """Grade one point."""
        grade = self.grade(dict(zip(NAMES, point, strict=True)))
        direction = Exposure.EXPOSES if grade is Grade.VIOLATES else None
        return Judged(point, self.aspect, "said", Comparison(grade, direction), None)


def reduced(
    grade: Grading, aspect: Aspect, start: Point, **given: tuple[int, ...]
) -> tuple[Point, str, Point | None]:
    """Return the plainest point, the names of the facts that matter, and the nearest right one."""
    asker: Any = FakeAsker(grade, aspect)
    assert asker.one(start).failed
    found = reduce(asker.one(start), Universe(SPACE).where(given), asker)
    assert found.judged.failed
    assert found.nearest is None or not found.nearest.failed
    matters = "".join(NAMES[position] for position in sorted(found.matters))
    return found.judged.point, matters, found.nearest and found.nearest.point


@pytest.mark.parametrize(
    ("conditions", "plainest"),
    [
        ({"c": 2}, (0, 0, 2, 0, 0)),
        ({"a": 3, "c": 2}, (3, 0, 2, 0, 0)),
        ({"a": 3, "c": 2, "e": 1}, (3, 0, 2, 0, 1)),
    ],
)
def test_a_failure_under_several_conditions_is_reduced_to_them_and_they_all_matter(
    aspect: Aspect, conditions: dict[str, int], plainest: Point
) -> None:
    def grade(facts: Mapping[str, Any]) -> Grade:
        return FINE[all(facts[name] == value for name, value in conditions.items())]

    start = tuple(conditions.get(name, 3) for name in NAMES)
    point, matters, nearest = reduced(grade, aspect, start)
    assert point == plainest
    assert matters == "".join(conditions)
    assert nearest is not None
    assert sum(a != b for a, b in zip(point, nearest, strict=True)) == 1


def test_of_a_range_of_failing_values_the_plainest_is_found(aspect: Aspect) -> None:
    point, matters, nearest = reduced(lambda f: FINE[f["b"] >= 1], aspect, (3, 3, 3, 3, 3))
    assert (point, matters, nearest) == ((0, 1, 0, 0, 0), "b", (0, 0, 0, 0, 0))


def test_of_two_conditions_each_of_which_is_enough_one_is_left(aspect: Aspect) -> None:
    point, matters, _ = reduced(lambda f: FINE[f["a"] == 2 or f["b"] == 2], aspect, (2, 2, 1, 1, 1))
    assert (point, matters) == ((0, 2, 0, 0, 0), "b")


def test_two_facts_that_must_differ_both_matter(aspect: Aspect) -> None:
    point, matters, _ = reduced(lambda f: FINE[f["a"] != f["b"]], aspect, (1, 3, 2, 2, 2))
    assert (point, matters) == ((0, 1, 0, 0, 0), "ab")


def test_the_plainest_point_stays_inside_what_is_given(aspect: Aspect) -> None:
    point, matters, nearest = reduced(
        lambda f: FINE[f["a"] >= 1], aspect, (3, 3, 3, 3, 3), a=(2, 3), c=(1, 3)
    )
    assert point == (2, 0, 1, 0, 0)
    assert matters == "a"
    assert nearest == (0, 0, 1, 0, 0)


def test_an_edge_is_given_up_for_a_plainer_value_where_that_fails_too(aspect: Aspect) -> None:
    assert reduced(lambda f: FINE[f["a"] > 2], aspect, (9, 9, 0, 0, 0))[0] == (3, 0, 0, 0, 0)
    assert reduced(lambda f: FINE[f["a"] > 3], aspect, (9, 9, 0, 0, 0))[0] == (9, 0, 0, 0, 0)


def test_where_no_single_change_mends_it_the_minimal_pair_differs_in_two_facts(
    aspect: Aspect,
) -> None:
    point, matters, nearest = reduced(
        lambda f: FINE[f["a"] >= 1 or f["b"] >= 1], aspect, (1, 1, 0, 0, 0), a=(1,), b=(1,)
    )
    assert (point, matters, nearest) == ((1, 1, 0, 0, 0), "", (0, 0, 0, 0, 0))


def test_what_fails_everywhere_depends_on_nothing_and_has_no_pair(aspect: Aspect) -> None:
    found = reduced(lambda f: Grade.VIOLATES, aspect, (1, 2, 3, 0, 1))
    assert found == ((0, 0, 0, 0, 0), "", None)


def test_a_right_answer_is_a_better_pair_than_silence(aspect: Aspect) -> None:
    def grade(facts: Mapping[str, Any]) -> Grade:
        if facts["a"] == 0:
            return Grade.UNJUDGED
        return FINE[facts["b"] == 0]

    _, matters, nearest = reduced(grade, aspect, (1, 0, 0, 0, 0))
    assert matters == "ab"
    assert nearest == (1, 1, 0, 0, 0)


def test_another_failure_on_the_way_is_not_taken_for_the_same_one(aspect: Aspect) -> None:
    def grade(facts: Mapping[str, Any]) -> Grade:
        if facts["a"] == 0:
            return Grade.ERRORED
        return FINE[facts["a"] >= 2]

    point, _, _ = reduced(grade, aspect, (3, 1, 0, 0, 0))
    assert point == (2, 0, 0, 0, 0)


def test_a_reduction_asks_a_bounded_number_of_points(aspect: Aspect) -> None:
    asker: Any = FakeAsker(lambda f: Grade.VIOLATES, aspect)
    reduce(asker.one((3,) * 5), Universe(SPACE), asker)
    assert len(asker.asked) < 500


def test_a_fact_may_become_plainer_once_another_one_has(aspect: Aspect) -> None:
    assert reduced(lambda f: FINE[f["a"] >= f["b"]], aspect, (3, 3, 0, 0, 0))[0] == (0,) * 5


def test_the_plainest_point_needs_no_more_than_its_neighbours(aspect: Aspect) -> None:
    asker: Any = FakeAsker(lambda f: FINE[not any(f.values())], aspect)
    reduce(asker.one((0,) * 5), Universe(SPACE), asker)
    assert len(asker.asked) == 15


def test_of_a_target_that_breaks_down_no_pair_is_looked_for_further_away(aspect: Aspect) -> None:
    asker: Any = FakeAsker(lambda f: Grade.ERRORED, aspect)
    found = reduce(asker.one((0,) * 5), Universe(SPACE), asker)
    assert (found.matters, found.nearest) == (frozenset(), None)
    assert len(asker.asked) == 15


def test_the_nearest_right_point_is_the_plainest_one(aspect: Aspect) -> None:
    def grade(facts: Mapping[str, Any]) -> Grade:
        return FINE[facts["b"] == 2 and facts["e"] == 0]

    assert reduced(grade, aspect, (0, 2, 0, 0, 0)) == ((0, 2, 0, 0, 0), "be", (0,) * 5)


def test_of_right_points_that_are_as_plain_a_later_fact_tells_more(aspect: Aspect) -> None:
    def grade(facts: Mapping[str, Any]) -> Grade:
        return FINE[facts["a"] == 1 and facts["e"] == 2]

    _, matters, nearest = reduced(grade, aspect, (1, 0, 0, 0, 2))
    assert (matters, nearest) == ("ae", (1, 0, 0, 0, 0))


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (Grade.CONFORMS, Grade.OPEN),
        (Grade.OPEN, Grade.CONTESTED),
        (Grade.CONTESTED, Grade.UNJUDGED),
    ],
)
def test_the_less_a_right_answer_leaves_open_the_better_it_is_as_a_pair(
    aspect: Aspect, better: Grade, worse: Grade
) -> None:
    grades = {0: worse, 1: Grade.VIOLATES, 2: better, 3: worse}
    _, _, nearest = reduced(lambda f: grades[f["a"]], aspect, (1, 0, 0, 0, 0))
    assert nearest == (2, 0, 0, 0, 0)


def test_pairs_are_looked_for_up_to_a_number_of_points(
    aspect: Aspect, monkeypatch: pytest.MonkeyPatch
) -> None:
    asker: Any = FakeAsker(lambda f: Grade.VIOLATES, aspect)
    monkeypatch.setattr(reducing, "MOST_PAIRS", 32)
    reduce(asker.one((0,) * 5), Universe(SPACE), asker)
    assert len(asker.asked) == 15 + 32


def test_a_point_at_which_the_target_was_given_up_is_no_plainer_one(aspect: Aspect) -> None:
    class GivenUp(FakeAsker):
        """Is not asked any more about points that begin with 0."""

        def one(self, point: Point) -> Judged:
            """Grade one point."""
            found = super().one(point)
            return found if point[0] else found._replace(said=str(Fault.STOPPED))

    asker: Any = GivenUp(lambda _: Grade.ERRORED, aspect)
    found = reduce(asker.one((2, 1, 0, 0, 0)), Universe(SPACE), asker)
    assert (found.judged.point, found.judged.said) == ((1, 0, 0, 0, 0), "said")
