"""The statement has the fields that in-toto asks for, and warns where a reading decides."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from datausage.evidence.digests import digest
from datausage.evidence.statement import statement
from datausage.grading.grades import Grade

from .building import FAILING, HOSTILE, SOME, hostile, record, result

if TYPE_CHECKING:
    from datausage.evidence.record import Record

FILES = {"b.txt": b"b", "a.txt": b"a"}


def _made(one: Record) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(statement(one, FILES))
    return found


def test_it_is_a_statement_about_a_test_result() -> None:
    made = _made(record())
    assert list(made) == ["_type", "subject", "predicateType", "predicate"]
    assert made["_type"] == "https://in-toto.io/Statement/v1"
    assert made["predicateType"] == "https://in-toto.io/attestation/test-result/v0.1"
    lists = {"passedTests", "warnedTests", "failedTests"}
    assert set(made["predicate"]) == {"result", "configuration"} | lists


def test_its_subjects_are_the_target_and_the_files() -> None:
    subjects = {one["name"]: one["digest"] for one in _made(record())["subject"]}
    assert subjects == {
        "target/impl": {"sha256": "a" * 64},
        "a.txt": {"sha256": digest(b"a")},
        "b.txt": {"sha256": digest(b"b")},
    }


def test_its_configuration_names_specification_reference_and_edition() -> None:
    found = _made(record())["predicate"]["configuration"]
    assert len(found) == 5
    assert all(len(one["digest"]["sha256"]) == 64 and one["name"] for one in found)


@pytest.mark.parametrize(
    ("results", "exit_code", "expected"),
    [
        ([result("metrics-default")], 0, "PASSED"),
        (SOME, 0, "WARNED"),
        ([result("metrics-default", Grade.CONTESTED)], 0, "WARNED"),
        (FAILING, 1, "FAILED"),
        (SOME, 1, "FAILED"),
        (SOME, 5, "FAILED"),
    ],
)
def test_its_result_is_one_of_three(results: Any, exit_code: int, expected: str) -> None:
    assert _made(record(results, exit_code=exit_code))["predicate"]["result"] == expected


def test_a_run_that_was_broken_off_has_failed() -> None:
    assert _made(record(complete=False))["predicate"]["result"] == "FAILED"


def test_what_was_not_judged_has_neither_passed_nor_failed() -> None:
    found = _made(record(FAILING, exit_code=1))["predicate"]
    assert found["passedTests"] == ["metrics-default", "agrees-traffic", "consistent-opt-outs"]
    assert found["warnedTests"] == ["umbrella-off"]
    assert found["failedTests"] == ["errors-default"]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_it_is_plain_ascii_whatever_a_target_says(text: str) -> None:
    made = statement(hostile(text), FILES)
    assert made.isascii()
    assert json.loads(made)["subject"][0]["name"] == f"target/{text}"
