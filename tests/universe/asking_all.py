"""A script: has the oracle judge all that standard effort plans, to see which of its code runs.

Each question is asked over its whole universe, as its agreement asks; the scenarios ask within it.
The answers are those of the bundled examples, and some of a wrong form.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from datausage.examples import careless, faithful
from datausage.grading.budgets import EFFORTS
from datausage.grading.planning import Manner, planned
from datausage.oracle import canaries
from datausage.oracle.aspects import MalformedAnswerError
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.verdicts import Oracle, verdict
from datausage.policy.edition import load
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

CARELESS = 400
"""Of how many situations of each question the careless example is asked, too."""

EVENT = {"event": "clone"}
REPORT = {"sent": True, "payload": b"text", "in_transit": "tls", "at_rest": "none"}
RECORD = {"rating": 1, "fields": {"recorded_at": "today"}, "setting": True}
NESTED: list[Any] = []
for _ in range(20):
    NESTED = [NESTED]


class _Unwritable:
    def __repr__(self) -> str:
        raise RuntimeError


MALFORMED: dict[str, list[object]] = {
    "training": ["yes", None, _Unwritable(), "long" * 100],
    "survey_record": [{}, {**RECORD, "rating": 1.5}, {**RECORD, "fields": None}, object()],
    "cloud_session": ["clone", [EVENT] * 10_001, [{"event": 1}], ["clone"]],
    "metrics_event": [NESTED, datetime.now(UTC), "long" * canaries.LENGTH],
    "bug_report": [{**REPORT, "sent": "yes"}, {**REPORT, "issue_opened": 1}],
    "environment": [
        {"environment": {"A": 1}, "settings": {}},
        {"environment": {}, "settings": {"env": []}},
        {"environment": {}},
    ],
}
STRANGE: dict[str, list[object]] = {
    "training": ["undetermined"],
    "survey_record": [RECORD],
    "cloud_session": [[{**EVENT, "via": "security-proxy"}, {"event": "tool", "via": "none"}]],
    "bug_report": [
        {**REPORT, "issue_opened": False},
        {**REPORT, "payload": [None], "issue_opened": False},
    ],
    "environment": [
        {"environment": {}, "settings": {}},
        {"environment": {"DISABLE_TELEMETRY": "1"}, "settings": {}},
    ],
}


def ask(name: str, oracle: Oracle) -> None:
    question, universe = QUESTIONS[name], Universe(SPACES[name])
    plan = planned(universe, EFFORTS["standard"], Manner(False, name, 0, lambda _: None))
    points = [point for chunk in plan.chunks() for point in chunk]
    for number, point in enumerate(points):
        for target in (faithful, careless) if number < CARELESS else (faithful,):
            arguments = universe.space.situation(point)
            asked = {key: getattr(arguments, key) for key in question.arguments}
            judge(name, universe.space.situation(point), getattr(target, name)(**asked), oracle)
    first = universe.space.situation(points[0])
    last = question.aspect(question.aspects[-1].name)
    if question.is_decision:
        _ = verdict(last, first, oracle.edition).determined
    for answer in STRANGE.get(name, ()):
        judge(name, universe.space.situation(points[0]), answer, oracle)
    for answer in MALFORMED.get(name, ()):
        refuse(name, universe.space.situation(points[0]), answer, oracle)


def judge(name: str, situation: Any, answer: object, oracle: Oracle) -> None:
    question = QUESTIONS[name]
    said = question.observe(situation, answer)
    judged = question.subject(situation, answer) if question.subject else situation
    aspects = question.aspects
    for aspect, found in zip(aspects, oracle.verdicts(aspects, judged), strict=True):
        _ = found.turns_on, found.supporting(said[aspect.name])


def refuse(name: str, situation: Any, answer: object, oracle: Oracle) -> None:
    try:
        judge(name, situation, answer, oracle)
    except MalformedAnswerError:
        return
    raise AssertionError(name)


if __name__ == "__main__":
    reference = Oracle(load())
    for asked_about in QUESTIONS:
        ask(asked_about, reference)
