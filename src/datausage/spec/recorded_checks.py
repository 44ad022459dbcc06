"""What a record says of one check: its grade, its scenarios, what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datausage.grading.grades import Exposure, Grade
from datausage.spec.fields import RecordError, items, mapping, number, text, texts, truth
from datausage.spec.record import CheckResult, Counterexample, Effort, FactSeen, ScenarioResult
from datausage.spec.visible import LONG

if TYPE_CHECKING:
    from collections.abc import Mapping


def check_result(entry: Any) -> CheckResult:
    """Return the result of one check; raise RecordError where the entry holds none."""
    data = mapping(entry, "checks: an entry")
    name = text(data, "id", "checks: an entry")
    reviewed = mapping(data.get("reviewed") or {}, f"{name}: reviewed")
    by, on = text(reviewed, "by", name), text(reviewed, "on", name)
    return CheckResult(
        id=name,
        grade=_grade(data, name),
        reason=text(data, "reason", name, 1_000),
        exposure=_exposure(data, name),
        suspect=truth(data, "suspect", name),
        reviewed=f"by {by} on {on}" if by and on else "",
        waived=mapping(data.get("waiver") or {}, f"{name}: waiver").get("whole") is True,
        scenarios=tuple(_scenario(one, name) for one in items(data, "scenarios", name)),
    )


def _scenario(entry: Any, check: str) -> ScenarioResult:
    data = mapping(entry, f"{check}: a scenario")
    where = f"{check}: {text(data, 'name', check)}"
    grade = _grade(data, where)
    if grade is None:
        raise RecordError(f"{where}: no grade")
    finding = data.get("finding")
    return ScenarioResult(
        name=text(data, "name", where),
        grade=grade,
        note=text(data, "note", where, 1_000),
        failures=number(data, "failures", where),
        readings=texts(data, "readings", where),
        effort=_effort(mapping(data.get("population") or {}, where), where),
        counterexample=None if finding is None else _counterexample(finding, where),
    )


def _effort(data: Mapping[str, Any], where: str) -> Effort:
    return Effort(
        asked=number(data, "asked", where),
        distinct=number(data, "distinct", where),
        judged=number(data, "judged", where),
        cells=number(data, "cells", where),
        cells_covered=number(data, "cells_covered", where),
        edges=number(data, "edges", where),
        edges_covered=number(data, "edges_covered", where),
    )


def _counterexample(entry: Any, where: str) -> Counterexample:
    data = mapping(entry, f"{where}: finding")
    return Counterexample(
        exposure=_exposure(data, where),
        question=text(data, "question", where),
        aspect=text(data, "aspect", where),
        facts=tuple(_fact(fact, where) for fact in items(data, "facts", where)),
        said=text(data, "said", where),
        returned=text(data, "returned", where, 1_000),
        permitted=texts(data, "permitted", where),
        turns_on=texts(data, "turns_on", where),
        detail=text(data, "detail", where, 1_000),
        nearest=tuple(_fact(fact, where) for fact in items(data, "nearest", where)),
        nearest_answer=text(data, "nearest_answer", where),
        command=text(data, "command", where, LONG),
    )


def _fact(entry: Any, where: str) -> FactSeen:
    data = mapping(entry, f"{where}: a fact")
    return FactSeen(
        text(data, "name", where), text(data, "value", where), truth(data, "matters", where)
    )


def _grade(data: Mapping[str, Any], where: str) -> Grade | None:
    found = data.get("grade")
    if found is None:
        return None
    if not isinstance(found, str) or found not in set(Grade):
        raise RecordError(f"{where}: no such grade")
    return Grade(found)


def _exposure(data: Mapping[str, Any], where: str) -> str:
    found = data.get("exposure")
    if found is None:
        return ""
    if not isinstance(found, str) or found not in set(Exposure):
        raise RecordError(f"{where}: no such exposure")
    return found
