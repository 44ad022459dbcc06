"""The results of scenarios that broke down before they had one: nothing is left out silently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datausage.grading.grades import Grade
from datausage.grading.results import Population, Result
from datausage.session import selection
from datausage.session.stash import SETUP

if TYPE_CHECKING:
    import pytest

    from datausage.session.collection import Scenario


def broken_down(item: Scenario, report: pytest.TestReport) -> list[Result]:
    """Return a result for every rule of a scenario that broke down before it had one."""
    edition = item.config.stash[SETUP].edition
    return [
        Result(
            rule=rule,
            part=edition.rules[rule].part if rule in edition.rules else item.stem,
            scenario=item.name,
            question=edition.rules[rule].question if rule in edition.rules else "",
            grade=Grade.ERRORED,
            population=Population(),
            note=f"the scenario broke down in {report.when}",
        )
        for rule in selection.rules_of(item, edition)
    ]
