"""What can be waived, by the installed features: scenarios with their questions, and services."""

from __future__ import annotations

from functools import cache

from datausage.evidence.specification import specification
from datausage.policy.waivers import Checked


@cache
def waivable(edition: str) -> Checked:
    """Return the questions of all checks by scenario, and the services by question."""
    # Steps bring pytest-bdd with them; only who waives something needs this.
    from datausage.steps.scenarios import questions, services  # noqa: PLC0415

    found: dict[str, dict[str, str]] = {}
    for one, question in zip(specification(edition).scenarios, questions(), strict=True):
        found.setdefault(one.check, {})[one.name] = question
    return Checked(found, services())
