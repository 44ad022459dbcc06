"""Then: each outcome is put to the target, for all situations of the narrowed universe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_bdd import then

from datausage.steps.phrases import outcome
from datausage.steps.scenarios import scenario
from datausage.steps.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from datausage.grading.judge import Judge
    from datausage.grading.results import Result
    from datausage.steps.given import Narrowing


@then(Vocabulary("an outcome", outcome))
def _then(
    request: pytest.FixtureRequest,
    narrowing: Narrowing,
    judge: Judge,
    record: Callable[[Result], None],
    phrase: str,
) -> None:
    node: Any = request.node
    record(judge.check(scenario(node.name, node.tags, narrowing, outcome(phrase), judge.edition)))
