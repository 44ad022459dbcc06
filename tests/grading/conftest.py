"""Made-up verdicts, made-up targets, and a judge for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import pytest

from datausage.grading.asking import Expectation
from datausage.grading.judge import Judge
from datausage.grading.summing import Scenario
from datausage.oracle.aspects import Aspect
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.rulings import SILENT, Ruling, ruled
from datausage.oracle.verdicts import verdict
from datausage.policy.edition import Edition, OpenPoint, Reading, load
from datausage.targets.calling import Caller

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from datausage.oracle.rulings import ReadPolicy
    from datausage.oracle.verdicts import Verdict
    from datausage.universe.spaces import Value

VALUES = ("low", "middle", "high")


class VerdictOf(Protocol):
    """Makes a verdict of what each reading permits."""

    def __call__(self, weak: str = "", **readings: str | None) -> Verdict:
        """Return it; answers are words, None is silence, ``weak`` names the weak readings."""


class JudgeOf(Protocol):
    """Makes a judge of a target."""

    def __call__(self, make: Callable[[], object], *offered: str, **options: Any) -> Judge:
        """Return it; without ``offered``, all questions are."""


class ScenarioOf(Protocol):
    """Makes a scenario about an aspect of a question."""

    def __call__(
        self,
        question: str,
        given: dict[str, tuple[Value, ...]] | None = None,
        states: str = "",
        floor: int = 1,
        aspects: str = "",
    ) -> Scenario:
        """Return it; without ``states``, any answer that the reference permits will do."""


@pytest.fixture
def aspect() -> Aspect:
    """Return an aspect with three answers, from the one that exposes least."""
    return Aspect("exposure", "how much is exposed", VALUES, lambda situation, policy: SILENT)


@pytest.fixture
def verdict_of(aspect: Aspect) -> VerdictOf:
    """Return the function that makes verdicts."""

    def make(weak: str = "", **readings: str | None) -> Verdict:
        means = tuple(Reading(name, name in weak.split(), "") for name in readings)
        point = OpenPoint("point", "part", "gap", "?", (), means)
        edition = Edition("made up", "", (), {}, {"point": point})

        def rule(situation: Any, policy: ReadPolicy) -> Ruling:
            words = readings[policy.reading("point")]
            return SILENT if words is None else ruled(frozenset(words.split()), "rule")

        judged = Aspect(aspect.name, aspect.title, aspect.values, rule)
        return verdict(judged, None, edition)

    return make


@pytest.fixture
def judge_of() -> Iterator[JudgeOf]:
    """Return the function that makes judges, and let their targets go in the end."""
    callers: list[Caller] = []

    def make(target: Callable[[], object], *offered: str, **options: Any) -> Judge:
        caller = Caller(target)
        callers.append(caller)
        options = {"edition": load(), "pins": {}, **options}
        return Judge(caller, caller.fresh, frozenset(offered or QUESTIONS), **options)

    yield make
    for caller in callers:
        caller.close()


@pytest.fixture
def scenario_of() -> ScenarioOf:
    """Return the function that makes scenarios."""

    def make(
        question: str,
        given: dict[str, tuple[Value, ...]] | None = None,
        states: str = "",
        floor: int = 1,
        aspects: str = "",
    ) -> Scenario:
        asked = QUESTIONS[question]
        names = aspects.split() or [aspect.name for aspect in asked.aspects]
        answers = frozenset(states.split()) if states else None
        expectation = Expectation(asked, tuple(asked.aspect(name) for name in names), answers)
        return Scenario("rule", "part", "scenario", given or {}, expectation, floor)

    return make
