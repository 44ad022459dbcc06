"""Measuring many faults, in as many processes as wanted; the result is the same with any number."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from datausage.strength.catalogue import by_name
from datausage.strength.measures import Excused, Measured, excused, measured
from datausage.strength.open_points import sabotaged
from datausage.strength.weak_readings import Following

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from datausage.strength.planted import Fault
    from datausage.strength.running import Spend

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


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
        return measured(self.fault(), self.seeds, self.spends)

    def fault(self) -> Fault:
        """Return the fault that it is about."""
        if self.point and self.question:
            return sabotaged(self.point, self.question)
        return by_name()[self.name]


class Work(Protocol[T_co]):
    """Something to do, that another process can be given."""

    def done(self) -> T_co:
        """Do it, and return what came of it."""


def performed(tasks: Sequence[Work[T]], jobs: int, told: Callable[[int], None]) -> list[T]:
    """Return what came of each task, in their order.

    Args:
        tasks: what to do.
        jobs: how many processes do it; with one, it is done here.
        told: is called after each task with the number of those that are done.
    """
    results: dict[int, T] = {}
    for index, result in _performed(tasks, jobs):
        results[index] = result
        told(len(results))
    return [results[index] for index in range(len(tasks))]


def _performed(tasks: Sequence[Work[T]], jobs: int) -> Iterator[tuple[int, T]]:
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
