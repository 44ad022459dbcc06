"""The kill matrix: all faults, which checks catch them, and after how many calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datausage.strength.catalogue import FAULTS
from datausage.strength.judging import EDITION
from datausage.strength.kinds import Kind
from datausage.strength.measures import Excused, Measured
from datausage.strength.open_points import roomless, sabotages
from datausage.strength.running import FLOORS
from datausage.strength.weak_readings import followings
from datausage.strength.working import Task, performed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from datausage.strength.running import Spend


@dataclass(frozen=True, slots=True)
class Matrix:
    """What was measured.

    ``whole`` says whether all faults were measured, and not only those about some questions.
    ``roomless`` holds the open points outside whose readings there is no answer, each with the
    reason; ``excused`` the weak readings, which no floor is about.
    """

    seeds: int
    spends: tuple[str, ...]
    whole: bool
    faults: tuple[Measured, ...]
    excused: tuple[Excused, ...]
    roomless: Mapping[str, str]

    def rate(self, spend: str) -> float:
        """Return the share of all runs with a budget that caught their fault."""
        runs = [fault.runs[spend] for fault in self.faults]
        return sum(one.caught for one in runs) / (sum(one.runs for one in runs) or 1)

    def below(self) -> dict[str, float]:
        """Return the budgets with which fewer runs than promised caught their fault.

        What is promised of a part is promised of all faults together, not of some questions.
        """
        rates = {spend: self.rate(spend) for spend in self.spends}
        floors = {name: floor for name, floor in FLOORS.items() if self.whole or floor == 1}
        return {spend: rate for spend, rate in rates.items() if rate < floors.get(spend, 0)}

    def escaped(self) -> dict[str, list[Measured]]:
        """Return, by budget, the faults that some run did not catch."""
        return {
            spend: [f for f in self.faults if f.runs[spend].caught < f.runs[spend].runs]
            for spend in self.spends
        }

    def to_json(self) -> dict[str, Any]:
        """Return plain data: the same on every machine for the same code."""
        return {
            "edition": EDITION.id,
            "seeds": self.seeds,
            "budgets": {
                spend: {"share caught": round(self.rate(spend), 4), "promised": FLOORS.get(spend)}
                for spend in self.spends
            },
            "faults": [fault.to_json() for fault in self.faults],
            "excused by a weak reading only": [one.to_json() for one in self.excused],
            "nothing outside the readings": dict(self.roomless),
        }


def built(
    seeds: int,
    spends: Sequence[Spend],
    questions: Collection[str] = (),
    *,
    jobs: int = 1,
    told: Callable[[int, int], None] = lambda _, __: None,
) -> Matrix:
    """Measure all faults, or those about some questions.

    Args:
        seeds: how many runs there are of each fault with each budget.
        spends: the budgets.
        questions: the questions whose faults are measured; all where none is named.
        jobs: how many processes work on it.
        told: is called after each measurement with how many are done, of how many.
    """
    tasks = _tasks(seeds, tuple(spends), questions)
    results: list[Measured | Excused] = performed(tasks, jobs, lambda done: told(done, len(tasks)))
    return Matrix(
        seeds=seeds,
        spends=tuple(spend.name for spend in spends),
        whole=not questions,
        faults=tuple(one for one in results if isinstance(one, Measured)),
        excused=tuple(one for one in results if isinstance(one, Excused)),
        roomless={} if questions else roomless(),
    )


def _tasks(seeds: int, spends: tuple[Spend, ...], questions: Collection[str]) -> list[Task]:
    weak = [Task(one.question, point=one.point, reading=one.reading) for one in followings()]
    everything = [*fault_tasks(seeds, spends), *weak]
    return [task for task in everything if not questions or task.question in questions]


def fault_tasks(seeds: int = 1, spends: tuple[Spend, ...] = ()) -> list[Task]:
    """Return a task for every fault, those outside the readings of open points included."""
    planted = [Task(fault.question, fault.name, seeds=seeds, spends=spends) for fault in FAULTS]
    outside = [
        Task(fault.question, point=_point(fault.name), seeds=seeds, spends=spends)
        for fault in sabotages()
    ]
    return [*planted, *outside]


def _point(name: str) -> str:
    return name.removeprefix("outside ")


def kinds(faults: Sequence[Measured]) -> dict[str, list[Measured]]:
    """Return the faults by kind, in the order of the kinds."""
    return {str(kind): [fault for fault in faults if fault.kind == kind] for kind in Kind}
