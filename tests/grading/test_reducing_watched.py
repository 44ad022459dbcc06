"""A failing point of a target that is watched is made plain, though each run of it takes long."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from datausage.grading.grades import Comparison, Exposure, Grade
from datausage.grading.judged import Judged
from datausage.grading.reducing import Reduced, reduce_watched
from datausage.universe.spaces import Fact, Space, Universe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from datausage.oracle.aspects import Aspect
    from datausage.universe.spaces import Point

SPACE = Space("made up", tuple(Fact(name, (0, 1, 2, 3), (9,)) for name in "abcde"), dict)
WIDE = Space("made up", tuple(Fact(name, (0, 1, 2)) for name in "abcdefghijkl"), dict)
BEFORE = 100
"""So many runs are over when it begins."""


@dataclass
class Watching:
    """Fails where a function says so; stands for the target as well, each call of which is run."""

    fails: Callable[[Point], bool]
    aspect: Aspect
    each: int = 0
    runs: int = BEFORE
    asked: list[Point] = field(default_factory=list)

    def ask(self, points: Sequence[Point]) -> list[Judged]:
        """Grade every point."""
        self.asked += points
        self.runs += self.each * len(points)
        return [self.one(point) for point in points]

    def freely(self, failing: Judged) -> Watching:
        """Return what asks about points outside the universe, too."""
        assert failing.failed
        return self

    def one(self, point: Point) -> Judged:
        """Grade one point."""
        wrong = Comparison(Grade.VIOLATES, Exposure.EXPOSES)
        found = wrong if self.fails(point) else Comparison(Grade.CONFORMS)
        return Judged(point, self.aspect, "said", found, None)


def reduced(asker: Any, start: Point, space: Space = SPACE, **given: tuple[int, ...]) -> Reduced:
    found = reduce_watched(asker.one(start), Universe(space).where(given), asker, asker)
    assert found.judged.failed
    return found


def test_each_fact_alone_is_made_plain_and_matters_where_that_mends_it(aspect: Aspect) -> None:
    asker = Watching(lambda point: point[0] == 2 and point[2] == 3, aspect)
    found = reduced(asker, (2, 3, 3, 1, 9))
    assert found.judged.point == (2, 0, 3, 0, 0)
    assert found.matters == {0, 2}
    # What was mended first differs by now in more than one fact.
    assert found.nearest is None
    assert list(dict.fromkeys(asker.asked)) == [
        (0, 3, 3, 1, 9),
        (2, 0, 3, 1, 9),
        (2, 0, 0, 1, 9),
        (2, 0, 3, 0, 9),
        (2, 0, 3, 0, 0),
    ]


def test_what_was_mended_last_is_the_nearest_where_one_fact_parts_it(aspect: Aspect) -> None:
    found = reduced(Watching(lambda point: point[4] == 9, aspect), (1, 1, 1, 1, 9))
    assert (found.judged.point, found.matters) == ((0, 0, 0, 0, 9), {4})
    assert found.nearest is not None
    assert (found.nearest.point, found.nearest.failed) == ((0, 0, 0, 0, 0), False)


@pytest.mark.parametrize("start", [2, 3])
def test_outside_of_what_is_given_a_fact_may_turn_out_to_matter(aspect: Aspect, start: int) -> None:
    asker = Watching(lambda point: point[0] in (2, 3), aspect)
    found = reduced(asker, (start, 0, 0, 0, 0), a=(2, 3))
    assert (found.judged.point, found.matters) == ((2, 0, 0, 0, 0), {0})
    assert found.nearest is not None
    assert found.nearest.point == (0, 0, 0, 0, 0)


def test_a_point_that_fails_outside_of_what_is_given_is_not_what_is_shown(aspect: Aspect) -> None:
    found = reduced(Watching(lambda _: True, aspect), (3, 1, 0, 0, 0), a=(2, 3))
    assert (found.judged.point, found.matters) == ((2, 0, 0, 0, 0), frozenset())
    assert found.nearest is None


def test_values_that_are_equal_but_of_another_type_are_told_apart(aspect: Aspect) -> None:
    space = Space("made up", (Fact("a", (1, True)), Fact("b", (0, 1))), dict)
    asker = Watching(lambda _: True, aspect)
    found = reduced(asker, (True, 0), space)
    assert [*map(type, found.judged.point)] == [int, int]
    assert len(asker.asked) == 1


@pytest.mark.parametrize(("each", "asked"), [(0, 12), (1, 11), (3, 4), (5, 3)])
def test_it_ends_before_a_situation_could_take_more_runs_than_are_left(
    aspect: Aspect, each: int, asked: int
) -> None:
    asker = Watching(lambda _: True, aspect, each)
    found = reduced(asker, (2,) * 12, WIDE)
    assert len(asker.asked) == asked
    assert asker.runs <= BEFORE + 15
    assert found.judged.point == (0,) * asked + (2,) * (12 - asked)
    assert (found.matters, found.nearest) == (frozenset(), None)


def test_where_it_ends_early_what_was_mended_so_far_is_told(aspect: Aspect) -> None:
    asker = Watching(lambda point: point[0] == 2, aspect, 5)
    found = reduced(asker, (2,) * 12, WIDE)
    assert (found.judged.point, found.matters) == ((2, 0, *(2,) * 10), {0})
    assert found.nearest is not None
    assert found.nearest.point == (0, *(2,) * 11)
