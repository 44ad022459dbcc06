"""Measuring many faults, in as many processes as wanted; the result is the same with any number."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datausage.strength.catalogue import by_name
from datausage.strength.measures import Excused, Measured, excused, measured
from datausage.strength.open_points import sabotaged
from datausage.strength.weak_readings import Following

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from datausage.strength.planted import Fault
    from datausage.strength.running import Spend


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to measure, named so that another process finds it.

    ``point`` is the open point of a fault that answers outside its readings; with a ``reading``,
    it is no fault but an implementation that follows that reading.
    """

    question: str | None
    name: str = ""
    point: str = ""
    reading: str = ""
    seeds: int = 1
    spends: tuple[Spend, ...] = ()

    def done(self) -> Measured | Excused:
        """Measure it."""
        if self.reading:
            return excused(Following(self.point, self.reading, self.question))
        return measured(self._fault(), self.seeds, self.spends)

    def _fault(self) -> Fault:
        if self.point and self.question:
            return sabotaged(self.point, self.question)
        return by_name()[self.name]


def performed(
    tasks: Sequence[Task], jobs: int, told: Callable[[int], None]
) -> list[Measured | Excused]:
    """Return what was measured, in the order of the tasks.

    Args:
        tasks: what to measure.
        jobs: how many processes do it; with one, it is done here.
        told: is called after each task with the number of those that are done.
    """
    results: list[Measured | Excused | None] = [None] * len(tasks)
    for number, (index, result) in enumerate(_performed(tasks, jobs), 1):
        results[index] = result
        told(number)
    return [result for result in results if result is not None]


def _performed(tasks: Sequence[Task], jobs: int) -> Iterator[tuple[int, Measured | Excused]]:
    if jobs == 1:
        yield from ((index, task.done()) for index, task in enumerate(tasks))
        return
    # New processes: a copy of this one would have copies of locks, and of no threads.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        waiting = {pool.submit(task.done): index for index, task in enumerate(tasks)}
        try:
            for future in as_completed(waiting):
                yield waiting[future], future.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
