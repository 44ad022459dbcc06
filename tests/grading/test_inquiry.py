"""An inquiry: gear after gear, what is asked again and searched, and what the judge makes of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from hypothesis.database import InMemoryExampleDatabase

from datausage.grading import tokens
from datausage.grading.budgets import Budget, Sharing
from datausage.grading.grades import Comparison, Grade
from datausage.grading.inquiry import Inquiry
from datausage.grading.judged import Judged
from datausage.grading.planning import Manner, Plan, planned
from datausage.grading.remembering import Remembered
from datausage.grading.tallying import Sample, Tally
from datausage.targets.error import TargetError
from datausage.universe.catalogue import SPACES
from datausage.universe.domains import Numbers
from datausage.universe.spaces import Fact, Space, Universe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from conftest import JudgeOf, ScenarioOf

    from datausage.oracle.aspects import Aspect
    from datausage.universe.spaces import Point

CLOSED = Universe(Space("closed", (Fact("a", (0, 1, 2)), Fact("b", (0, 1), (7, 8))), dict))
OPEN = Universe(Space("open", (Fact("a", (0, 1, 2)), Fact("b", (0,), (7,), Numbers(0, 99))), dict))
ALL = Budget(near=1, cover=50, around_edges=1, exhaust=50, sweep=0, search=0, again=0)


@pytest.fixture(autouse=True)
def profile() -> Iterator[InMemoryExampleDatabase]:
    """Take the place of the host's profile, with a database of its own."""
    before, database = settings.get_current_profile_name(), InMemoryExampleDatabase()
    settings.register_profile("an inquiry's", database=database)
    settings.load_profile("an inquiry's")
    yield database
    settings.load_profile(before)


@dataclass
class FakeCaller:
    """Counts like a caller, and knows whether it was closed."""

    calls: Counter[str] = field(default_factory=Counter)
    closed: bool = False

    def close(self) -> None:
        self.closed = True


@dataclass
class FakeAsker:
    """Says of each point what a function says, and of a second time what another one says."""

    aspect: Aspect
    says: Callable[[Point], str]
    again: Callable[[Point], str] | None = None
    asked: list[Point] = field(default_factory=list)
    asked_again: list[Point] = field(default_factory=list)
    most: int = 0
    at_once: int = 4
    caller: FakeCaller = field(default_factory=FakeCaller)

    def ask(self, points: Sequence[Point]) -> list[Judged]:
        self.asked += points
        self.most = max(self.most, len(points))
        return [self.one(point, self.says(point)) for point in points]

    def put(self, points: Sequence[Point], caller: FakeCaller) -> Sequence[Point]:
        assert not caller.closed
        caller.calls["question"] += len(points)
        self.asked_again += points
        return points

    def judge(self, case: Point) -> Judged:
        return self.one(case, (self.again or self.says)(case))

    def one(self, point: Point, said: str) -> Judged:
        grade = Grade.VIOLATES if said == "wrong" else Grade.CONFORMS
        return Judged(point, self.aspect, said, Comparison(grade), None)


def fine(point: Point) -> str:
    """Say that all is well."""
    return "fine"


def inquired(
    universe: Universe,
    asker: Any,
    *,
    spend: Budget = ALL,
    again: int = 3,
    examples: int = 0,
    fresh: Callable[[], Any] = FakeCaller,
    remembered: Remembered | None = None,
) -> Tally:
    """Return the tally after everything was asked."""
    tally = Tally(Sample(again, "n"))
    inquiry = Inquiry(universe, asker, tally, "name", "target/name", fresh, remembered)
    inquiry.ask_all(plan(universe, spend), examples)
    return inquiry.tally


def plan(universe: Universe, spend: Budget = ALL) -> Plan:
    """Return what is planned without chance; no shipped array is needed for all cells."""
    return planned(universe, spend, Manner(False, "name", 0, type))


@pytest.fixture
def few() -> Plan:
    """Return a plan of one cell alone."""
    whole = plan(OPEN)
    return Plan(whole.listed[:0], (), type(whole.swept)(OPEN, 1), frozenset())


def test_everything_planned_is_asked_and_counted(aspect: Aspect) -> None:
    asker = FakeAsker(aspect, fine)
    tally = inquired(CLOSED, asker, again=0)
    assert set(CLOSED.enumerate()) < set(asker.asked)
    assert (tally.inside, tally.distinct, tally.asked) == (6, len(asker.asked), len(asker.asked))
    assert tally.edges == {(1, int, 7), (1, int, 8)}
    assert asker.asked_again == []
    assert asker.most == asker.at_once


