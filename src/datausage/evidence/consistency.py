"""What must hold inside a record, whoever wrote it: what is said twice is said alike."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from datausage.evidence import coherence, watched
from datausage.evidence.composing import heaviest, overall
from datausage.evidence.outcome import Outcome, outcome
from datausage.evidence.totals import passed, readings, totals
from datausage.grading.waiving import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from datausage.evidence.checks import Check, Population
    from datausage.evidence.record import Record

CUT_SHORT = (2, 3)
"""The exit codes of a run that was broken off."""


def contradictions(record: Record) -> Iterator[str]:
    """Yield what in a record contradicts the rest of it, each in a few words."""
    ids = [check.id for check in record.checks]
    if len(set(ids)) != len(ids):
        yield "a check stands twice"
    for check in record.checks:
        yield from _check(check)
    if record.totals != totals(record.checks):
        yield "the totals are not the sums of the checks"
    if record.readings_relied_on != readings(record.checks):
        yield "the readings relied on are not those of the scenarios"
    if not {*record.selection.selected, *record.policy.suspect}.issubset(ids):
        yield "a rule is named that is no check"
    yield from _waivers(record)
    yield from coherence.contradictions(record)
    yield from watched.contradictions(record)
    yield from _run(record)


def _waivers(record: Record) -> Iterator[str]:
    waiving: dict[str, set[int]] = {}
    for place, waiver in enumerate(record.waivers, 1):
        if waiver.number != place:
            yield "the waivers are not numbered one after the other"
        if bool(waiver.waives) != (waiver.standing is Standing.IN_FORCE):
            yield f"waiver {place} is in force and waives nothing, or the other way round"
        for name in waiver.waives:
            waiving.setdefault(name, set()).add(place)
    for check in record.checks:
        by = {one for scenario in check.scenarios for one in waiving.get(scenario.name, ())}
        failed = [s.name for s in check.scenarios if outcome(s.grade) is Outcome.FAILED]
        expected = (tuple(sorted(by)), all(name in waiving for name in failed)) if by else None
        found = (check.waiver.by, check.waiver.whole) if check.waiver else None
        if found != expected:
            yield f"what is waived of {check.id} is not what the waivers say"


def _check(check: Check) -> Iterator[str]:
    if check.grade != overall(check.kind, (scenario.grade for scenario in check.scenarios)):
        yield f"the grade of {check.id} is not the worst of its scenarios"
    if (check.grade is None) != (check.reason is not None):
        yield f"{check.id} has a grade and a reason for having none, or neither"
    findings = [scenario.finding for scenario in check.scenarios if scenario.finding]
    if check.exposure != heaviest(finding.exposure for finding in findings):
        yield f"the exposure of {check.id} is not that of its findings"
    for scenario in check.scenarios:
        if scenario.finding and scenario.finding.grade != scenario.grade:
            yield f"a finding of {check.id} has another grade than its scenario"
        if _too_much(scenario.population):
            yield f"a population of {check.id} covers more than there is"


def _too_much(population: Population) -> bool:
    return (
        population.distinct > population.asked
        or population.cells_covered > population.cells
        or population.edges_covered > population.edges
    )


def _run(record: Record) -> Iterator[str]:
    run = record.run
    if run.passed != (record.complete and passed(run.exit, record.checks)):
        yield "whether the run passed does not follow from its exit code and its checks"
    ended = run.exit is not None and run.exit not in CUT_SHORT
    if record.complete and not (ended and run.finished is not None):
        yield "the run is complete without an end"
    # Read already: both are times.
    if run.finished and datetime.fromisoformat(run.finished) < datetime.fromisoformat(run.started):
        yield "the run ended before it began"
