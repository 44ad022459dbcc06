"""How reviews stand, told as text of eighty columns and as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING, Any, Final

from datausage.commands.lines import WIDTH
from datausage.evidence.visible import shown
from datausage.policy.reviews import stale

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from datausage.policy.edition import Rule
    from datausage.policy.lock import Lock
    from datausage.policy.reviews import Review
    from datausage.policy.rule_drift import RuleDrift

FORMAT: Final = "datausage-review-status"
VERSION: Final = 1
"""Raised whenever a reader of the JSON has to change; new keys may come without that."""


@dataclass(frozen=True, slots=True)
class RuleState:
    """How a rule stands.

    Attributes:
        review: "reviewed", "stale" or "never".
        why: What changed since, if the review is stale.
        page: "current", "suspect", "orphaned" or "cleared"; empty without a page.
        because: The sentences that make it anything but current, by id.
    """

    rule: str
    review: str
    why: str
    by: str
    on: str
    page: str
    because: tuple[str, ...]

    @property
    def settled(self) -> bool:
        """Whether there is nothing left to do."""
        return self.review == "reviewed" and self.page in ("", "current", "cleared")


def state(
    rule: Rule,
    review: Review | None,
    lock: Lock,
    drifted: RuleDrift | None,
    waiting: AbstractSet[str],
) -> RuleState:
    """Say how a rule stands; `waiting` are those that nobody cleared."""
    page, because = "", tuple[str, ...]()
    if drifted:
        cleared = drifted.state != "current" and rule.id not in waiting
        page, because = "cleared" if cleared else drifted.state, drifted.because
    if review is None:
        return RuleState(rule.id, "never", "", "", "", page, because)
    why = stale(review, rule, lock)
    word = "stale" if why else "reviewed"
    return RuleState(rule.id, word, why, review.by, review.on.isoformat(), page, because)


def as_json(edition: str, states: Sequence[RuleState], others: Sequence[str]) -> str:
    """Tell everything as JSON."""
    data: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "edition": edition,
        "settled": all(one.settled for one in states),
        "rules": [
            {
                "rule": one.rule,
                "review": one.review,
                "why": one.why or None,
                "by": one.by or None,
                "on": one.on or None,
                "page": one.page or None,
                "because": list(one.because),
            }
            for one in states
        ],
        "unknown": list(others),
    }
    return json.dumps(data, indent=2) + "\n"


def as_text(edition: str, states: Sequence[RuleState], others: Sequence[str]) -> str:
    """Tell it as a table, with what to do below it."""
    return "\n".join(_lines(edition, states, others)) + "\n"


def _lines(edition: str, states: Sequence[RuleState], others: Sequence[str]) -> Iterator[str]:
    paged = any(one.page for one in states)
    wide = max([len(one.rule) for one in states] + [4])
    yield _row(wide, ("rule", "review", "page" if paged else "", "on", "by"))
    yield _row(wide, ("-" * wide, "-" * 8, "-" * 8 if paged else "", "-" * 10, "-" * 2))
    for one in states:
        yield _row(wide, (one.rule, one.review, one.page, one.on or "-", one.by or "-"))
        if one.why:
            yield f"  {one.why}"
    yield ""
    words = ("reviewed", "stale", "never")
    counts = [f"{sum(one.review == word for one in states)} {word}" for word in words]
    yield fill(f"Edition {edition}: {', '.join(counts)}.", WIDTH)
    if waiting := sum(one.page in ("suspect", "orphaned") for one in states):
        yield f"Waiting to be cleared: {waiting}; 'datausage drift' says why."
    if others:
        yield fill(f"No rule of this edition: {', '.join(others)}.", WIDTH, break_on_hyphens=False)


def _row(wide: int, cells: tuple[str, ...]) -> str:
    rule, review, page, on, by = cells
    columns = [rule.ljust(wide), review.ljust(8), *([page.ljust(8)] if page else []), on.ljust(10)]
    start = "  ".join(columns)
    return f"{start}  {shown(by, WIDTH - len(start) - 3)}".rstrip()