def test_some_points_are_asked_again_of_a_fresh_instance_that_is_let_go(aspect: Aspect) -> None:
    asker, other = FakeAsker(aspect, fine), FakeCaller()
    tally = inquired(CLOSED, asker, fresh=lambda: other)
    assert len(asker.asked_again) == 3
    assert set(asker.asked_again) <= set(asker.asked)
    assert tally.asked == len(asker.asked) + 3
    assert tally.distinct == len(asker.asked)
    assert other.closed
    assert asker.caller.calls == other.calls == {"question": 3}
    assert (tally.worst, tally.notes) == (None, [])


@pytest.mark.parametrize("second", ["wrong", "otherwise"])
def test_another_answer_the_second_time_is_a_failure(aspect: Aspect, second: str) -> None:
    tally = inquired(CLOSED, FakeAsker(aspect, fine, lambda _: second))
    assert tally.worst is not None
    assert tally.worst.comparison.grade is Grade.NONDETERMINISTIC
    assert tally.worst.detail == f"{second}, when asked a second time"
    assert tally.failures == 3


def test_where_no_fresh_instance_can_be_made_a_note_says_so(aspect: Aspect) -> None:
    def fresh() -> None:
        raise TargetError("out of order")

    asker = FakeAsker(aspect, fine)
    tally = inquired(CLOSED, asker, fresh=fresh)
    assert tally.notes == ["not asked a second time: out of order"]
    assert (asker.asked_again, tally.worst) == ([], None)


def test_after_a_failure_nothing_is_asked_again_or_searched(aspect: Aspect) -> None:
    asker = FakeAsker(aspect, lambda point: "wrong" if point[0] == 2 else "fine")
    tally = inquired(OPEN, asker, examples=50)
    assert tally.failures == len([point for point in asker.asked if point[0] == 2])
    assert asker.asked_again == []
    assert set(asker.asked) == set(plan(OPEN).listed) | set(OPEN.enumerate())


# --- what failed elsewhere


def remembering(universe: Universe, *points: Point) -> Remembered:
    """Return what other machines have found wrong."""
    found = Remembered(InMemoryExampleDatabase(), "target/name")
    for point in points:
        found.keep(tokens.write("rule", universe.space, point))
    return found


def test_what_failed_elsewhere_is_asked_first_and_not_twice(aspect: Aspect) -> None:
    remembered, asker = remembering(CLOSED, (2, 1), (1, 0)), FakeAsker(aspect, fine)
    tally = inquired(CLOSED, asker, again=0, remembered=remembered)
    assert set(asker.asked[:2]) == {(2, 1), (1, 0)}
    assert len(asker.asked) == len(set(asker.asked))
    assert set(asker.asked) == set(plan(CLOSED).listed) | set(CLOSED.enumerate())
    assert (tally.inside, tally.distinct, tally.asked) == (6, len(asker.asked), len(asker.asked))
    assert tally.edges == {(1, int, 7), (1, int, 8)}


def test_what_is_mended_is_let_go_of_and_what_still_fails_is_kept(aspect: Aspect) -> None:
    remembered = remembering(CLOSED, (2, 1), (1, 0))
    asker = FakeAsker(aspect, lambda point: "wrong" if point == (1, 0) else "fine")
    tally = inquired(CLOSED, asker, remembered=remembered)
    assert list(remembered.points(CLOSED)) == [(1, 0)]
    assert (tally.failures, asker.asked_again) == (1, [])


def test_what_failed_elsewhere_is_counted_though_it_was_not_planned(
    aspect: Aspect, few: Plan
) -> None:
    (planned_cell,) = [point for chunk in few.chunks() for point in chunk]
    others = [point for point in OPEN.enumerate() if point != planned_cell]
    outside = [(0, 7), (1, 7), (1, 50), (2, 60)]
    remembered = remembering(OPEN, planned_cell, *others, *outside)
    asker: Any = FakeAsker(aspect, fine)
    tally = Tally(Sample(0, "n"))
    Inquiry(OPEN, asker, tally, "name", "target/name", FakeCaller, remembered).ask_all(few, 0)
    assert sorted(asker.asked) == sorted([planned_cell, *others, *outside])
    assert (tally.inside, tally.distinct) == (OPEN.cells, OPEN.cells + len(outside))
    assert tally.edges == {(1, int, 7)}
    assert remembered.points(OPEN) == {}


