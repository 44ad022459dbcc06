"""Time to verdict: the whole policy, a target in the same process, two cores, cold."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from benchmarks.measuring import FEWEST, Result, Scale, Target
from benchmarks.processes import CORES, Run, cold

SECONDS: Final = {
    "quick": Target(4, at_least=False),
    "standard": Target(15, at_least=False),
}
ASKED: Final = {"standard": Target(50_000)}
MEMORY: Final = Target(300, at_least=False)


def run(scale: Scale) -> list[Result]:
    """Measure each effort in one process and, where pytest-xdist is there, in two."""
    ways: dict[str, tuple[str, ...]] = {"one process": ()}
    if find_spec("xdist"):
        ways[f"-n {CORES}"] = ("-n", str(CORES))
    limit = () if scale.limit is None else (f"--calls={scale.limit}",)
    # Once for nothing: afterwards all modules are compiled.
    cold("--effort=quick", f"--calls={FEWEST}")
    runs: dict[tuple[str, str], list[Run]] = {(e, w): [] for e in scale.efforts for w in ways}
    for _ in range(scale.runs):
        for (effort, way), found in runs.items():
            found.append(cold(f"--effort={effort}", *limit, *ways[way]))
    results: list[Result] = []
    for effort in scale.efforts:
        results += _results(effort, {way: runs[effort, way] for way in ways})
    if len(ways) == 1:
        results.append(
            Result(f"-n {CORES}", (), note="needs pytest-xdist"),
        )
    return results


def _results(effort: str, runs: dict[str, list[Run]]) -> list[Result]:
    seconds = {way: tuple(run.seconds for run in found) for way, found in runs.items()}
    first, *_ = runs.values()
    return [
        Result(
            f"{effort}, the faster way",
            tuple(min(here) for here in zip(*seconds.values(), strict=True)),
            "s",
            SECONDS.get(effort),
        ),
        *(Result(f"  {way}", found, "s") for way, found in seconds.items()),
        Result("  asked", tuple(run.asked for run in first), "", ASKED.get(effort)),
        *(
            Result(f"  memory, {way}", tuple(run.megabytes for run in found), "MB", MEMORY)
            for way, found in runs.items()
        ),
    ]
