"""What has become of rules since they were signed off: through us, and on the reader's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datausage.policy.reviews import stale, uncleared
from datausage.spec.words import day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.policy.drift import Drift
    from datausage.policy.edition import Edition
    from datausage.policy.lock import Lock
    from datausage.policy.reviews import Review


def changes(
    reviews: Mapping[str, Review], edition: Edition, lock: Lock, found: Drift | None = None
) -> Mapping[str, str]:
    """Return by rule, in the page's order, what has changed since its sign-off, in words.

    Args:
        reviews: who has reviewed which rule.
        edition: the edition of the rules.
        lock: its sentences.
        found: the reader's copy compared with the edition, where there is one.
    """
    told = {}
    on_page = _on_page(found, reviews) if found else {}
    for name, rule in edition.rules.items():
        review = reviews.get(name)
        here = stale(review, rule, lock) if review else ""
        since = f"After the review of {day(review.on)} {here}." if review and here else ""
        if said := " ".join(filter(None, (since, on_page.get(name, "")))):
            told[name] = said
    return told


def _on_page(found: Drift, reviews: Mapping[str, Review]) -> dict[str, str]:
    states = {one.id: one.state for one in found.sentences}
    because = {one.rule: one.because for one in found.rules}
    told = {}
    for name in uncleared(found, reviews):
        parts = [f"{one} was {states[one]}" for one in because[name]]
        told[name] = f"In your copy {', '.join(parts)}, and nobody has cleared the rule for that."
    return told
