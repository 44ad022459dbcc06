"""Model training: what may be used, for whom, and under which setting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datausage.oracle.choice import allowed_at
from datausage.oracle.facts import CONSUMER_PLANS, Access, Kind, Model
from datausage.oracle.histories import (
    activities,
    allowed_since,
    began,
    choice_at,
    next_choice,
    plan_at,
)
from datausage.oracle.programme import provided_for_training
from datausage.oracle.rulings import SILENT, Ruling, ruled
from datausage.oracle.situations import Happening

if TYPE_CHECKING:
    from datetime import datetime

    from datausage.oracle.facts import Plan
    from datausage.oracle.rulings import ReadPolicy
    from datausage.oracle.situations import Event, Training


def training(situation: Training, policy: ReadPolicy) -> Ruling:
    """Say whether a piece of data may train a model."""
    match situation.material.kind:
        case Kind.SURVEY_RATING:
            return ruled("forbidden", "survey-never-trains")
        case Kind.PROGRAMME_MATERIAL:
            return _programme_material(situation, policy)
        case Kind.BUG_TRANSCRIPT:
            return _bug_transcript(situation, policy)
        case _:
            return _session_data(situation, policy)


# --- programme-material-usable, programme-explicit-only


def _programme_material(situation: Training, policy: ReadPolicy) -> Ruling:
    if provided_for_training(situation, policy):
        return ruled("permitted", "programme-material-usable")
    ruling = _session_data(situation, policy)
    if ruling.is_only("permitted") and policy.holds("material-without-opt-in", "not-usable"):
        return ruled("forbidden", "programme-explicit-only")
    if "training-commercial" in ruling.rules:
        return ruled("forbidden", "programme-explicit-only", *ruling.rules)
    return ruling


# --- the page leaves feedback open: bug-feedback-training


def _bug_transcript(situation: Training, policy: ReadPolicy) -> Ruling:
    if policy.holds("bug-feedback-training", "includes-training"):
        return ruled("permitted")
    return _session_data(situation, policy)


# --- training-commercial, training-commercial-terms-stay, cloud-same-training


def _session_data(situation: Training, policy: ReadPolicy) -> Ruling:
    if situation.model is Model.OTHER and policy.holds("other-models", "unspoken"):
        return SILENT
    history, added = situation.history, situation.material.added
    if not _consumer_terms(plan_at(history, added), situation.account.access, policy):
        return _commercial(situation, policy)
    if _consumer_terms(situation.account.plan, situation.account.access, policy):
        return _consumer(situation, policy)
    if policy.holds("plan-move", "terms-now"):
        return _commercial(situation, policy)
    return _consumer(situation, policy)


def _consumer_terms(plan: Plan, access: Access, policy: ReadPolicy) -> bool:
    """Say whether consumer terms govern; a plan reached by login always governs itself."""
    if plan not in CONSUMER_PLANS:
        return False
    if access is Access.LOGIN:
        return True
    return policy.holds("consumer-on-company-access", "plan-governs")


def _commercial(situation: Training, policy: ReadPolicy) -> Ruling:
    if situation.material.kind is Kind.OUTPUT and policy.holds("commercial-outputs", "unspoken"):
        return SILENT
    if provided_for_training(situation, policy) and policy.holds("programme-scope", "all-data"):
        return ruled("permitted", "programme-material-usable")
    return ruled("forbidden", "training-commercial", "training-commercial-terms-stay")


# --- training-consumer-on, training-consumer-off, training-refused-stays-out,
#     training-previous-idle, training-new-or-resumed


def _consumer(situation: Training, policy: ReadPolicy) -> Ruling:
    then = choice_at(situation.history, situation.material.added)
    if then is None:
        return _collected_unselected(situation, policy)
    if then.allow:
        return _collected_while_on(situation, policy)
    return _collected_while_off(situation, policy)


def _collected_while_on(situation: Training, policy: ReadPolicy) -> Ruling:
    if _only_went_on(situation) and policy.holds("ongoing-session", "not-reached"):
        return ruled("forbidden", "training-new-or-resumed")
    if _refused_since(situation, policy):
        return ruled("forbidden", "training-consumer-off")
    if _idle_since_selection(situation) and policy.holds("previous-session", "any-selection"):
        return ruled("forbidden", "training-previous-idle")
    return ruled("permitted", "training-consumer-on", "training-new-or-resumed")


def _collected_while_off(situation: Training, policy: ReadPolicy) -> Ruling:
    """Data added under a refusal comes in at most with a session that goes on after a consent."""
    later = _taken_up(situation, situation.material.added)
    if not later:
        return ruled("forbidden", "training-consumer-off", "training-refused-stays-out")
    brought_in = _held_before(situation, later, policy)
    if brought_in.is_only("permitted") and policy.holds("refused-then-resumed", "stays-out"):
        return ruled("forbidden", "training-refused-stays-out")
    return brought_in


def _taken_up(situation: Training, since: datetime) -> list[Event]:
    """Return the activities of the data's session from a moment on while the setting was on."""
    history = situation.history
    return [
        event
        for event in activities(history, situation.material.session)
        if event.at >= since and (choice := choice_at(history, event.at)) and choice.allow
    ]


