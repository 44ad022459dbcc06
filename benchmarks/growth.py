"""Growth: time and memory of thorough effort, as more and more calls are allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmarks.measuring import FEWEST, Result, Scale, Target
from benchmarks.processes import cold

if TYPE_CHECKING:
    from benchmarks.processes import Run

LINEAR: Final = Target(1.2, at_least=False)
FLAT: Final = Target(1.2, at_least=False)
MEMORY: Final = Target(300, at_least=False)
LEAST: Final = 1e-6
SOME: Final = 1.05
"""By so much a step has to ask more than the one before: else nothing is left to ask."""


def run(scale: Scale) -> list[Result]:
    """Measure one run for each step of the ladder.

    The smallest run possible is taken off, with its time, so that starting does not count.
    """
    started = cold("--effort=thorough", f"--calls={FEWEST}")
    steps: list[Run] = []
    for calls in scale.ladder:
        now = cold("--effort=thorough", f"--calls={calls}")
        if steps and now.asked < steps[-1].asked * SOME:
            break
        steps.append(now)
        if now.asked >= scale.most:
            break
    each = [
        # Where hardly anything is asked, the difference may be less than nothing.
        max(step.seconds - started.seconds, LEAST) / max(step.asked - started.asked, 1)
        for step in steps
    ]
    results: list[Result] = []
    for step, seconds in zip(steps, each, strict=True):
        results += [
            Result(f"{step.asked:,} asked", (step.seconds,), "s"),
            Result("  for each", (seconds * 1e6,), "us"),
            Result("  memory", (step.megabytes,), "MB", MEMORY),
        ]
    first, last = steps[0], steps[-1]
    return [
        *results,
        Result("most asked", (last.asked,), "", Target(scale.most)),
        Result("time for each, last / first", (each[-1] / each[0],), "x", LINEAR),
        Result("memory, last / first", (last.megabytes / first.megabytes,), "x", FLAT),
    ]
