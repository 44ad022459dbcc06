"""From what the steps of a scenario recorded to the outcome of a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from datausage.grading.grades import Grade, fails
from datausage.session.violations import described
from datausage.session.waiving import reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from datausage.grading.results import Result
    from datausage.session.setting_up import Setup


def conclude(results: Sequence[Result], setup: Setup) -> None:
    """Fail or skip the running test where its results are not all passed.

    Where nothing was judged there is nothing to pass, either.
    """
    if not results:
        pytest.fail("the scenario came to its end without checking anything", pytrace=False)
    failed = [result for result in results if fails(result.grade)]
    covered = {r.scenario: setup.waivers.covering(r) for r in failed} if setup.waivers else {}
    wrong = [result for result in failed if not covered.get(result.scenario)]
    if wrong:
        pytest.fail("\n\n".join(described(result, setup) for result in wrong), pytrace=False)
    if failed:
        pytest.skip("; ".join(dict.fromkeys(map(reason, covered.values()))))
    absent = [result.question for result in results if result.grade is Grade.NOT_OFFERED]
    if absent:
        pytest.skip(f"{', '.join(dict.fromkeys(absent))} is not offered")
    if all(result.grade is Grade.UNJUDGED for result in results):
        pytest.skip(results[0].note or "the policy says nothing about what was asked")
