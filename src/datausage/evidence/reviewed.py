"""How a rule is told whose review no longer holds: it was judged all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datausage.evidence.checks import Check, Review


def against(review: Review | None) -> str:
    """Return against what a suspect rule was judged; none may have been reviewed."""
    if review is None:
        return "against a wording that nobody has reviewed"
    return f"against the wording reviewed on {review.on}, which has changed since"


def label(check: Check) -> str:
    """Return against what a check was judged if it is suspect; nothing for any other."""
    return against(check.reviewed) if check.suspect else ""
