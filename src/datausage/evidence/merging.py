"""Joining the records of the shards of one run into the record of the whole.

What is joined is what the shards have found; everything that follows from it is computed again. So
the record is that of one machine that has run all of it, with the same clock.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from datausage.evidence import coherence
from datausage.evidence.checks import Waived
from datausage.evidence.composing import heaviest, overall
from datausage.evidence.conclusion import conclusion
from datausage.evidence.outcome import Outcome, outcome
from datausage.evidence.record import Selection
from datausage.evidence.specification import specification
from datausage.evidence.totals import failing, passed, readings, totals
from datausage.evidence.waivable import waivable
from datausage.evidence.watched import joined
from datausage.grading import coherence as grading
from datausage.grading.waiving import FAILING, SHOWN_RIGHT, Standing, enough, unused
from datausage.policy.edition import load
from datausage.policy.waivers import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from datausage.evidence.checks import Check, Scenario
    from datausage.evidence.record import Record, Waiver

_UNLIKE = ("environment", "command")
"""What may differ between machines in what judged there."""


class UnmergeableError(ValueError):
    """Records are not the shards of one run; ``complaints`` say why, each in one line."""

    def __init__(self, complaints: Sequence[str]) -> None:
        super().__init__("; ".join(complaints))
        self.complaints = tuple(complaints)


def merged(records: Mapping[str, Record]) -> Record:
    """Return the record of the whole run.

    Args:
        records: the records of its shards, by what messages call them.

    Raises:
        UnmergeableError: they are of different runs, or one is missing or there twice.
    """
    complaints = [*_of_shards(records), *_unlike(records)]
    if complaints:
        raise UnmergeableError(complaints)
    shards = sorted(records.values(), key=_number)
    first = shards[0]
    waivers = _waivers(shards)
    selection = _selection(shards)
    checks = tuple(_check(several, selection, waivers) for several in _by_check(shards))
    waivers = _standing(waivers, checks, first)
    reliances = coherence.kept(coherence.graded(one) for shard in shards for one in shard.reliances)
    found = grading.coherence(map(coherence.graded, reliances), first.subject.declared_readings)
    whole = replace(
        first,
        instrument=replace(
            first.instrument,
            command=tuple(w for w in first.instrument.command if _everywhere(w, shards)),
            environment=_common(shards),
        ),
        asked=replace(first.asked, shard=None),
        selection=selection,
        checks=checks,
        readings_relied_on=readings(checks),
        totals=totals(checks),
        waivers=waivers,
        watched=joined(shard.watched for shard in shards),
        coherence=coherence.composed(found, lambda token: first.instrument.again + token),
        reliances=reliances,
    )
    return _ended(whole, shards)


def _of_shards(records: Mapping[str, Record]) -> Iterator[str]:
    """Yield what is wrong with the numbers of the shards."""
    numbers: dict[str, str] = {}
    sizes = set()
    for name, record in records.items():
        shard = record.asked.shard
        if not record.complete:
            yield f"{name}: the run is not complete"
        if shard is None:
            yield f"{name}: it is no shard of a run; it was run without --shard"
            continue
        if shard in numbers:
            yield f"shard {shard} is there twice: {numbers[shard]} and {name}"
        numbers[shard] = name
        sizes.add(shard.partition("/")[2])
    if len(sizes) > 1:
        yield f"they are parts of different wholes: {', '.join(sorted(numbers))}"
    elif sizes:
        (of,) = sizes
        every = (f"{number}/{of}" for number in range(1, int(of) + 1))
        missing = [shard for shard in every if shard not in numbers]
        if missing:
            yield f"missing: shard {', '.join(missing)}"


def _unlike(records: Mapping[str, Record]) -> Iterator[str]:
    """Yield in what records differ that must not."""
    (first, one), *others = records.items()
    for name, other in others:
        for place, here, there in _differences(_comparable(one), _comparable(other), ""):
            yield f"{place} is {_short(here)} in {first}, and {_short(there)} in {name}"


def _comparable(record: Record) -> dict[str, Any]:
    asked, tool = record.asked, record.instrument
    left_out = [e for e in record.selection.deselected if e.reason != _reason(record)]
    return {
        "subject": record.subject,
        "policy": record.policy,
        "instrument": {
            f.name: getattr(tool, f.name) for f in fields(tool) if f.name not in _UNLIKE
        },
        "asked": {f.name: getattr(asked, f.name) for f in fields(asked) if f.name != "shard"},
        "deselected": [f"{e.rule}: {e.scenarios} by {e.reason}" for e in left_out],
        "waivers": [
            {f.name: getattr(w, f.name) for f in fields(w) if f.name not in {"standing", "waives"}}
            for w in record.waivers
        ],
        "checks": [(check.id, check.reviewed, check.suspect) for check in record.checks],
    }


def _differences(one: Any, other: Any, place: str) -> Iterator[tuple[str, Any, Any]]:
    if is_dataclass(one) and is_dataclass(other):
        for field in fields(one):
            inner = getattr(one, field.name), getattr(other, field.name)
            yield from _differences(*inner, f"{place}.{field.name}".lstrip("."))
    elif isinstance(one, dict) and isinstance(other, dict):
        for key in {**one, **other}:
            yield from _differences(one.get(key), other.get(key), f"{place}.{key}".lstrip("."))
    elif one != other:
        yield place, one, other


def _short(value: Any) -> str:
    text = "not there" if value is None else str(value)
    return text if len(text) <= len("x" * 80) else f"{text[:80]}..."


def _number(record: Record) -> int:
    return int((record.asked.shard or "0").partition("/")[0])


def _reason(record: Record) -> str:
    return f"shard {record.asked.shard}"


def _everywhere(word: str, shards: Sequence[Record]) -> bool:
    return all(word in shard.instrument.command for shard in shards)


def _common(shards: Sequence[Record]) -> dict[str, str]:
    told = [shard.instrument.environment for shard in shards]
    return {n: v for n, v in told[0].items() if all(other.get(n) == v for other in told)}


def _selection(shards: Sequence[Record]) -> Selection:
    first = shards[0]
    chosen = {name for shard in shards for name in shard.selection.selected}
    return Selection(
        selected=tuple(check.id for check in first.checks if check.id in chosen),
        deselected=tuple(e for e in first.selection.deselected if e.reason != _reason(first)),
    )


def _by_check(shards: Sequence[Record]) -> Iterator[tuple[Check, ...]]:
    yield from zip(*(shard.checks for shard in shards), strict=True)


def _check(several: Sequence[Check], selection: Selection, waivers: Sequence[Waiver]) -> Check:
    first = several[0]
    order = {one.name: place for place, one in enumerate(_specified().scenarios)}
    scenarios = sorted(
        (scenario for check in several for scenario in check.scenarios),
        key=lambda scenario: (order.get(scenario.name, len(order)), scenario.name),
    )
    grade = overall(first.kind, (scenario.grade for scenario in scenarios))
    findings = [scenario.finding for scenario in scenarios if scenario.finding]
    return replace(
        first,
        grade=grade,
        reason=None if grade else _why_none(first.id, selection),
        exposure=heaviest(finding.exposure for finding in findings),
        waiver=_waived(scenarios, waivers),
        scenarios=tuple(scenarios),
    )


def _specified() -> Any:
    return specification(load().id)


def _why_none(check: str, selection: Selection) -> str:
    there = sum(one.check == check for one in _specified().scenarios)
    left = {e.reason: e.scenarios for e in selection.deselected if e.rule == check}
    if not there:
        return "without a scenario"
    if sum(left.values()) < there:
        return "not reached"
    return f"deselected by {' and '.join(sorted(left))}"


def _waived(scenarios: Sequence[Scenario], waivers: Sequence[Waiver]) -> Waived | None:
    by = {w.number for w in waivers for s in scenarios if s.name in w.waives}
    if not by:
        return None
    covered = {name for waiver in waivers for name in waiver.waives}
    left = [s for s in scenarios if outcome(s.grade) is Outcome.FAILED and s.name not in covered]
    return Waived(by=tuple(sorted(by)), whole=not left)


def _waivers(shards: Sequence[Record]) -> tuple[Waiver, ...]:
    found = []
    for several in zip(*(shard.waivers for shard in shards), strict=True):
        waives = sorted({name for one in several for name in one.waives})
        found.append(replace(several[0], waives=tuple(waives)))
    return tuple(found)


def _standing(
    waivers: Sequence[Waiver], checks: Sequence[Check], record: Record
) -> tuple[Waiver, ...]:
    if not waivers:
        return ()
    asked = enough(record.asked.effort, record.asked.calls, record.asked.replay)
    right = {
        (check.id, scenario.name)
        for check in checks
        for scenario in check.scenarios
        if scenario.grade in SHOWN_RIGHT and asked(scenario.population)
    }
    known = waivable(record.policy.edition)
    found = []
    for one in waivers:
        standing = one.standing
        if standing is not Standing.EXPIRED:
            scope = Scope(*one.scope.split(" ", 1))
            idle = unused(one.rule, scope, known, right)
            standing = Standing.IN_FORCE if one.waives else idle
        found.append(replace(one, standing=standing))
    return tuple(found)


def _ended(whole: Record, shards: Sequence[Record]) -> Record:
    """Return the record with the end of the run: when, how, and what is to be said of it."""
    lapsed = any(waiver.standing in FAILING for waiver in whole.waivers)
    strange = whole.watched is not None and whole.watched.unclassified
    fails = bool(failing(whole.checks) or coherence.clashes(whole) or lapsed or strange)
    nothing = not whole.totals.judged
    exit_code = 1 if fails or any(shard.run.exit == 1 for shard in shards) else 5 if nothing else 0
    run = replace(
        whole.run,
        started=min(shard.run.started for shard in shards),
        finished=max(shard.run.finished or shard.run.started for shard in shards),
        exit=exit_code,
        passed=passed(exit_code, whole.checks),
    )
    ended = replace(whole, run=run)
    return replace(ended, run=replace(run, conclusion=conclusion(ended)))
