"""From the results of a run to the checks of its record. Grades are taken over, never decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from datausage.evidence import checks as shape
from datausage.evidence.specification import AGREES, CONSISTENT
from datausage.grading.grades import PASSING, Exposure, Grade, worst

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from datausage.evidence.specification import Specification, Specified
    from datausage.grading.results import Finding, Population, Result
    from datausage.policy.edition import Edition

_WEIGHTS = (Exposure.EXPOSES, Exposure.DIFFERS, Exposure.OVER_RESTRICTIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a run has found, and what belongs to it.

    ``reason`` says why a check has no result, and ``command`` how a replay token is asked again.
    ``reviewed`` and ``suspect`` are what reviewers have said of rules; ``waived`` has the numbers
    of the waivers by the scenario that they cover.
    """

    edition: Edition
    specification: Specification
    reason: Callable[[str], str]
    command: Callable[[str], str]
    results: Sequence[Result] = ()
    reviewed: Mapping[str, shape.Review] = field(default_factory=dict)
    suspect: frozenset[str] = frozenset()
    waived: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def checks(found: Findings) -> tuple[shape.Check, ...]:
    """Return all checks: the rules in the page's order, then agreements, then comparisons."""
    ids = found.specification.checks()
    beside = [name for prefix in (AGREES, CONSISTENT) for name in ids if name.startswith(prefix)]
    # Not as results came in: with several processes that is chance.
    order = {one.name: number for number, one in enumerate(found.specification.scenarios)}
    results: dict[str, list[Result]] = {}
    for result in sorted(
        found.results, key=lambda r: (order.get(r.scenario, len(order)), r.scenario)
    ):
        results.setdefault(result.rule, []).append(result)
    first = {one.check: one for one in reversed(found.specification.scenarios)}
    return (
        *(_rule(found, name, results.get(name, ())) for name in found.edition.rules),
        *(_beside(found, first[name], results.get(name, ())) for name in beside),
    )


def overall(kind: shape.Kind, grades: Iterable[Grade]) -> Grade | None:
    """Return the grade of a check whose scenarios have these grades; None where there are none."""
    known = list(grades)
    offered = [grade for grade in known if grade is not Grade.NOT_OFFERED]
    # A comparison is about several questions, and stands on those that are offered.
    return worst(offered if kind == "comparison" and offered else known)


def heaviest(exposures: Iterable[Exposure | None]) -> Exposure | None:
    """Return the exposure of a check whose findings have these."""
    known = set(exposures)
    return next((one for one in _WEIGHTS if one in known), None)


def _rule(found: Findings, name: str, results: Sequence[Result]) -> shape.Check:
    rule = found.edition.rules[name]
    grade = overall("rule", (result.grade for result in results))
    return shape.Check(
        id=name,
        kind="rule",
        part=rule.part,
        statement=rule.statement,
        modality=rule.modality,
        origin="derived" if rule.origin == "derived" else "stated",
        sentences=rule.sentences,
        reviewed=found.reviewed.get(name),
        suspect=name in found.suspect,
        grade=grade,
        reason=None if grade else found.reason(name),
        exposure=_exposure(results),
        waiver=_waived(found, results),
        scenarios=tuple(_scenario(result, found.command) for result in results),
    )


def _beside(found: Findings, first: Specified, results: Sequence[Result]) -> shape.Check:
    kind: shape.Kind = "comparison" if first.check.startswith(CONSISTENT) else "agreement"
    grade = overall(kind, (result.grade for result in results))
    return shape.Check(
        id=first.check,
        kind=kind,
        part=first.part,
        statement=first.statement or None,
        modality=None,
        origin="derived" if kind == "comparison" else None,
        sentences=(),
        reviewed=found.reviewed.get(first.check),
        suspect=first.check in found.suspect,
        grade=grade,
        reason=None if grade else found.reason(first.check),
        exposure=_exposure(results),
        waiver=_waived(found, results),
        scenarios=tuple(_scenario(result, found.command) for result in results),
    )


def _waived(found: Findings, results: Sequence[Result]) -> shape.Waived | None:
    covering = [found.waived[r.scenario] for r in results if r.scenario in found.waived]
    if not covering:
        return None
    left = [
        result
        for result in results
        if result.grade not in PASSING
        and result.grade is not Grade.NOT_OFFERED
        and result.scenario not in found.waived
    ]
    return shape.Waived(by=tuple(sorted({n for by in covering for n in by})), whole=not left)


def _exposure(results: Iterable[Result]) -> Exposure | None:
    return heaviest(result.finding.exposure for result in results if result.finding)


def _scenario(result: Result, command: Callable[[str], str]) -> shape.Scenario:
    return shape.Scenario(
        name=result.scenario,
        question=result.question,
        grade=result.grade,
        note=result.note,
        failures=result.failures,
        readings=result.readings,
        population=_population(result.population),
        finding=_finding(result.finding, command) if result.finding else None,
    )


def _population(population: Population) -> shape.Population:
    return shape.Population(
        asked=population.asked,
        distinct=population.distinct,
        judged=population.judged,
        calls=population.calls,
        cells=population.cells,
        cells_covered=population.cells_covered,
        edges=population.edges,
        edges_covered=population.edges_covered,
        first_failure=population.first_failure,
        grades=dict(population.grades),
    )


def _finding(finding: Finding, command: Callable[[str], str]) -> shape.Finding:
    return shape.Finding(
        grade=finding.grade,
        exposure=finding.exposure,
        question=finding.question,
        aspect=finding.aspect,
        facts=tuple(
            shape.Fact(name=fact.name, value=fact.value, matters=fact.matters)
            for fact in finding.facts
        ),
        said=finding.said,
        permitted=finding.permitted,
        rules=finding.rules,
        turns_on=finding.turns_on,
        detail=finding.detail,
        nearest=tuple(shape.Change(name=fact.name, value=fact.value) for fact in finding.nearest),
        nearest_answer=finding.nearest_answer,
        returned=finding.returned,
        replay=finding.replay,
        command=command(finding.replay) if finding.replay else "",
    )
