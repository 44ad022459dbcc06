"""Mistakes about training on commercial data, provided material and survey ratings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from datausage.strength.kinds import Kind
from datausage.strength.planted import fault

if TYPE_CHECKING:
    from datausage.oracle.situations import Account, Event, History, Material

training = partial(fault, question="training")
opt_in = partial(fault, question="opt_in")

_SESSION_DATA = frozenset({"prompt", "code", "output"})
_CONSUMERS = frozenset({"free", "pro", "max"})


def _agreed(history: History) -> bool:
    """Tell whether the latest selection in a history allows, whoever made it."""
    made = [event.allow for event in history if event.what == "chose"]
    return bool(made and made[-1])


def _opted_in(history: History) -> list[Event]:
    return [event for event in history if event.what == "opted-in"]


def _material(material: Material) -> bool:
    return material.kind == "programme-material"


def _permitted(answer: str, *conditions: object) -> str:
    return "permitted" if all(conditions) else answer


def _forbidden(answer: str, *conditions: object) -> str:
    return "forbidden" if all(conditions) else answer


# --- Commercial terms


@training(Kind.ADDED_CLAUSE, "training-commercial")
def team_users_have_a_setting_too(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """A seat on the Team plan is treated like a consumer's plan."""
    return _permitted(
        answer, account.plan == "team", material.kind in _SESSION_DATA, _agreed(history)
    )


