"""Session quality surveys: what is recorded of a response."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from datausage.oracle import canaries
from datausage.oracle.answers import field
from datausage.oracle.facts import RATINGS, Response
from datausage.oracle.rulings import Ruling, ruled

if TYPE_CHECKING:
    from datausage.oracle.rulings import ReadPolicy
    from datausage.oracle.situations import Answering, Session

ENVELOPE: Final = frozenset({"id", "event_id", "uuid", "timestamp", "time", "recorded_at"})
"""Fields that any stored record needs, which are no session data under one reading."""


# --- survey-rating-recorded, survey-no-response


def rating(situation: Answering, policy: ReadPolicy) -> Ruling:
    """Say which rating is recorded."""
    if situation.response in RATINGS:
        return ruled(situation.response.value, "survey-rating-recorded")
    if situation.response is Response.NONE:
        return ruled("none", "survey-no-response")
    if policy.holds("survey-other-answer", "dismissal"):
        return ruled(frozenset({"none", "dismiss"}), "survey-no-response")
    return ruled("none", "survey-no-response")


# --- survey-only-rating


def besides(situation: Answering, policy: ReadPolicy) -> Ruling:
    """Say what else may be recorded."""
    if policy.holds("survey-metadata", "envelope-allowed"):
        return ruled(frozenset({"nothing", "envelope"}), "survey-only-rating")
    return ruled("nothing", "survey-only-rating")


# --- survey-leaves-setting


def setting(situation: Answering, policy: ReadPolicy) -> Ruling:
    """Say what a response does to the training setting."""
    return ruled("unchanged", "survey-leaves-setting")


def observe(situation: Answering, answer: object) -> dict[str, str]:
    """Read what a target recorded."""
    recorded = field(answer, "rating", (str, int, type(None)))
    others = field(answer, "fields", Mapping)
    after = field(answer, "setting", bool)
    return {
        "rating": _rating(recorded),
        "besides": _besides(others, situation.session),
        "setting": "unchanged" if after == situation.allowed else "changed",
    }


def _rating(recorded: object) -> str:
    if recorded is None:
        return "none"
    text = str(recorded)
    return text if text in RATINGS else "other"


def _besides(others: Mapping[str, Any], session: Session) -> str:
    if not others:
        return "nothing"
    planted = (session.id, *session.prompts, *session.outputs, *session.code, *session.paths)
    if set(others) <= ENVELOPE and not canaries.holds_any(canaries.text_of(others), planted):
        return "envelope"
    return "more"