# --- searching


def test_open_domains_are_searched_for_points_not_asked_before(aspect: Aspect) -> None:
    asker = FakeAsker(aspect, fine)
    tally = inquired(OPEN, asker, examples=60)
    assert asker.most == asker.at_once
    known = plan(OPEN)
    searched = [point for point in asker.asked if point not in known]
    assert len(searched) > 20
    assert len(set(asker.asked)) == len(asker.asked) == tally.distinct
    assert tally.inside == OPEN.cells
    assert tally.edges == {(1, int, 7)}


def test_nothing_is_searched_where_all_was_asked_or_nothing_is_allowed(aspect: Aspect) -> None:
    for universe, examples in ((CLOSED, 60), (OPEN, 0)):
        asker = FakeAsker(aspect, fine)
        inquired(universe, asker, examples=examples)
        known = plan(universe)
        assert all(point in known for point in asker.asked)


def test_cells_that_were_not_planned_are_found_and_counted(aspect: Aspect, few: Plan) -> None:
    asker: Any = FakeAsker(aspect, fine)
    inquiry = Inquiry(OPEN, asker, Tally(Sample(0, "n")), "name", "target/name", FakeCaller)
    inquiry.ask_all(few, 80)
    assert inquiry.tally.inside == OPEN.cells
    assert inquiry.tally.edges == {(1, int, 7)}


def test_what_a_search_finds_wrong_is_made_plain_and_kept(
    aspect: Aspect, profile: InMemoryExampleDatabase
) -> None:
    def says(point: Point) -> str:
        return "wrong" if isinstance(point[1], int) and point[1] >= 30 else "fine"

    asker = FakeAsker(aspect, says)
    tally = inquired(OPEN, asker, examples=60)
    assert tally.worst is not None
    assert (0, 30) in asker.asked
    assert tally.distinct == len({*asker.asked})
    assert tally.failures == len({point for point in asker.asked if says(point) == "wrong"})
    assert sum(len(values) for values in profile.data.values()) > 0
    again = FakeAsker(aspect, says)
    inquired(OPEN, again, examples=60)
    first_searched = next(point for point in again.asked if point not in plan(OPEN))
    assert says(first_searched) == "wrong"


def test_kept_examples_are_forgotten_once_nothing_is_wrong_any_more(
    aspect: Aspect, profile: InMemoryExampleDatabase
) -> None:
    wrong = FakeAsker(aspect, lambda point: "wrong" if point[1] not in (0, 7) else "fine")
    inquired(OPEN, wrong, examples=60)
    assert any(profile.data.values())
    for _ in range(2):
        inquired(OPEN, FakeAsker(aspect, fine), examples=60)
    assert not any(profile.data.values())


# --- replaying


@pytest.mark.parametrize(
    ("given", "inside"), [({}, True), ({"a": (1, 2)}, True), ({"a": (2,)}, False)]
)
def test_one_point_is_asked_where_it_is_in_the_universe(
    aspect: Aspect, given: dict[str, tuple[int, ...]], *, inside: bool
) -> None:
    asker: Any = FakeAsker(aspect, fine)
    universe = OPEN.where(given)
    inquiry = Inquiry(universe, asker, Tally(Sample(0, "n")), "name", "target/name", FakeCaller)
    assert inquiry.ask_one((1, 50)) is inside
    assert asker.asked == [(1, 50)] * inside
    assert inquiry.tally.asked == int(inside)


def test_a_right_answer_is_asked_for_again_of_a_fresh_instance_where_one_point_is(
    aspect: Aspect,
) -> None:
    asker: Any = FakeAsker(aspect, fine)
    inquiry = Inquiry(OPEN, asker, Tally(Sample(5, "n")), "name", "target/name", FakeCaller)
    assert inquiry.ask_one((1, 50))
    assert asker.asked == asker.asked_again == [(1, 50)]
    assert (inquiry.tally.asked, inquiry.tally.distinct) == (2, 1)
    wrong: Any = FakeAsker(aspect, lambda _: "wrong")
    inquiry = Inquiry(OPEN, wrong, Tally(Sample(5, "n")), "name", "target/name", FakeCaller)
    assert inquiry.ask_one((1, 50))
    assert (wrong.asked, wrong.asked_again) == ([(1, 50)], [])


