"""Assessment results of OSCAL: an observation for each check, and a finding where one is due."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5

from datausage.evidence.coherence import clashes, sentence
from datausage.evidence.digests import digest
from datausage.evidence.markup import code, escaped
from datausage.evidence.outcome import Outcome, outcome, summed_up
from datausage.evidence.visible import shown
from datausage.evidence.waived import of, signed
from datausage.evidence.written import written
from datausage.grading.grades import Grade

if TYPE_CHECKING:
    from collections.abc import Iterator

    from datausage.evidence.checks import Check
    from datausage.evidence.record import Record

FILE = "oscal.json"
_OSCAL = "1.2.1"
_OURS = "urn:datausage:oscal"
_LONG = 2_000


def oscal(record: Record) -> bytes:
    """Return the record as assessment results; the rules of the edition stand for controls.

    OSCAL knows satisfied and not satisfied, and nothing else. Where a reading decides, where the
    page is silent or the target was not asked there is an observation, and no finding.
    """
    run = uuid5(uuid5(NAMESPACE_URL, _OURS), digest(written(record)))
    ended = record.run.finished or record.run.started
    judged = [check for check in record.checks if check.grade is not None]
    result: dict[str, Any] = {
        "uuid": _id(run, "result"),
        "title": f"Data usage policy, edition {record.policy.edition}",
        "description": f"{escaped(record.run.conclusion, _LONG)} Of the target "
        f"{code(record.subject.reference, _LONG)}.",
        "start": record.run.started,
        **({"end": record.run.finished} if record.run.finished else {}),
        "props": list(_properties(_about(record))),
        "reviewed-controls": {"control-selections": [_selection(judged)]},
    }
    if judged:
        result["observations"] = [_observation(run, check, ended) for check in judged]
    if findings := [finding for check in judged for finding in _finding(run, check, record)]:
        result["findings"] = findings
    result["remarks"] = " ".join(escaped(limit, _LONG) for limit in record.limits)
    return (json.dumps(_document(run, record, ended, result), indent=1) + "\n").encode("ascii")


def _document(run: UUID, record: Record, ended: str, result: dict[str, Any]) -> dict[str, Any]:
    plan = _id(run, "plan")
    resource = {
        "uuid": plan,
        "title": f"datausage {shown(record.instrument.datausage)}",
        "description": "There is no plan in OSCAL; the features say what is assessed, and how.",
        "props": list(_properties({"features-sha256": record.instrument.features_sha256})),
    }
    return {
        "assessment-results": {
            "uuid": _id(run, "document"),
            "metadata": {
                "title": f"Compliance with the Data usage policy, edition {record.policy.edition}",
                "last-modified": ended,
                "version": str(record.version),
                "oscal-version": _OSCAL,
            },
            "import-ap": {"href": f"#{plan}"},
            "results": [result],
            "back-matter": {"resources": [resource]},
        }
    }


def _about(record: Record) -> dict[str, str]:
    subject = record.subject
    return {
        "complete": str(record.complete).lower(),
        "passed": str(record.run.passed).lower(),
        "target": subject.reference,
        "target-sha256": subject.digest.sha256 if subject.digest else "none",
        "effort": record.asked.effort,
        "rules-sha256": record.policy.rules_sha256,
        "oracle-sha256": record.instrument.oracle_sha256,
        **{grade: sentence(grade, clash) for grade, clash in clashes(record).items()},
    }


def _selection(judged: list[Check]) -> dict[str, Any]:
    if not judged:
        return {"description": "Nothing was assessed.", "include-all": {}}
    return {"include-controls": [{"control-id": check.id} for check in judged]}


def _observation(run: UUID, check: Check, ended: str) -> dict[str, Any]:
    told = {
        "grade": str(check.grade),
        "asked": str(sum(one.population.asked for one in check.scenarios)),
        "judged": str(sum(one.population.judged for one in check.scenarios)),
        "exposure": str(check.exposure or "none"),
    }
    readings = sorted({reading for one in check.scenarios for reading in one.readings})
    if readings:
        told["readings"] = ", ".join(readings)
    return {
        "uuid": _id(run, f"observation {check.id}"),
        "title": check.id,
        "description": escaped(check.statement or f"The check {check.id}.", _LONG),
        "props": list(_properties(told)),
        "methods": ["TEST"],
        "types": ["control-objective"],
        "collected": ended,
    }


def _finding(run: UUID, check: Check, record: Record) -> Iterator[dict[str, Any]]:
    failed = [one for one in check.scenarios if outcome(one.grade) is Outcome.FAILED]
    if not failed and check.grade is not Grade.CONFORMS:
        return
    said = [summed_up(check, one) for one in failed] or [f"{check.id} holds in what was asked"]
    # Whatever else did not pass could not be assessed as it should have been.
    reason = "fail" if check.grade is Grade.VIOLATES else "other"
    state = {"state": "not-satisfied", "reason": reason} if failed else {"state": "satisfied"}
    yield {
        "uuid": _id(run, f"finding {check.id}"),
        "title": check.id,
        **_waivers(check, record),
        "description": "; ".join(escaped(line, _LONG) for line in dict.fromkeys(said)),
        "target": {"type": "objective-id", "target-id": check.id, "status": state},
        "related-observations": [{"observation-uuid": _id(run, f"observation {check.id}")}],
    }


def _waivers(check: Check, record: Record) -> dict[str, Any]:
    """Return who answers for what is waived of a check; it is not satisfied all the same."""
    told = {
        f"waiver-{waiver.number}": f"{waiver.scope}, waived {signed(waiver)}"
        for waiver in of(check, record)
    }
    return {"props": list(_properties(told))} if told else {}


def _properties(values: dict[str, str]) -> Iterator[dict[str, str]]:
    for name, value in values.items():
        # A value there begins and ends with something that is seen.
        yield {"name": name, "ns": _OURS, "value": shown(value).strip() or "none"}


def _id(run: UUID, what: str) -> str:
    return str(uuid5(run, shown(what)))
