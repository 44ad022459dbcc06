"""The suite names each mistake of the careless example, and finds none in the faithful one."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from datausage.examples import careless, faithful
from datausage.grading.grades import Exposure, Grade
from datausage.grading.judge import Judge
from datausage.oracle.questions import QUESTIONS
from datausage.policy.edition import load
from datausage.steps.scenarios import scenarios
from datausage.targets.calling import Caller

if TYPE_CHECKING:
    from types import ModuleType

    from datausage.grading.results import Result

MISTAKES = {
    "Vertex is recognised by the base URL": "provider-vertex",
    "the opt-out of metrics is not looked for in the settings file": "settings-count",
    "metrics are on by default on Vertex": "cloud-providers-off",
    "the common switch forgets error reports": "umbrella-off",
    "DISABLE_BUG_COMMAND=0 undoes the common switch": "nothing-undoes-an-opt-out",
    "the opt-out of metrics silences error reports": "opt-out-is-its-own",
    "a shallow merge drops the user's settings": "handover-keeps-provider",
    "nobody can change a selection after the period": "choice-changeable",
    "the first selection is remembered for ever": "choice-latest-counts",
    "idle earlier sessions train": "training-previous-idle",
    "what was refused trains after a later consent": "training-refused-stays-out",
    "survey ratings train": "survey-never-trains",
    "any opt-in opens everything, also on Bedrock": "programme-not-through-cloud",
    "team users are treated like consumers": "training-commercial",
    "an opt-in on Bedrock or Vertex counts": "programme-first-party-only",
    "bug transcripts have the plan's period": "feedback-kept",
    "the zero-retention key is ignored": "retention-zero",
    "five years are five leap years": "presence-five-years",
    "the local cache is never cleaned by default": "local-cache-default",
    "the last prompt is recorded with the rating": "survey-only-rating",
    "an answer flips the training setting": "survey-leaves-setting",
    "a bug report is sent although disabled": "bug-opt-out-sends-nothing",
    "a public issue is always opened": "bug-issue-on-request",
    "a bug report lacks the code": "bug-full-history",
    "metrics hold paths": "metrics-no-paths",
    "error logs are stored unencrypted": "errors-protected",
    "the credential is in the sandbox": "cloud-credentials-stay-out",
    "pushes go around the proxy": "cloud-outbound-by-proxy",
    "the clone is left": "cloud-clone-deleted",
}


def _results(target: ModuleType) -> dict[str, list[Result]]:
    found: dict[str, list[Result]] = {}
    with closing(Caller(lambda: target)) as caller:
        judge = Judge(caller, caller.fresh, frozenset(QUESTIONS), load(), {}, effort="quick")
        for scenario in scenarios(load()):
            found.setdefault(scenario.rule, []).append(judge.check(scenario))
    return found


@pytest.fixture(scope="module")
def judged() -> dict[str, list[Result]]:
    return _results(careless)


@pytest.mark.parametrize(("mistake", "rule"), MISTAKES.items(), ids=list(MISTAKES))
def test_the_suite_names(mistake: str, rule: str, judged: dict[str, list[Result]]) -> None:
    assert Grade.VIOLATES in {result.grade for result in judged[rule]}


def test_most_mistakes_are_known_to_expose_data(judged: dict[str, list[Result]]) -> None:
    found = [r.finding for results in judged.values() for r in results if r.finding]
    exposing = [one for one in found if one.exposure is Exposure.EXPOSES]
    assert len(exposing) > len(found) / 2
    assert all(one.facts and one.said and one.permitted for one in found)


def test_nothing_is_found_in_the_faithful_implementation() -> None:
    grades = {r.grade for results in _results(faithful).values() for r in results}
    assert grades == {Grade.CONFORMS, Grade.OPEN}
