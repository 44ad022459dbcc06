"""The messages of Cucumber are complete, honest about every step, and harmless in their page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from datausage.evidence.cucumber import cucumber
from datausage.evidence.cucumber_page import cucumber_page
from datausage.evidence.specification import feature_files, specification
from datausage.grading.grades import Grade
from datausage.grading.results import Population
from datausage.policy.edition import FIRST_EDITION

from .building import FAILING, HOSTILE, SOME, hostile, names, record, result

if TYPE_CHECKING:
    from datausage.evidence.record import Record


def _messages(made: Record) -> list[dict[str, Any]]:
    return [json.loads(line) for line in cucumber(made).splitlines()]


def _of(kind: str, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [message[kind] for message in messages if kind in message]


def _statuses(made: Record, scenario: str) -> list[str]:
    """Return the statuses of the steps of a scenario, as a tool of Cucumber would find them."""
    messages = _messages(made)
    rows = [p for p in _of("pickle", messages) if p["id"] == _pickle(scenario)]
    (case,) = (c for c in _of("testCase", messages) if c["pickleId"] == rows[0]["id"])
    (started,) = (s for s in _of("testCaseStarted", messages) if s["testCaseId"] == case["id"])
    done = {
        f["testStepId"]: f["testStepResult"]["status"]
        for f in _of("testStepFinished", messages)
        if f["testCaseStartedId"] == started["id"]
    }
    return [done[step["id"]] for step in case["testSteps"]]


def _pickle(scenario: str) -> str:
    (found,) = (o.pickle for o in specification(FIRST_EDITION).scenarios if o.name == scenario)
    return found


def test_every_feature_is_there_with_source_document_and_all_tags() -> None:
    messages = _messages(record())
    assert [one["uri"] for one in _of("source", messages)] == list(feature_files())
    assert len(_of("gherkinDocument", messages)) == len(feature_files())
    assert all(pickle["tags"] for pickle in _of("pickle", messages))
    assert not _of("parseError", messages)


def test_the_order_is_that_of_a_run() -> None:
    kinds = [next(iter(message)) for message in _messages(record())]
    assert kinds[0] == "meta"
    assert kinds[-1] == "testRunFinished"
    run = [kind for kind in kinds if kind.startswith("test")]
    assert run[0] == "testRunStarted"
    assert run.index("testCaseStarted") > max(i for i, k in enumerate(run) if k == "testCase")


def test_only_what_ran_has_a_case_and_ids_are_never_used_twice() -> None:
    messages = _messages(record(FAILING, exit_code=1))
    assert len(_of("testCase", messages)) == len(FAILING)
    ids = [
        found["id"]
        for kind in ("pickle", "testCase", "testCaseStarted", "testRunStarted")
        for found in _of(kind, messages)
    ]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("grade", "last"),
    [
        (Grade.CONFORMS, "PASSED"),
        (Grade.OPEN, "PASSED"),
        (Grade.CONTESTED, "PASSED"),
        (Grade.NOT_OFFERED, "SKIPPED"),
        (Grade.UNJUDGED, "SKIPPED"),
        (Grade.INSUFFICIENT, "FAILED"),
        (Grade.INCOMPLETE, "FAILED"),
        (Grade.NONDETERMINISTIC, "FAILED"),
        (Grade.ERRORED, "FAILED"),
        (Grade.VIOLATES, "FAILED"),
    ],
)
def test_a_step_that_decides_has_the_status_of_its_grade(grade: Grade, last: str) -> None:
    made = record([result("metrics-default", grade, "on")], exit_code=1)
    *given, then = _statuses(made, names("metrics-default")[0])
    assert then == last
    assert set(given) == {"PASSED"}


def test_of_a_scenario_that_broke_down_nobody_says_that_steps_passed() -> None:
    broken = replace(result("metrics-default", Grade.ERRORED), finding=None, failures=0)
    broken = replace(broken, population=Population(), note="the scenario broke down in call")
    *given, then = _statuses(record([broken], exit_code=1), names("metrics-default")[0])
    assert then == "FAILED"
    assert set(given) == {"UNKNOWN"}


def test_times_are_those_of_the_record() -> None:
    messages = _messages(record())
    assert _of("testRunStarted", messages)[0]["timestamp"] == {"seconds": 1763805600, "nanos": 0}
    assert _of("testRunFinished", messages)[0]["timestamp"]["seconds"] == 1763805607
    assert _of("testRunFinished", messages)[0]["success"] is True


def test_the_same_record_makes_the_same_messages() -> None:
    assert cucumber(record(SOME)) == cucumber(record(SOME))


# --- the page


def test_the_page_needs_nothing_else() -> None:
    page = cucumber_page(record()).decode()
    assert "{{" not in re.sub(r"(?s)<script>.*?</script>", "", page)
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=(?![\"']data:)", page)
    assert "default-src 'none'" in page
    assert "@import" not in page
    assert "url(http" not in page


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_that_a_target_says_ends_the_script(text: str) -> None:
    usual, made = (cucumber_page(one).decode() for one in (hostile("on"), hostile(text)))
    for mark in ("<script", "</script", "<!--", "<img", "<details"):
        assert made.lower().count(mark) == usual.lower().count(mark), mark
    found = re.search(r"window\.CUCUMBER_MESSAGES = \[(.*)\];", made)
    assert found
    assert "<" not in found[1]
    assert len(json.loads(f"[{found[1]}]".replace("\\x3C", "<"))) == len(_messages(hostile(text)))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_in_a_message_acts_on_who_shows_it(text: str) -> None:
    for one in _of("testStepFinished", _messages(hostile(text))):
        message = one["testStepResult"].get("message", "")
        assert all(char.isprintable() or char == "\n" for char in message)
