"""A finding in lines of text, for formats that have no better form for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datausage.evidence.outcome import summed_up
from datausage.evidence.visible import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from datausage.evidence.checks import Check, Finding, Scenario

_LONG, _LONGEST = 600, 4_000


def described(check: Check, scenario: Scenario) -> str:
    """Return what is to be said of a scenario that did not pass; nothing in it acts on anything."""
    lines = [summed_up(check, scenario)]
    if check.statement:
        lines.append(check.statement)
    if scenario.finding:
        lines += _finding(scenario.finding)
        lines.append(
            f"Found in {scenario.failures} of {scenario.population.judged} situations judged."
        )
    if scenario.note:
        lines.append(scenario.note)
    if scenario.finding and scenario.finding.command:
        lines.append(f"Ask this again: {scenario.finding.command}")
    return "\n".join(shown(line, _LONGEST) for line in lines)


def _finding(finding: Finding) -> Iterator[str]:
    if finding.facts:
        yield "In the plainest such situation (* marks what matters):"
    for fact in finding.facts:
        yield f"  {'*' if fact.matters else ' '} {shown(fact.name)} = {shown(fact.value, _LONG)}"
    yield f"Asked: {finding.question}"
    if finding.permitted:
        yield f"The policy permits: {', '.join(finding.permitted)}"
    for words, text in (
        ("The target said", finding.said),
        ("It returned", finding.returned),
        ("What happened", finding.detail),
    ):
        if text:
            yield f"{words}: {shown(text, _LONG)}"
    if finding.nearest:
        changes = (f"{shown(one.name)} = {shown(one.value, _LONG)}" for one in finding.nearest)
        yield f"All is well with: {' and '.join(changes)}"