def test_one_and_true_are_two_values_where_a_point_is_asked_again(aspect: Aspect) -> None:
    asker: Any = FakeAsker(aspect, fine)
    universe = OPEN.where({"a": (1,)})
    inquiry = Inquiry(universe, asker, Tally(Sample(0, "n")), "name", "target/name", FakeCaller)
    assert not inquiry.ask_one((True, 0))


# --- the judge


def protection(channel: Any, state: Any, venue: Any) -> str:
    """Answer wrongly about metrics alone."""
    return "none" if channel == "metrics" else "undetermined"


def test_a_seed_gives_another_order_of_the_same(judge_of: JudgeOf, scenario_of: ScenarioOf) -> None:
    found = [judged_order(judge_of, scenario_of, seed) for seed in (0, 1, 2)]
    assert found[1] != found[2]
    assert sorted(found[0]) == sorted(found[1]) == sorted(found[2])
    assert judged_order(judge_of, scenario_of, 2) == found[2]


def judged_order(judge_of: JudgeOf, scenario_of: ScenarioOf, seed: int) -> list[str]:
    """Return the points about presence that a judge asks first, under a seed."""
    asked: list[str] = []

    def local_cache(**arguments: Any) -> str:
        asked.append(repr(arguments))
        return "held"

    judge = judge_of(lambda: SimpleNamespace(local_cache=local_cache), seed=seed, effort="quick")
    judge.check(scenario_of("local_cache", {"configured days": ("none",), "age": ("0s", "400d")}))
    return asked


def test_values_are_counted_only_where_that_is_wanted(
    judge_of: JudgeOf, scenario_of: ScenarioOf
) -> None:
    scenario = scenario_of("protection", {"stream": ("metrics", "surveys")})
    target = SimpleNamespace(protection=protection)
    plain = judge_of(lambda: target).check(scenario)
    counted = judge_of(lambda: target, distribution=True).check(scenario)
    assert plain.population.values == ()
    assert set(counted.population.values) == {
        ("stream", "metrics", 4),
        ("stream", "surveys", 4),
        ("state", "in-transit", 4),
        ("state", "at-rest", 4),
        ("venue", "local", 4),
        ("venue", "cloud", 4),
    }


def test_a_settled_reading_makes_a_contested_answer_wrong(
    judge_of: JudgeOf, scenario_of: ScenarioOf
) -> None:
    given = {
        "plan": ("api",),
        "access": ("login",),
        "who": ("member",),
        "method": ("programme",),
    }
    target = SimpleNamespace(opt_in=lambda **_: "effective")
    scenario = scenario_of("opt_in", given)
    free = judge_of(lambda: target).check(scenario)
    point = judge_of(lambda: target).edition.points["non-admin-opt-in"]
    pins = {point.id: next(name for name in point.names if name != "also-others")}
    settled = judge_of(lambda: target, pins=pins).check(scenario)
    assert free.passed
    assert settled.grade is Grade.VIOLATES


def test_the_calls_of_a_question_are_shared_among_its_scenarios(
    judge_of: JudgeOf, scenario_of: ScenarioOf
) -> None:
    target = SimpleNamespace(traffic=lambda **_: "undetermined")
    scenario = scenario_of("traffic", {"service": ("surveys",)}, states="on off")
    alone = judge_of(lambda: target, calls=40).check(scenario)
    sharing = {"traffic": Sharing(scenarios=4), "opt_in": Sharing(scenarios=40)}
    shared = judge_of(lambda: target, calls=40, sharing=sharing).check(scenario)
    assert alone.population.asked == 40
    assert shared.population.asked == 10


def test_a_token_replays_one_situation_inside_the_universe(
    judge_of: JudgeOf, scenario_of: ScenarioOf
) -> None:
    token = tokens.write("rule", SPACES["protection"], ("metrics", "at-rest", "local"))
    judge = judge_of(lambda: SimpleNamespace(protection=protection), replay=token)
    found = judge.check(scenario_of("protection", floor=9))
    assert (found.grade, found.note) == (Grade.VIOLATES, "")
    assert found.population.asked == 1
    assert found.population.calls > 1
    elsewhere = judge.check(scenario_of("protection", {"venue": ("cloud",)}))
    assert (elsewhere.grade, elsewhere.note) == (Grade.UNJUDGED, "another situation is replayed")
