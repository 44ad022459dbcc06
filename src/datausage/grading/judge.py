"""The judge: puts a scenario's universe to the target, and says what came out."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from datausage.grading import tokens
from datausage.grading.asking import Asker
from datausage.grading.budgets import budget
from datausage.grading.grades import Comparison, Grade
from datausage.grading.summing import Scenario, Tally, summed_up, unasked
from datausage.targets.error import TargetError
from datausage.universe import gears
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from datausage.grading.budgets import Budget
    from datausage.grading.results import Result
    from datausage.policy.edition import Edition
    from datausage.targets.calling import Caller
    from datausage.universe.spaces import Point


class _FailureFoundError(Exception):
    """Ends a search, so that Hypothesis makes the point plainer."""


@dataclass(frozen=True)
class Judge:
    """Judges one target by one edition, under pinned readings, with a budget.

    ``fresh`` makes another caller with a fresh instance of the target, which is asked a second
    time; ``replay`` is a token that restricts everything to one situation; ``target`` names the
    target, under which failing examples are kept for the next run.
    """

    caller: Caller
    fresh: Callable[[], Caller]
    offered: frozenset[str]
    edition: Edition
    pins: Mapping[str, str]
    effort: str = "standard"
    calls: int | None = None
    replay: str | None = None
    target: str = ""

    def check(self, scenario: Scenario) -> Result:
        """Put a scenario to the target.

        Raises:
            SpecificationError: the scenario states what the reference contradicts.
            EmptyUniverseError: what is given leaves no situation.
        """
        question = scenario.expectation.question.name
        if question not in self.offered:
            return unasked(scenario, Grade.NOT_OFFERED, f"{question} is not offered")
        universe = Universe(SPACES[question]).where(scenario.given)
        asker = Asker(self.caller, universe.space, scenario.expectation, self.edition, self.pins)
        before = self.caller.calls[question]
        tally = Tally()
        if self.replay is None:
            self._ask_all(scenario, universe, asker, tally)
        elif not self._ask_one(tokens.read(self.replay), universe, asker, tally):
            return unasked(scenario, Grade.UNJUDGED, "another situation is replayed")
        summary = summed_up(tally, scenario, universe, asker, replayed=self.replay is not None)
        calls = self.caller.calls[question] - before
        return replace(summary, population=replace(summary.population, calls=calls))

    # --- asking

    def _ask_all(self, scenario: Scenario, universe: Universe, asker: Asker, tally: Tally) -> None:
        spend = budget(self.effort, self.calls)
        name = f"{scenario.rule}/{scenario.name}"
        first = self._first(scenario, universe, spend)
        tally.add(asker.ask(first))
        if tally.failed:
            return
        self._again(asker, tally, spend, name)
        covered = len(first) >= universe.cells and not universe.edges()
        opened = any(fact.anything for fact in universe.facts)
        if spend.search and not tally.failed and (opened or not covered):
            self._search(universe, asker, tally, name, spend)

    def _first(self, scenario: Scenario, universe: Universe, spend: Budget) -> list[Point]:
        if universe.cells <= spend.exhaust:
            points = gears.exhaust(universe)
        else:
            points = gears.cover(universe, spend.cover)
        edges = gears.around_edges(universe, points, spend.around_edges)
        # Conditions leave little open; where there are none, one more fact is changed.
        nearness = 1 if scenario.given else spend.near
        plain = gears.near(universe, nearness)
        if self.calls is None:
            return list(dict.fromkeys([*plain, *points, *edges]))
        # With few calls the edges come first: there most mistakes are made.
        third = spend.cover // 3
        chosen = [*gears.spread(gears.near(universe, 1), third), *gears.spread(edges, third)]
        return gears.spread([*chosen, *gears.spread(points, spend.cover)], spend.cover)

    def _again(self, asker: Asker, tally: Tally, spend: Budget, name: str) -> None:
        """Ask some points a second time, in another order and of a fresh instance."""
        told = [p for p, j in tally.judged.items() if j.comparison.grade is not Grade.UNJUDGED]
        points = gears.sample(told or list(tally.judged), spend.again, name)
        question = asker.expectation.question.name
        try:
            caller = self.fresh()
        except TargetError as error:
            tally.notes.append(f"not asked a second time: {error}")
            return
        with closing(caller):
            outcomes = asker.answers(points, caller)
        for point, outcome in zip(points, outcomes, strict=True):
            first, second = tally.judged[point], asker.judge(point, outcome)
            if (first.said, first.comparison.grade) != (second.said, second.comparison.grade):
                tally.judged[point] = replace(
                    first,
                    comparison=Comparison(Grade.NONDETERMINISTIC),
                    detail=f"{second.said}, when asked a second time",
                )
        tally.asked += len(points)
        self.caller.calls[question] += caller.calls[question]

    def _search(
        self, universe: Universe, asker: Asker, tally: Tally, name: str, spend: Budget
    ) -> None:
        def ask(point: Point) -> None:
            judged = asker.ask([point])
            tally.add(judged)
            if judged[0].failed:
                raise _FailureFoundError

        try:
            database = f"{self.target}/{name}"
            gears.search(universe, ask, name=name, database=database, examples=spend.search)
        except _FailureFoundError:
            return

    def _ask_one(self, token: tokens.Token, universe: Universe, asker: Asker, tally: Tally) -> bool:
        if token.question != universe.space.question:
            return False
        point = token.point(universe.space)
        for name, allowed in universe.given.items():
            value = point[universe.space.names.index(name)]
            if not any(value == other and type(value) is type(other) for other in allowed):
                return False
        tally.add(asker.ask([point]))
        return True
