"""Repertoires: what is asked of a target that is watched, so that scenarios share its runs.

A run takes seconds and answers many questions. So all scenarios are planned together: first the
plainest situation of each, then whatever is answered by the same runs anyway, and then, as long as
runs are left, the situations that have told most of faults.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from datausage.universe import gears
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe
from datausage.universe.telling import telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from datausage.grading.summing import Scenario
    from datausage.targets.watching import Watches
    from datausage.universe.spaces import Point, Value

Runs = frozenset[str]
Key = tuple[str, str, tuple[tuple[str, str], ...], str]
"""What tells scenarios apart: rule, question, what is given, and the change or the aspects."""

MOST_FREE: Final = 24
"""How many situations are asked at most in one scenario, though they cost nothing."""
MOST_LOOKED_AT: Final = 60
"""Among how many situations those are looked for."""
MOST_FIRST: Final = 400
"""Among how many the first situation of a scenario is looked for."""


@dataclass(frozen=True, slots=True)
class Repertoire:
    """What each scenario asks about, and all the runs that this takes."""

    points: Mapping[Key, tuple[Point, ...]]
    runs: tuple[str, ...]

    def of(self, scenario: Scenario) -> tuple[Point, ...]:
        """Return what a scenario, as far as it can be seen, asks about; maybe nothing."""
        return self.points.get(_key(scenario), ())

    def about(self, question: str) -> tuple[Point, ...]:
        """Return all points of a question that any scenario asks about."""
        asked = (points for key, points in self.points.items() if key[1] == question)
        return tuple(dict.fromkeys(point for points in asked for point in points))


def _key(scenario: Scenario) -> Key:
    wanted = scenario.expectation
    given = tuple(sorted((name, repr(values)) for name, values in scenario.given.items()))
    change = wanted.change.name if wanted.change else ""
    aspects = " ".join(one.name for one in wanted.aspects)
    return scenario.rule, wanted.question.name, given, change or aspects


def seen(scenario: Scenario, watched: Watches) -> Scenario | None:
    """Return what of a scenario can be seen; None where none of its aspects can."""
    wanted = scenario.expectation
    unseen = watched.unseen.get(wanted.question.name, frozenset())
    aspects = tuple(one for one in wanted.aspects if one.name not in unseen)
    return replace(scenario, expectation=replace(wanted, aspects=aspects)) if aspects else None


def repertoire(scenarios: Iterable[Scenario], watched: Watches, most: int) -> Repertoire:
    """Plan what scenarios ask together, with at most so many runs where that is enough.

    The plainest situation of each scenario is asked, however many runs that takes.
    """
    parts = {
        _key(visible): _Part(visible, watched)
        for one in scenarios
        if (visible := seen(one, watched)) is not None
    }
    planned: dict[str, None] = {}
    for part in parts.values():
        part.begin(planned)
    _share(parts.values(), planned)
    _spend(parts.values(), planned, most)
    _share(parts.values(), planned)
    points = {key: tuple(part.chosen) for key, part in parts.items()}
    return Repertoire(points, tuple(planned))


def _share(parts: Iterable[_Part], planned: Mapping[str, None]) -> None:
    """Add what costs nothing more."""
    met: dict[tuple[tuple[str, Value], ...], None] = {}
    for part in parts:
        met.update(dict.fromkeys(part.unusual()))
    for part in parts:
        part.share(planned, list(met))


def _spend(parts: Iterable[_Part], planned: dict[str, None], most: int) -> None:
    """Add situations in turn as long as there are runs left for them."""
    left = list(parts)
    while left:
        left = [part for part in left if part.advance(planned, most)]


@dataclass
class _Part:
    """What one scenario asks about."""

    scenario: Scenario
    watched: Watches
    chosen: dict[Point, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._space = SPACES[self.scenario.expectation.question.name]
        self._universe = Universe(self._space).where(self.scenario.given)
        self._known: dict[Point, Runs | None] = {}
        self._next = iter(self._promising())

    def begin(self, planned: dict[str, None]) -> None:
        """Choose the plainest situation of which anything can be seen."""
        rows = gears.near(self._universe, 1)
        further = gears.cover(self._universe, MOST_FIRST)
        for point in chain(rows, further):
            if (runs := self._runs(point)) is not None:
                self._choose(point, runs, planned)
                return

    def unusual(self) -> Iterator[tuple[tuple[str, Value], ...]]:
        """Yield the facts of what was chosen that are not the plainest."""
        names, plainest = self._space.names, Universe(self._space).plainest
        for point in self.chosen:
            yield tuple(
                (name, value)
                for name, value, plain in zip(names, point, plainest, strict=True)
                if value != plain
            )

    def share(
        self, planned: Mapping[str, None], met: Iterable[tuple[tuple[str, Value], ...]]
    ) -> None:
        """Choose what is answered by runs that are planned anyway."""
        alike = (point for facts in met if (point := self._with(dict(facts))) is not None)
        near = islice(gears.near(self._universe, 1), MOST_LOOKED_AT)
        for point in chain(alike, near):
            if len(self.chosen) >= MOST_FREE:
                return
            runs = self._runs(point)
            if runs is not None and runs <= planned.keys():
                self.chosen.setdefault(point)

    def advance(self, planned: dict[str, None], most: int) -> bool:
        """Choose the next promising situation that there are runs for; say whether there is one."""
        if len(self.chosen) >= MOST_FREE or len(planned) >= most:
            return False
        for point in self._next:
            runs = self._runs(point)
            if runs is None or point in self.chosen:
                continue
            if len(planned.keys() | runs) <= most:
                self._choose(point, runs, planned)
                return True
        return False

    def _choose(self, point: Point, runs: Runs, planned: dict[str, None]) -> None:
        self.chosen.setdefault(point)
        planned.update(dict.fromkeys(sorted(runs)))

    def _promising(self) -> Iterator[Point]:
        if self.scenario.expectation.change is None:
            yield from telling(self._space, self.scenario.rule)
        rows = gears.cover(self._universe, MOST_LOOKED_AT)
        yield from gears.around_edges(self._universe, rows[:1], 1)
        yield from rows

    def _with(self, facts: Mapping[str, Value]) -> Point | None:
        """Return the plainest point with some facts; None where it is not of this scenario."""
        if not facts.keys() <= set(self._space.names):
            return None
        pairs = zip(self._space.names, self._universe.plainest, strict=True)
        return tuple(facts.get(name, plain) for name, plain in pairs)

    def _runs(self, point: Point) -> Runs | None:
        if point not in self._known:
            self._known[point] = self._needed(point)
        return self._known[point]

    def _needed(self, point: Point) -> Runs | None:
        if not self._universe.admits(point):
            return None
        situation = self._space.situation(point)
        situations, change = [situation], self.scenario.expectation.change
        if change is not None:
            if change.of_hand_overs:
                # What comes of the first is not known before.
                return self._of([situation]) if change.calls == len(("it", "again")) else None
            situations.append(change.apply(situation))
        return None if None in situations else self._of(situations)

    def _of(self, situations: Iterable[Any]) -> Runs | None:
        question = self.scenario.expectation.question
        found: set[str] = set()
        for situation in situations:
            given = {name: getattr(situation, name) for name in question.arguments}
            runs = self.watched.needs(question.name, given)
            if runs is None:
                return None
            found |= runs
        return frozenset(found)
