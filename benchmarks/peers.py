"""Decisions a second beside other engines, on the 144 cells of provider, service and switches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from benchmarks.asked import MeasuringError
from benchmarks.engines import CELLS, OURS
from benchmarks.foreign import PEERS
from benchmarks.measuring import Result, Scale, Target, interleaved, ratios

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.engines import Engine

ENGINES: Final = (*OURS, *PEERS)

TIMES: Final = Target(10)
"""How many times as fast the decision table has to be."""


def run(scale: Scale) -> list[Result]:
    """Measure all engines that are installed, after checking that they decide alike.

    Raises:
        MeasuringError: an engine decides some cell otherwise than the oracle.
    """
    ready = {engine.name: _checked(engine) for engine in ENGINES if engine.installed}
    timed = interleaved({name: _asking(decide) for name, decide in ready.items()}, scale)
    results = [
        Result(engine.name, timed[engine.name], "/s") if engine.installed else missing(engine)
        for engine in ENGINES
    ]
    verdicts, table, _ = (engine.name for engine in OURS)
    for ours, target in ((verdicts, None), (table, TIMES)):
        results += [
            Result(f"{ours} / {peer.name}", ratios(timed[ours], timed[peer.name]), "x", target)
            for peer in PEERS
            if peer.installed
        ]
    return results


def missing(engine: Engine) -> Result:
    """Return the line that says what to install."""
    return Result(engine.name, (), note=f"needs {engine.package}")


def disagreements(engine: Engine) -> list[str]:
    """Return the cells that an engine decides otherwise than the oracle."""
    oracle = OURS[0]
    right, found = ([one.read(answer) for answer in one.prepare()()] for one in (oracle, engine))
    return [
        f"{engine.name}: {said}, oracle: {wanted}, in {cell}"
        for cell, wanted, said in zip(CELLS, right, found, strict=True)
        if said != wanted
    ]


def _checked(engine: Engine) -> Callable[[], list[Any]]:
    if wrong := disagreements(engine):
        raise MeasuringError("\n".join(wrong))
    return engine.prepare()


def _asking(decide: Callable[[], list[Any]]) -> Callable[[], int]:
    return lambda: len(decide())
