"""Measuring one fault: which checks catch it, and after how many calls."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from datausage.grading.grades import Grade
from datausage.steps.scenarios import sharing
from datausage.strength.judging import by_question, by_rule, forgetful, judge

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Mapping

    from datausage.grading.budgets import Sharing
    from datausage.grading.planning import Plan
    from datausage.grading.results import Result
    from datausage.strength.planted import Fault
    from datausage.strength.weak_readings import Following

CAUGHT: Final = frozenset({Grade.VIOLATES, Grade.NONDETERMINISTIC})
"""The grades with which a mistake is noticed; anything else that fails is a defect of the suite."""


class UnexpectedGradeError(AssertionError):
    """A fault failed in another way than by a wrong answer: a defect of the suite itself."""


@dataclass(frozen=True, slots=True)
class Spend:
    """How much may be asked: as much as the standard effort does, or so many calls a question.

    Where a fault is ``untold``, nothing is asked because it was given away there before.
    """

    name: str
    calls: int | None = None
    untold: bool = False


STANDARD: Final = Spend("standard")
SPENDS: Final = (
    STANDARD,
    Spend("400", 400),
    Spend("64", 64),
    Spend("400-untold", 400, untold=True),
    Spend("64-untold", 64, untold=True),
)
FLOORS: Final = {"standard": 1.0, "400": 0.97, "64": 0.95, "400-untold": 0.95, "64-untold": 0.8}
"""The least share of runs that must catch their fault, by budget."""


SHARED: Final = sharing(by_rule())
"""Among how many scenarios each question's calls are shared: all of the specification."""

_PLANS: Final[dict[Hashable, Plan]] = {}
"""What is asked, by everything that decides it; faults do not."""


@dataclass(frozen=True, slots=True)
class Catch:
    """How one run caught a fault: by which check, in which direction, after how many calls.

    The calls are those that the target received about the question, up to and with the first
    situation in which something was wrong.
    """

    check: str
    direction: str
    calls: int


def caught(fault: Fault, seed: int, spend: Spend) -> Catch | None:
    """Put the scenarios of a fault's question to it, and return how it was caught, if it was.

    Args:
        fault: the planted fault.
        seed: decides in which order situations are asked, and which.
        spend: how much may be asked.

    Raises:
        UnexpectedGradeError: it failed in another way than by a wrong answer.
    """
    before = 0
    options: dict[str, Any] = {"seed": seed, "calls": spend.calls, "sharing": _shared()}
    # Those of the standard effort are too large to be kept, and soon made.
    options["plans"] = None if spend.calls is None else _PLANS
    options["untold"] = frozenset({fault.name}) if spend.untold else frozenset()
    with forgetful(), judge(fault.target, **options) as asked:
        for scenario in by_question()[fault.question]:
            result = asked.check(scenario)
            if _failed(result):
                _expect(result.grade in CAUGHT, result, f"{fault.name}, seed {seed}")
                return _catch(result, before)
            before += result.population.calls
    return None


@cache
def _shared() -> Mapping[str, Sharing]:
    return sharing(by_rule())


def _failed(result: Result) -> bool:
    return not result.passed and result.grade is not Grade.INSUFFICIENT


def _catch(result: Result, before: int) -> Catch:
    direction = result.finding.exposure if result.finding else None
    return Catch(
        result.rule, str(direction or result.grade), before + result.population.first_failure
    )


def _expect(fine: bool, result: Result, of: str) -> None:
    if not fine:
        raise UnexpectedGradeError(
            f"{of}: {result.scenario} of {result.rule} came out {result.grade} ({result.note})"
        )


def catching(fault: Fault) -> tuple[str, ...]:
    """Return all checks that catch a fault at standard effort, in the order of the features."""
    return _checks(fault.target, fault.question, CAUGHT)


def contesting(following: Following) -> tuple[str, ...]:
    """Return all checks that call the answers of a weak reading contested."""
    if following.question is None:
        return ()
    return _checks(following.target, following.question, {Grade.CONTESTED})


def _checks(
    prepare: Callable[[], object], question: str, wanted: Collection[Grade]
) -> tuple[str, ...]:
    found: dict[str, None] = {}
    with forgetful(), judge(prepare) as asked:
        for scenario in by_question()[question]:
            result = asked.check(scenario)
            if result.grade in wanted:
                found[result.rule] = None
            else:
                _expect(result.passed, result, question)
    return tuple(found)
