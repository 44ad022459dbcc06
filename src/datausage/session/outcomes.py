"""Side by side: the rules that came out differently, with the plainest situation that tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from datausage.session.escaping import shown
from datausage.session.folding import folded, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from datausage.grading.results import Finding
    from datausage.session.sides import Side
    from datausage.session.tally import Tally

MOST: Final = 40
_LONG: Final = 300
_NOT_SET: Final = "not set"


def outcomes(sides: Sequence[Side], tallies: Sequence[Tally]) -> str:
    """Return a paragraph about the rules whose grades differ between targets.

    Args:
        sides: the targets, in the order of the command line.
        tallies: their results, in the same order.
    """
    rules = dict.fromkeys(rule for tally in tallies for rule in tally.grades)
    changed = [rule for rule in rules if len({tally.grades.get(rule) for tally in tallies}) > 1]
    if not changed:
        return folded("Every rule came out alike.")
    lines = [folded("Rules that came out differently:")]
    for rule in changed[:MOST]:
        told = "; ".join(
            f"{shown(side.label)} {tally.grades.get(rule, 'no result')}{_where(rule, tally)}"
            for side, tally in zip(sides, tallies, strict=True)
        )
        lines.append(listed(f"{rule}: {told}"))
    if len(changed) > MOST:
        lines.append(listed(f"and {len(changed) - MOST} more"))
    return "\n".join(lines)


def _where(rule: str, tally: Tally) -> str:
    found = [one.finding for one in tally.results if one.rule == rule and one.finding]
    if not found:
        return ""
    plainest = min(found, key=_facts)
    facts = [
        f"{one.name} = {one.value}"
        for one in plainest.facts
        if one.matters and one.value != _NOT_SET
    ]
    return f" (where {shown(', '.join(facts), _LONG)})" if facts else ""


def _facts(finding: Finding) -> int:
    return sum(one.matters for one in finding.facts)