def _held_before(situation: Training, while_on: list[Event], policy: ReadPolicy) -> Ruling:
    """Say whether what a session held comes in with what happened in it under a consent."""
    resumed = any(event.what is Happening.RESUMED for event in while_on)
    if not resumed and policy.holds("ongoing-session", "not-reached"):
        return ruled("forbidden", "training-new-or-resumed")
    if policy.holds("resume-scope", "later-only"):
        return ruled("forbidden", "training-new-or-resumed")
    if _refused_since(situation, policy):
        return ruled("forbidden", "training-consumer-off")
    return ruled("permitted", "training-new-or-resumed")


def _idle_since_selection(situation: Training) -> bool:
    """Say whether the data's session saw no activity since a selection made after the data."""
    history, material = situation.history, situation.material
    selection = next_choice(history, material.added)
    return selection is not None and not any(
        event.at >= selection.at for event in activities(history, material.session)
    )


def _only_went_on(situation: Training) -> bool:
    """Say whether the data's session was open before the choice, and not resumed since."""
    history, material = situation.history, situation.material
    allowed = allowed_since(history, material.added)
    start = began(history, material.session)
    if start is None or allowed is None or start >= allowed:
        return False
    return not any(
        event.what is Happening.RESUMED and allowed <= event.at <= material.added
        for event in activities(history, material.session)
    )


def _collected_unselected(situation: Training, policy: ReadPolicy) -> Ruling:
    """Data from before any selection comes in at most with a session that goes on after it."""
    history, material = situation.history, situation.material
    selection = next_choice(history, material.added)
    if selection is None or selection.at > situation.clock:
        return _never_selected(situation, policy)
    if not any(event.at >= selection.at for event in activities(history, material.session)):
        return ruled("forbidden", "training-previous-idle")
    while_on = _taken_up(situation, selection.at)
    if not while_on:
        return _refused_after_silence(situation, policy)
    return _held_before(situation, while_on, policy)


def _refused_after_silence(situation: Training, policy: ReadPolicy) -> Ruling:
    """The session went on under a refusal; its earlier data is in only if silence was consent."""
    silence = allowed_at(situation.history, situation.material.added, policy)
    if silence and not _refused_since(situation, policy):
        return ruled("permitted", "training-consumer-on")
    return ruled("forbidden", "training-consumer-off")


def _never_selected(situation: Training, policy: ReadPolicy) -> Ruling:
    silence = allowed_at(situation.history, situation.material.added, policy)
    if silence is None:
        return SILENT
    if silence:
        return ruled("permitted", "training-consumer-on")
    return ruled("forbidden", "training-consumer-off")


def _refused_since(situation: Training, policy: ReadPolicy) -> bool:
    """Say whether the setting is off now, where that ends the use of what was collected."""
    now = choice_at(situation.history, situation.clock)
    if now is None or now.allow:
        return False
    return policy.holds("setting-when", "also-at-training")
