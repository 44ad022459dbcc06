"""Measuring: contestants take turns, round after round, and are compared within each round."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_T = TypeVar("_T")

Rates = tuple[float, ...]
"""Units a second, one for each round."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is measured.

    ``rounds`` are those of contestants that take turns, each for at least ``lap`` seconds;
    ``situations`` the most verdicts per question and class; ``calls`` the most situations per
    scenario, None for as many as the effort asks; ``examples`` those of one search; ``runs`` how
    often a process is started for each of the ``efforts``, with at most ``limit`` calls per
    question; ``ladder`` the calls per question with which growth is measured, until ``most``
    situations were asked.
    """

    rounds: int
    lap: float
    situations: int
    calls: int | None
    examples: int
    runs: int
    ladder: tuple[int, ...]
    most: int
    efforts: tuple[str, ...] = ("quick", "standard")
    limit: int | None = None


FEWEST: Final = 1_000
"""So few calls per question that a right target just passes: a rule needs evidence."""

FULL: Final = Scale(
    rounds=7,
    lap=0.2,
    situations=20_000,
    calls=None,
    examples=300,
    runs=3,
    ladder=(10_000, 100_000, 1_000_000, 2_000_000),
    most=5_000_000,
)
QUICK: Final = Scale(
    rounds=3,
    lap=0.05,
    situations=4_000,
    calls=None,
    examples=100,
    runs=1,
    ladder=(5_000, 20_000),
    most=100_000,
)
TINY: Final = Scale(
    rounds=1,
    lap=0.0,
    situations=5,
    calls=15,
    examples=5,
    runs=1,
    ladder=(1_500,),
    most=10_000,
    efforts=("quick",),
    limit=FEWEST,
)


@dataclass(frozen=True, slots=True)
class Target:
    """A bound that a median has to keep: at least, or at most, so much."""

    bound: float
    at_least: bool = True

    def met_by(self, value: float) -> bool:
        """Say whether a value keeps the bound."""
        return value >= self.bound if self.at_least else value <= self.bound


@dataclass(frozen=True, slots=True)
class Result:
    """One thing measured: a value for each round, and the target it has, if any.

    Without values it says in ``note`` why nothing was measured.
    """

    what: str
    values: tuple[float, ...]
    unit: str = ""
    target: Target | None = None
    note: str = ""

    @property
    def value(self) -> float:
        """The median over the rounds."""
        return median(self.values)

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where there is none, or nothing was measured."""
        if self.target is None or not self.values:
            return None
        return self.target.met_by(self.value)


def interleaved(
    contestants: Mapping[str, Callable[[], int]],
    scale: Scale,
    clock: Callable[[], float] = perf_counter,
) -> dict[str, Rates]:
    """Return how many units a second each contestant does, round by round.

    Args:
        contestants: by name, what does the work once and returns how many units it did.
        scale: the number of rounds and the least seconds of a lap.
        clock: reads the time, in seconds.
    """
    names = list(contestants)
    for work in contestants.values():
        work()
    rates: dict[str, list[float]] = {name: [] for name in names}
    with _settled():
        for number in range(scale.rounds):
            # Another one begins in every round: nobody always runs on the heels of the same one.
            first = number % len(names)
            for name in names[first:] + names[:first]:
                gc.collect()
                rates[name].append(_lap(contestants[name], scale.lap, clock))
    return {name: tuple(found) for name, found in rates.items()}


def ratios(one: Rates, other: Rates) -> Rates:
    """Return how many times as fast the one is as the other, round by round."""
    return tuple(a / b for a, b in zip(one, other, strict=True))


def pooled(rates: Sequence[Rates], sizes: Sequence[int]) -> Rates:
    """Return the rates of doing so many units of each kind one after the other."""
    return tuple(
        sum(sizes) / sum(size / rate for size, rate in zip(sizes, here, strict=True))
        for here in zip(*rates, strict=True)
    )


def _lap(work: Callable[[], int], least: float, clock: Callable[[], float]) -> float:
    units, start = 0, clock()
    while True:
        units += work()
        spent = clock() - start
        if spent >= least and spent > 0:
            return units / spent


@contextmanager
def _settled() -> Iterator[None]:
    """Keep the garbage collector from looking at what was there before."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def some(items: Sequence[_T], most: int) -> list[_T]:
    """Return at most so many of the items, evenly spread."""
    count = min(len(items), most)
    return [items[number * len(items) // count] for number in range(count)]
