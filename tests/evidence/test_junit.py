"""The report of JUnit is well formed and says what the record says, whatever a target says."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from datausage.evidence.junit import junit

from .building import FAILING, HOSTILE, hostile, record

if TYPE_CHECKING:
    from datausage.evidence.record import Record


def _parsed(data: bytes) -> ET.Element:
    return ET.fromstring(data)  # noqa: S314 - it is what we have written


def _cases(made: Record) -> dict[str, ET.Element]:
    return {case.attrib["name"]: case for case in _parsed(junit(made)).iter("testcase")}


def _properties(owner: ET.Element) -> dict[str, str]:
    found = owner.findall("properties/property")
    return {one.attrib["name"]: one.attrib["value"] for one in found}


def test_every_scenario_is_a_case_with_its_rule_and_grade() -> None:
    made = record(FAILING, exit_code=1)
    cases = _cases(made)
    for check in made.checks:
        for scenario in check.scenarios:
            told = _properties(cases[scenario.name])
            assert told["rule"] == check.id
            assert told["grade"] == scenario.grade
            assert told["asked"] == str(scenario.population.asked)
    assert len(cases) == len(FAILING)


def test_failures_have_a_text_and_what_was_not_judged_is_skipped() -> None:
    root = _parsed(junit(record(FAILING, exit_code=1)))
    (suite,) = root
    counts = {name: suite.attrib[name] for name in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": "6", "failures": "1", "errors": "0", "skipped": "1"}
    (failure,) = root.iter("failure")
    assert failure.attrib["message"] == "errors-default is violated, and data is exposed"
    assert "Ask this again: pytest --target=impl --replay=" in (failure.text or "")
    assert len(list(root.iter("skipped"))) == 1


def test_the_suite_has_edition_and_digests() -> None:
    made = record()
    told = _properties(_parsed(junit(made))[0])
    assert told["edition"] == made.policy.edition
    assert told["rules_sha256"] == made.policy.rules_sha256
    assert told["features_sha256"] == made.instrument.features_sha256
    assert told["target_sha256"] == "a" * 64
    assert told["passed"] == "true"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_that_a_target_says_breaks_out(text: str) -> None:
    made = hostile(text)
    root = _parsed(junit(made))
    assert {element.tag for element in root.iter()} == {
        "testsuites", "testsuite", "properties", "property", "testcase", "failure", "skipped",
    }  # fmt: skip
    assert len(_cases(made)) == 4
    for element in root.iter():
        for value in (*element.attrib.values(), (element.text or "").strip()):
            assert all(char.isprintable() or char == "\n" for char in value)


def test_a_long_text_is_cut() -> None:
    assert len(junit(hostile("x" * 1_000_000))) < 100_000
