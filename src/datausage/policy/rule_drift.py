"""How rules stand towards a copy of the page, given what has become of its sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from datausage.policy.surroundings import surroundings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from datausage.policy.drift import SentenceDrift
    from datausage.policy.edition import Rule
    from datausage.policy.lock import LockedSentence

Standing = Literal["current", "suspect", "orphaned"]


@dataclass(frozen=True, slots=True)
class RuleDrift:
    """How a rule stands towards a copy, and because of which sentences, by id."""

    rule: str
    state: Standing
    because: tuple[str, ...]


def rule_drifts(
    old: Sequence[LockedSentence], found: Sequence[SentenceDrift], rules: Iterable[Rule]
) -> Iterator[RuleDrift]:
    """Yield how each rule stands, in the order of the rules.

    Args:
        old: The sentences of the edition.
        found: What has become of them.
        rules: The rules that rest on them.
    """
    known = {one.id: one for one in found if one.id}
    around = {
        one.id: tuple(old[other].id for other in under)
        for one, under in zip(old, surroundings(old), strict=True)
    }
    for rule in rules:
        under = [other for one in rule.sentences for other in around[one]]
        because = tuple(
            one for one in dict.fromkeys([*rule.sentences, *under]) if known[one].touched
        )
        gone = all(known[one].state == "removed" for one in rule.sentences)
        state: Standing = "orphaned" if gone else "suspect" if because else "current"
        yield RuleDrift(rule.id, state, because)
