"""The runs of a target that is watched, for the evidence: all, and those behind findings."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from datausage.evidence import har, runs
from datausage.grading import tokens
from datausage.oracle.questions import QUESTIONS
from datausage.targets.watching import Watches
from datausage.universe.catalogue import SPACES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from datausage.grading.results import Result
    from datausage.session.sides import Side


def files(side: Side, results: Iterable[Result], begun: str) -> dict[str, bytes]:
    """Return the files that tell what was seen; none where the target is not watched.

    Args:
        side: the target.
        results: what came of asking it.
        begun: when that began.
    """
    caller = side.met.caller
    if not isinstance(caller, Watches) or not caller.runs:
        return {}
    found = _marked(runs.told(caller.recorded()), _behind(caller, results))
    failing = [run for run in found.runs if run.behind or run.strangers]
    longest, most = runs.IN_FULL
    archived = [runs.bounded(run, longest, most) for run in failing]
    return {
        runs.FILE: runs.written(found),
        har.FILE: har.har(archived, begun, version("datausage")),
    }


def _marked(found: runs.Runs, behind: Iterable[tuple[str, str]]) -> runs.Runs:
    scenarios: dict[str, dict[str, None]] = {}
    for name, scenario in behind:
        scenarios.setdefault(name, {}).setdefault(scenario)
    marked = (replace(run, behind=tuple(sorted(scenarios.get(run.name, ())))) for run in found.runs)
    return replace(found, runs=tuple(marked))


def _behind(caller: Watches, results: Iterable[Result]) -> Iterator[tuple[str, str]]:
    """Yield the names of the runs that show what was found, with the scenario."""
    for result in results:
        if result.finding is not None and result.finding.replay:
            token = tokens.read(result.finding.replay)
            space, question = SPACES[token.question], QUESTIONS[token.question]
            situation: Any = space.situation(token.point(space))
            given = {name: getattr(situation, name) for name in question.arguments}
            for name in caller.behind(question.name, given):
                yield name, result.scenario
