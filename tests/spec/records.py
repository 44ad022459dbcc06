"""Records of runs, made up: one with everything that the specification can show of a run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from datausage.evidence import checks as parts
from datausage.evidence import folder, formats
from datausage.evidence import record as shape
from datausage.evidence.coherence import Coherence
from datausage.evidence.composing import heaviest, overall
from datausage.evidence.totals import passed, readings, totals
from datausage.grading.grades import Exposure, Grade
from datausage.policy.edition import load
from datausage.session.instrument import instrument
from datausage.spec.assembling import known_checks

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

GRADES = {
    "choice-immediate": Grade.OPEN,
    "choice-changeable": Grade.CONTESTED,
    "training-consumer-off": Grade.VIOLATES,
    "training-commercial": Grade.ERRORED,
    "survey-only-rating": Grade.NONDETERMINISTIC,
    "retention-zero": Grade.VIOLATES,
    "presence-zero": Grade.INCOMPLETE,
    "flow-transit-tls": Grade.INSUFFICIENT,
    "cloud-clone-deleted": Grade.UNJUDGED,
    "cloud-credentials-stay-out": Grade.NOT_OFFERED,
}
EXPOSURES = {
    "training-consumer-off": Exposure.EXPOSES,
    "retention-zero": Exposure.OVER_RESTRICTIVE,
}
SUSPECT = "retention-zero"
PLAIN = "situation of a test"


def record(
    *, text: str = PLAIN, complete: bool = True, pinned: Mapping[str, str] | None = None
) -> shape.Record:
    """Return a record; ``text`` stands wherever a target or a run can write what it likes."""
    edition = load()
    names = [*edition.rules, *sorted(known_checks(edition) - set(edition.rules))]
    found = tuple(check(name, text) for name in names)
    return shape.Record(
        complete=complete,
        run=shape.Run(
            started="2026-01-31T10:00:00+00:00",
            finished="2026-01-31T10:01:00+00:00" if complete else None,
            exit=1 if complete else None,
            conclusion=f"Violated: 2 of 60 rules checked; {text}",
            passed=complete and passed(1, found),
        ),
        subject=shape.Subject(
            reference=f"impl:{text}",
            name=text,
            version=text,
            digest=shape.Digest(sha256="0" * 64),
            digest_of=text,
            offered=("training", text),
            not_offered=("cloud_session", text),
            declared_readings={"bug-under-zdr": "five-years", text: text},
        ),
        policy=shape.Policy(
            edition=edition.id,
            title=text,
            sentences_sha256="b" * 64,
            rules_sha256="c" * 64,
            points_sha256="d" * 64,
            suspect=(SUSPECT,),
        ),
        instrument=replace(instrument([f"--target={text}"]), environment={}),
        asked=shape.Asked(
            effort="standard",
            calls=None,
            seed=0,
            parts=(),
            replay=None,
            shard=None,
            pinned_readings={"bug-under-zdr": "five-years"} if pinned is None else pinned,
        ),
        selection=shape.Selection(
            selected=tuple(names),
            deselected=(shape.Deselected(rule=names[-1], reason=text, scenarios=1),),
        ),
        checks=found,
        readings_relied_on=readings(found),
        totals=totals(found),
        waivers=(),
        coherence=Coherence(incoherent=None, misdeclared=None, told=True),
        reliances=(),
        limits=(f"A pass means that no violation was found. {text}",),
    )


def check(name: str, text: str) -> parts.Check:
    """Return the result of one check, good or bad."""
    asked = name != "cloud-outbound-by-proxy"
    kind: parts.Kind = "rule" if name in load().rules else "agreement"
    scenarios = (scenario(name, text),) if asked else ()
    findings = [one.finding for one in scenarios if one.finding]
    return parts.Check(
        id=name,
        kind=kind,
        part="training",
        statement=text,
        modality=None,
        origin=None,
        sentences=(),
        reviewed=parts.Review(by=text, on="2026-01-01"),
        suspect=name == SUSPECT,
        grade=overall(kind, (one.grade for one in scenarios)),
        reason=None if asked else f"deselected: {text}",
        exposure=heaviest(one.exposure for one in findings),
        waiver=None,
        scenarios=scenarios,
    )


def scenario(check: str, text: str) -> parts.Scenario:
    """Return the result of one scenario."""
    grade = GRADES.get(check, Grade.CONFORMS)
    return parts.Scenario(
        name=f"a scenario of {check}, {text}",
        question="training",
        grade=grade,
        note=text if grade is Grade.INSUFFICIENT else "",
        failures=7 if grade in (Grade.VIOLATES, Grade.ERRORED) else 0,
        readings=(f"bug-redaction={text}", "bug-redaction=full-copy") * (grade is Grade.OPEN),
        population=parts.Population(
            asked=1234,
            distinct=1200,
            judged=1100,
            calls=1300,
            cells=96,
            cells_covered=96,
            edges=12,
            edges_covered=11,
            first_failure=0,
            grades={grade: 1100},
        ),
        finding=finding(check, text) if grade is Grade.VIOLATES else None,
    )


def finding(check: str, text: str) -> parts.Finding:
    """Return what was found wrong."""
    return parts.Finding(
        grade=Grade.VIOLATES,
        exposure=EXPOSURES[check],
        question="training",
        aspect=text,
        facts=(
            parts.Fact(name="plan", value="free", matters=True),
            parts.Fact(name="access", value="login", matters=False),
            parts.Fact(name=text, value=text, matters=True),
        ),
        said=text,
        permitted=("forbidden", text),
        rules=(check,),
        turns_on=(text,),
        detail=text,
        nearest=(parts.Change(name="plan", value=text),),
        nearest_answer=text,
        returned=text,
        replay=f"{check}:abc",
        command=f"pytest --target=impl --replay='{text}'",
    )


def write(place: Path, record: shape.Record) -> Path:
    """Write the evidence of a record into a folder, as a run does, and return the folder."""
    folder.replace_all(place, formats.files(record), formats.NAMES)
    return place
