"""Properties of our cases in a report of JUnit that the host has pytest write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datausage.grading.grades import worst

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest

    from datausage.grading.results import Result
    from datausage.session.reviewing import Reviews


def add(item: pytest.Item, results: Sequence[Result], reviews: Reviews) -> None:
    """Add rule, grade and how much was asked, where such a report is written."""
    if not results or not getattr(item.config.option, "xmlpath", None):
        return
    rules = dict.fromkeys(result.rule for result in results)
    item.user_properties += [
        ("rule", ", ".join(rules)),
        ("grade", str(worst(result.grade for result in results))),
        ("asked", str(sum(result.population.asked for result in results))),
        *(("suspect", against) for rule in rules if (against := reviews.against(rule))),
    ]
