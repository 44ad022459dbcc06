"""An inquiry: what one scenario asks of one target, gear after gear."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datausage.targets.error import TargetError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from datausage.grading.asking import Asking
    from datausage.grading.judged import Judged
    from datausage.grading.planning import Plan
    from datausage.grading.remembering import Remembered
    from datausage.grading.tallying import Tally
    from datausage.targets.asks import Asks
    from datausage.universe.spaces import Point, Universe


class _FailureFoundError(Exception):
    """Ends a search, so that Hypothesis makes the point plainer."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Asks about the points of a universe, and tallies what comes back.

    ``name`` decides the order and what is searched, ``database`` is where failing examples are
    kept; ``fresh`` makes a caller with a fresh instance of the target, and ``remembered`` has the
    failures that other machines have found.
    """

    universe: Universe
    asker: Asking
    tally: Tally
    name: str
    database: str
    fresh: Callable[[], Asks]
    remembered: Remembered | None = None

    def ask_all(self, plan: Plan, examples: int) -> None:
        """Ask what is planned, some of it again, and so many examples that are searched."""
        tally, universe = self.tally, self.universe
        first = self._ask_first()
        besides = [point for point in first if point not in plan]
        for chunk in plan.chunks(self.asker.at_once):
            tally.add(self.asker.ask([point for point in chunk if point not in first]))
        cells = [point for point in besides if universe.has(point)]
        tally.inside = tally.distinct - len(besides) - len(plan.outside) + len(cells)
        edges = [point for point in besides if not universe.has(point)]
        tally.edges = universe.edges_among([*plan.outside, *edges])
        if tally.worst:
            return
        self._again()
        opened = any(fact.anything for fact in universe.facts)
        if examples and not tally.worst and (opened or tally.inside < universe.cells):
            self._search(plan, examples)

    def ask_one(self, point: Point) -> bool:
        """Ask about one point, where it is in the universe; say whether it is.

        An answer that is right is asked for a second time, of a fresh instance.
        """
        if not self.universe.admits(point):
            return False
        self.tally.add(self.asker.ask([point]))
        if not self.tally.worst:
            self._again()
        return True

    def _ask_first(self) -> Collection[Point]:
        """Ask what has failed on some machine; return the points, and let go of what is mended."""
        if self.remembered is None:
            return ()
        known = self.remembered.points(self.universe)
        judged = self.asker.ask(list(known))
        self.tally.add(judged)
        self.remembered.forget(known[one.point] for one in judged if not one.failed)
        return known

    def _again(self) -> None:
        """Ask some points a second time, in another order and of a fresh instance."""
        sample = self.tally.sample.taken()
        if not sample:
            return
        try:
            caller = self.fresh()
        except TargetError as error:
            self.tally.notes.append(f"not asked a second time: {error}")
            return
        with closing(caller):
            cases = self.asker.put([first.point for first in sample], caller)
        for first, case in zip(sample, cases, strict=True):
            second = self.asker.judge(case)
            if (first.said, first.comparison.grade) != (second.said, second.comparison.grade):
                self.tally.unstable(first, second)
        self.tally.asked += len(sample)
        self.asker.caller.calls.update(caller.calls)

    def _search(self, plan: Plan, examples: int) -> None:
        """Ask what Hypothesis makes: all at once, and one by one where something is wrong."""
        from datausage.universe.searching import draw, search  # noqa: PLC0415 - Hypothesis

        drawn = draw(self.universe, name=self.name, database=self.database, examples=examples)
        new = [point for point in drawn.points if point not in plan]
        self._add(new, min(plan.most_at_once, self.asker.at_once))
        if self.tally.worst is None:
            drawn.forget()
            return
        met = {*new}

        def ask(point: Point) -> None:
            (judged,) = self.asker.ask([point])
            if point not in met and point not in plan:
                met.add(point)
                self._count(point, judged)
            if judged.failed:
                raise _FailureFoundError

        with suppress(_FailureFoundError):
            search(self.universe, ask, name=self.name, database=self.database, examples=examples)

    def _add(self, points: Sequence[Point], at_once: int) -> None:
        # What comes back for a point may be large: only so many are kept at a time.
        for first in range(0, len(points), at_once):
            chunk = points[first : first + at_once]
            for point, judged in zip(chunk, self.asker.ask(chunk), strict=True):
                self._count(point, judged)

    def _count(self, point: Point, judged: Judged) -> None:
        self.tally.add([judged])
        if self.universe.has(point):
            self.tally.inside += 1
        else:
            self.tally.edges |= self.universe.edges_among([point])
