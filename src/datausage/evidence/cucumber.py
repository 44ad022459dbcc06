"""The messages of Cucumber: the specification as its tools read it, and what came of each step."""

from __future__ import annotations

import json
import re
from datetime import datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from datausage.evidence.describing import described
from datausage.evidence.outcome import Outcome, outcome
from datausage.evidence.specification import specification
from datausage.evidence.waived import covered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from datausage.evidence.checks import Check, Scenario
    from datausage.evidence.record import Record
    from datausage.evidence.specification import Specified

FILE = "cucumber.ndjson"
_PROTOCOL = "34.2.1"
_RUN = "run"
_PARSER, _ANY = "gherkin-official", "*"
# The run does not measure its steps, and a record has no machine in it.
_NO_TIME = {"seconds": 0, "nanos": 0}
_NOT_RECORDED = {"name": "not recorded"}


def cucumber(record: Record) -> bytes:
    """Return the messages about a run, one on each line."""
    return b"".join(map(_line, messages(record)))


def other_parser(made: bytes, record: Record) -> bool:
    """Say whether messages are told to be made with another version of the parser."""
    before, after = _line({"meta": _meta(record, _ANY)}).split(_ANY.encode())
    line = re.compile(re.escape(before) + rb"([0-9A-Za-z.+]{1,30})" + re.escape(after))
    found = line.match(made)
    return found is not None and found[1] != version(_PARSER).encode()


def messages(record: Record) -> Iterator[dict[str, Any]]:
    """Yield the messages about a run, in the order in which Cucumber has them.

    A scenario that did not run has no test case; so it is shown as neither passed nor skipped.
    """
    found = specification(record.policy.edition)
    began = _moment(record.run.started)
    ended = _moment(record.run.finished) if record.run.finished else began
    yield {"meta": _meta(record, version(_PARSER))}
    yield from map(dict, found.messages)
    yield {"testRunStarted": {"id": _RUN, "timestamp": began}}
    results = {s.name: (check, s) for check in record.checks for s in check.scenarios}
    by = covered(record)
    ran = [(one, *results[one.name]) for one in found.scenarios if one.name in results]
    for one, _, _ in ran:
        yield {"testCase": _case(one)}
    for one, check, scenario in ran:
        yield from _executed(one, check, scenario, began, by.get(scenario.name, ""))
    finished = {"timestamp": ended, "success": record.run.passed, "testRunStartedId": _RUN}
    yield {"testRunFinished": {**finished, "message": record.run.conclusion}}


def _line(message: dict[str, Any]) -> bytes:
    return f"{json.dumps(message, separators=(',', ':'))}\n".encode("ascii")


def _meta(record: Record, parser: str) -> dict[str, Any]:
    return {
        "protocolVersion": _PROTOCOL,
        "implementation": {
            "name": "datausage",
            "version": f"{record.instrument.datausage}, {_PARSER} {parser}",
        },
        "runtime": {"name": "CPython", "version": record.instrument.python},
        "os": _NOT_RECORDED,
        "cpu": _NOT_RECORDED,
    }


def _case(one: Specified) -> dict[str, Any]:
    steps = [
        {
            "id": _step(step.id),
            "pickleStepId": step.id,
            "stepDefinitionIds": [],
            "stepMatchArgumentsLists": [],
        }
        for step in one.steps
    ]
    named = {"id": f"case-{one.pickle}", "pickleId": one.pickle, "testRunStartedId": _RUN}
    return {**named, "testSteps": steps}


def _executed(
    one: Specified, check: Check, scenario: Scenario, when: dict[str, int], waived: str
) -> Iterator[dict[str, Any]]:
    started = f"started-{one.pickle}"
    about = {"id": started, "testCaseId": f"case-{one.pickle}", "attempt": 0}
    yield {"testCaseStarted": {**about, "timestamp": when}}
    for step in one.steps:
        at = {"testCaseStartedId": started, "testStepId": _step(step.id), "timestamp": when}
        yield {"testStepStarted": at}
        result = _result(check, scenario, waived, decides=step.decides)
        yield {"testStepFinished": {**at, "testStepResult": result}}
    ended = {"testCaseStartedId": started, "timestamp": when, "willBeRetried": False}
    yield {"testCaseFinished": ended}


def _result(check: Check, scenario: Scenario, waived: str, *, decides: bool) -> dict[str, Any]:
    """Return what came of a step: one that only narrows what is asked about never fails."""
    came_to = Outcome.SKIPPED if waived else outcome(scenario.grade)
    if not decides:
        # Where a scenario broke down nobody has noted in which step.
        broken = came_to is Outcome.FAILED and not scenario.population.asked
        return {"duration": _NO_TIME, "status": "UNKNOWN" if broken else "PASSED"}
    status = {"duration": _NO_TIME, "status": came_to.name}
    if came_to is Outcome.PASSED:
        return status
    said = described(check, scenario)
    return {**status, "message": f"{waived}\n{said}" if waived else said}


def _step(pickle_step: str) -> str:
    return f"step-{pickle_step}"


def _moment(text: str) -> dict[str, int]:
    return {"seconds": int(datetime.fromisoformat(text).timestamp()), "nanos": 0}
