"""The format of JUnit, which every CI reads: one suite, and one case for each scenario."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from datausage.evidence.coherence import clashes, lines, sentence
from datausage.evidence.describing import described
from datausage.evidence.outcome import Outcome, came_to, summed_up
from datausage.evidence.reviewed import label
from datausage.evidence.visible import shown
from datausage.evidence.waived import covered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.evidence.checks import Check, Scenario
    from datausage.evidence.record import Record

FILE = "junit.xml"
_SUITE = "datausage"
_LONGEST = 4_000


def junit(record: Record) -> bytes:
    """Return the record as a report of JUnit; what XML cannot hold is escaped."""
    cases = [(check, scenario) for check in record.checks for scenario in check.scenarios]
    by = covered(record)
    counts = Counter(came_to(scenario, by) for _, scenario in cases)
    whole = clashes(record)
    numbers = {
        "tests": len(cases) + len(whole),
        "failures": counts[Outcome.FAILED] + len(whole),
        "errors": 0,
        "skipped": counts[Outcome.SKIPPED],
    }
    root = _element("testsuites", name=_SUITE, **numbers)
    # A place in time as the format has it: without an offset.
    started = record.run.started[: len("2025-10-27T00:00:00")]
    suite = _element("testsuite", root, name=_SUITE, timestamp=started, time=0, **numbers)
    _properties(suite, _about(record))
    for check, scenario in cases:
        _case(suite, check, scenario, by)
    for grade, clash in whole.items():
        case = _element("testcase", suite, classname="policy.whole-run", name=grade, time=0)
        failure = _element("failure", case, message=sentence(grade, clash), type=grade)
        asked = (f"Ask this again: {command}" for command in clash.commands)
        failure.text = "\n".join(shown(line, _LONGEST) for line in [*lines(clash), *asked])
    indent(root, " ")
    text: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _about(record: Record) -> Mapping[str, object]:
    policy, instrument, subject = record.policy, record.instrument, record.subject
    pins, seen = record.asked.pinned_readings.items(), record.watched
    return {
        "complete": str(record.complete).lower(),
        "passed": str(record.run.passed).lower(),
        "conclusion": record.run.conclusion,
        "target": subject.reference,
        "target_sha256": subject.digest.sha256 if subject.digest else "none",
        "edition": policy.edition,
        "sentences_sha256": policy.sentences_sha256,
        "rules_sha256": policy.rules_sha256,
        "points_sha256": policy.points_sha256,
        "datausage": instrument.datausage,
        "features_sha256": instrument.features_sha256,
        "oracle_sha256": instrument.oracle_sha256,
        "effort": record.asked.effort,
        "pinned_readings": ", ".join(f"{point}={reading}" for point, reading in pins) or "none",
        **({"runs": seen.runs, "unclassified": seen.unclassified} if seen else {}),
    }


def _case(suite: Element, check: Check, scenario: Scenario, by: Mapping[str, str]) -> None:
    case = _element("testcase", suite, classname=f"policy.{check.part}", name=scenario.name, time=0)
    exposure = scenario.finding.exposure if scenario.finding else None
    _properties(
        case,
        {
            "rule": check.id,
            "grade": scenario.grade,
            "exposure": exposure or "none",
            "asked": scenario.population.asked,
            **({"suspect": label(check)} if check.suspect else {}),
            **({"waiver": by[scenario.name]} if scenario.name in by else {}),
        },
    )
    what = came_to(scenario, by)
    if what is Outcome.FAILED:
        message = summed_up(check, scenario)
        failure = _element("failure", case, message=message, type=scenario.grade)
        failure.text = described(check, scenario)
    elif what is Outcome.SKIPPED:
        usual = scenario.note or f"{scenario.question}: {scenario.grade}"
        waived = f"{by[scenario.name]}: {summed_up(check, scenario)}" if scenario.name in by else ""
        _element("skipped", case, message=waived or usual)


def _properties(owner: Element, values: Mapping[str, object]) -> None:
    properties = SubElement(owner, "properties")
    for name, value in values.items():
        _element("property", properties, name=name, value=value)


def _element(tag: str, parent: Element | None = None, /, **attributes: object) -> Element:
    plain = {name: shown(str(value), _LONGEST) for name, value in attributes.items()}
    return Element(tag, plain) if parent is None else SubElement(parent, tag, plain)
