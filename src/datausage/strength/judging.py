"""Putting scenarios of the specification to a target, in process."""

from __future__ import annotations

from contextlib import ExitStack, closing, contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from hypothesis import settings

from datausage.grading.judge import Judge
from datausage.oracle.questions import QUESTIONS
from datausage.policy.edition import load
from datausage.steps.scenarios import AGREES, scenarios
from datausage.targets.calling import Caller

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from datausage.grading.results import Result
    from datausage.grading.summing import Scenario

__all__ = ["AGREES", "EDITION", "by_question", "by_rule", "checked", "forgetful", "judge"]

EDITION: Final = load()


@cache
def by_rule() -> Mapping[str, list[Scenario]]:
    """Return the scenarios of every rule and of every agreement, read once."""
    found: dict[str, list[Scenario]] = {}
    for scenario in scenarios(EDITION):
        found.setdefault(scenario.rule, []).append(scenario)
    return found


@cache
def by_question() -> Mapping[str, list[Scenario]]:
    """Return the scenarios about every question, in the order of the features."""
    found: dict[str, list[Scenario]] = {}
    for scenario in scenarios(EDITION):
        found.setdefault(scenario.expectation.question.name, []).append(scenario)
    return found


@contextmanager
def judge(
    prepare: Callable[[], object], *, timeout: float = 5.0, **options: Any
) -> Iterator[Judge]:
    """Give a judge of a target, and let go of every instance of it afterwards."""
    with ExitStack() as stack:
        first = stack.enter_context(closing(Caller(prepare, timeout=timeout)))

        def fresh() -> Caller:
            return stack.enter_context(closing(first.fresh()))

        yield Judge(first, fresh, frozenset(QUESTIONS), EDITION, {}, **options)


def checked(
    prepare: Callable[[], object], wanted: Iterable[Scenario], **options: Any
) -> list[Result]:
    """Put scenarios to a target up to the first that fails, and return the results."""
    results: list[Result] = []
    with judge(prepare, **options) as asked:
        for scenario in wanted:
            results.append(asked.check(scenario))
            if not results[-1].passed:
                break
    return results


@contextmanager
def forgetful() -> Iterator[None]:
    """Let searches neither remember an earlier run nor leave anything behind for a later one."""
    before = settings.get_current_profile_name()
    settings.register_profile("datausage-strength", database=None)
    settings.load_profile("datausage-strength")
    try:
        yield
    finally:
        settings.load_profile(before)