@training(Kind.DROPPED_CLAUSE, "training-commercial")
def unknown_plans_are_consumers(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """Gov and third-party plans are missing from the list of commercial plans."""
    unknown = account.plan in {"claude-gov", "third-party-platform"}
    return _permitted(answer, unknown, material.kind in _SESSION_DATA, _agreed(history))


@training(Kind.ADDED_CLAUSE, "training-commercial")
def a_login_is_a_person(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """Consumer terms are recognised by the login, commercial ones by the key."""
    login = account.access == "login"
    return _permitted(answer, login, material.kind in _SESSION_DATA, _agreed(history))


@training(Kind.DROPPED_CLAUSE, "training-commercial")
def only_code_is_confidential(answer: str, account: Account, material: Material, **_: Any) -> str:
    """Prompts of commercial users are used, for the promise is remembered as one about code."""
    return _permitted(answer, account.plan not in _CONSUMERS, material.kind == "prompt")


@training(Kind.FOUR_MEET, "training-commercial", "cloud-same-training")
def commercial_cloud_sessions_are_ours(
    answer: str, account: Account, material: Material, **_: Any
) -> str:
    """What runs on the vendor's machines is used, for enterprise customers with a key."""
    enterprise = account.plan == "enterprise" and account.access == "api-key"
    return _permitted(answer, enterprise, material.venue == "cloud", material.kind in _SESSION_DATA)


@training(Kind.PAST_FORGOTTEN, "training-commercial-terms-stay")
def the_terms_of_today_count(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """After a move to a consumer plan the consumer's setting opens what was sent before."""
    moved = account.plan in _CONSUMERS and account.access == "login"
    return _permitted(answer, moved, material.kind in _SESSION_DATA, _agreed(history))


@training(Kind.RESUMED_AS_NEW, "training-commercial-terms-stay")
def resuming_after_a_move_starts_anew(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """A session that is resumed on the consumer plan belongs to it from its first message on."""
    moves = [event.at for event in history if event.what == "moved-plan"]
    resumed = any(e.what == "resumed" and moves and e.at > moves[-1] for e in history)
    moved = account.plan in _CONSUMERS and resumed
    return _permitted(answer, moved, material.kind in _SESSION_DATA, _agreed(history))


# --- Material provided on purpose


@training(Kind.ADDED_CLAUSE, "programme-material-usable")
def material_needs_the_consumer_setting(
    answer: str, material: Material, history: History, **_: Any
) -> str:
    """The gate for material is put behind the gate for consumers."""
    return _forbidden(answer, _material(material), not _agreed(history))


@training(Kind.ADDED_CLAUSE, "programme-material-usable")
def only_keys_provide_material(answer: str, account: Account, material: Material, **_: Any) -> str:
    """Whoever works by login is not recognised as a member of the organisation."""
    return _forbidden(answer, _material(material), account.access == "login")


@training(Kind.OFF_BY_ONE, "programme-material-usable")
def an_opt_in_counts_from_the_next_minute(
    answer: str, material: Material, history: History, **_: Any
) -> str:
    """The opt-in has to be a minute older than the material."""
    fresh = any((material.added - e.at).total_seconds() < 60 for e in _opted_in(history))
    return _forbidden(answer, _material(material), fresh)


@training(Kind.DROPPED_CLAUSE, "programme-explicit-only")
def handing_over_is_consent(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """Whoever hands material over must have meant it."""
    return _permitted(answer, _material(material), not _opted_in(history))


@training(Kind.DROPPED_CLAUSE, "programme-explicit-only", "programme-not-through-cloud")
def the_setting_is_an_opt_in(answer: str, material: Material, history: History, **_: Any) -> str:
    """The switch for improving models is taken for an opt-in to the programme."""
    return _permitted(answer, _material(material), _agreed(history))


@training(Kind.DROPPED_CLAUSE, "programme-not-through-cloud")
def the_platform_is_not_looked_at(
    answer: str, material: Material, history: History, **_: Any
) -> str:
    """An admin's opt-in counts, wherever the organisation works."""
    by_admin = any(event.by == "admin" for event in _opted_in(history))
    return _permitted(answer, _material(material), by_admin)


@training(Kind.THREE_MEET, "programme-not-through-cloud")
def vertex_material_is_backfilled(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """An opt-in made afterwards releases what came through Vertex before it."""
    late = any(event.at > material.added for event in _opted_in(history))
    return _permitted(answer, _material(material), account.access == "vertex", late)


@training(Kind.DROPPED_CLAUSE, "programme-material-usable")
def only_the_programme_is_known(answer: str, material: Material, history: History, **_: Any) -> str:
    """An admin's opt-in by another method than the programme is not found in the table."""
    other = any(event.method == "other" for event in _opted_in(history))
    return _forbidden(answer, _material(material), other)


# --- Opting in


def _ineffective(answer: str, *conditions: object) -> str:
    return "ineffective" if all(conditions) else answer


@opt_in(Kind.SPELLING, "programme-admin-opt-in")
def roles_are_written_with_a_capital(answer: str, role: str, method: str, **_: Any) -> str:
    """The role is compared with Admin, as the console writes it."""
    return _ineffective(answer, method == "programme", role != "Admin")


@opt_in(Kind.DROPPED_CLAUSE, "programme-first-party-only")
def bedrock_is_the_only_platform(answer: str, account: Account, role: str, **_: Any) -> str:
    """Vertex is forgotten where platforms are excluded."""
    return "effective" if account.access == "vertex" and role == "admin" else answer


@opt_in(Kind.ADDED_CLAUSE, "programme-first-party-only")
def persons_join_from_anywhere(answer: str, account: Account, role: str, **_: Any) -> str:
    """A person on a consumer plan is let in through a cloud provider."""
    person = role == "individual" and account.plan in _CONSUMERS
    return "effective" if person and account.access in {"bedrock", "vertex"} else answer


@opt_in(Kind.DROPPED_CLAUSE, "agrees-opt-in")
def no_other_way_to_opt_in(answer: str, method: str, **_: Any) -> str:
    """Nothing but the programme counts as an opt-in."""
    return _ineffective(answer, method == "other")


# --- Survey ratings


@training(Kind.ADDED_CLAUSE, "survey-never-trains")
def ratings_follow_the_setting(answer: str, material: Material, history: History, **_: Any) -> str:
    """A rating is treated like the session in which it was given."""
    return _permitted(answer, material.kind == "survey-rating", _agreed(history))


@training(Kind.ADDED_CLAUSE, "survey-never-trains")
def ratings_train_the_survey_model(answer: str, material: Material, model: str, **_: Any) -> str:
    """A small model learns from ratings when to ask for them."""
    return _permitted(answer, material.kind == "survey-rating", model == "other")


@training(Kind.THREE_MEET, "survey-never-trains")
def an_opt_in_covers_ratings_in_the_cloud(
    answer: str, material: Material, history: History, **_: Any
) -> str:
    """All that organisations in the programme do in cloud sessions is exported, ratings too."""
    cloud = material.venue == "cloud" and bool(_opted_in(history))
    return _permitted(answer, material.kind == "survey-rating", cloud)


@opt_in(Kind.ADDED_CLAUSE, "programme-admin-opt-in")
def keys_cannot_join(answer: str, account: Account, role: str, **_: Any) -> str:
    """The form for joining is behind the login, so that an admin with a key finds none."""
    return _ineffective(answer, account.access == "api-key" and role == "admin")
