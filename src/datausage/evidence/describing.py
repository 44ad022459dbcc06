"""A finding in lines of text, for formats that have no better form for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datausage.evidence.outcome import summed_up
from datausage.evidence.visible import inert, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from datausage.evidence.checks import Check, Finding, Scenario

_LONG, _LONGEST = 600, 4_000
_MOST = 20


def described(check: Check, scenario: Scenario) -> str:
    """Return what is to be said of a scenario that did not pass; nothing in it acts on anything."""
    return "\n".join(_lines(check, scenario))


def _lines(check: Check, scenario: Scenario) -> Iterator[str]:
    yield shown(summed_up(check, scenario), _LONGEST)
    if check.statement:
        yield shown(check.statement, _LONGEST)
    if scenario.finding:
        yield from _finding(scenario.finding)
        yield f"Found in {scenario.failures} of {scenario.population.judged} situations judged."
    if scenario.note:
        yield shown(scenario.note, _LONGEST)
    if scenario.finding and scenario.finding.command:
        yield f"Ask this again: {inert(scenario.finding.command, _LONGEST)}"


def _finding(finding: Finding) -> Iterator[str]:
    if finding.facts:
        yield "In the plainest such situation (* marks what matters):"
    for fact in finding.facts:
        yield f"  {'*' if fact.matters else ' '} {shown(fact.name)} = {shown(fact.value, _LONG)}"
    yield f"Asked: {shown(finding.question, _LONG)}"
    if finding.permitted:
        yield f"The policy permits: {shown(', '.join(finding.permitted), _LONG)}"
    for words, text in (
        ("The target said", finding.said),
        ("It returned", finding.returned),
        ("What happened", finding.detail),
    ):
        if text:
            yield f"{words}: {shown(text, _LONG)}"
    if finding.nearest:
        changes = (
            f"{shown(one.name)} = {shown(one.value, _LONG)}" for one in finding.nearest[:_MOST]
        )
        yield f"All is well with: {' and '.join(changes)}"
