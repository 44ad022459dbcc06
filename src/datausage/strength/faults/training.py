"""Mistakes about training on the session data of consumers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from datausage.examples import faithful
from datausage.examples.consent import Ledger, consumer_terms
from datausage.strength.kinds import Kind
from datausage.strength.planted import fault

if TYPE_CHECKING:
    from datausage.oracle.situations import Account, Event, History, Material

training = partial(fault, question="training")

_SESSION_DATA = frozenset({"prompt", "code", "output"})


def _consumer(account: Account, material: Material) -> bool:
    return consumer_terms(account.plan, account.access) and material.kind in _SESSION_DATA


def _allowed_at(moment: datetime, account: Account, history: History) -> bool:
    return Ledger(account, history).selected_at(moment) is True


def _taken_up(history: History, session: str, since: datetime) -> list[Event]:
    return [event for event in history if event.session == session and event.at > since]


def _word(permitted: object) -> str:
    return "permitted" if permitted else "forbidden"


# --- Data that may be used


@training(Kind.PAST_STICKS, "training-consumer-on", "training-new-or-resumed")
def a_refusal_is_never_forgotten(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """Who has refused once stays on the list of those who refused."""
    refused = any(event.what == "chose" and not event.allow for event in history)
    return "forbidden" if refused and _consumer(account, material) else answer


@training(Kind.TIME_ZONE, "training-consumer-on")
def selections_count_from_the_next_day(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """Dates are compared, and the date of the selection has to be an earlier one."""
    if not _consumer(account, material):
        return answer
    midnight = material.added.replace(hour=0, minute=0, second=0)
    earlier = tuple(e for e in history if e.what != "chose" or e.at < midnight)
    return _word(answer == "permitted" and _allowed_at(material.added, account, earlier))


@training(Kind.ADDED_CLAUSE, "training-consumer-on")
def code_is_company_property(answer: str, material: Material, **_: Any) -> str:
    """Code is left out for consumers too, as if it were sent under commercial terms."""
    return "forbidden" if material.kind == "code" else answer


@training(Kind.DROPPED_CLAUSE, "training-consumer-on", "cloud-same-training")
def only_paying_consumers_are_known(answer: str, account: Account, **_: Any) -> str:
    """The free plan is missing from the list of consumer plans."""
    return "forbidden" if account.plan == "free" else answer


@training(Kind.RESUMED_AS_NEW, "training-new-or-resumed", "training-consumer-on")
def a_session_keeps_the_setting_of_its_start(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """The setting is read once, when a session starts; resuming it reads nothing."""
    started = [e.at for e in history if e.what == "started" and e.session == material.session]
    if not _consumer(account, material) or not started:
        return answer
    return _word(answer == "permitted" and _allowed_at(started[0], account, history))


@training(Kind.RESUMED_AS_NEW, "training-new-or-resumed")
def after_a_refusal_only_new_sessions_count(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """What is added to a resumed session is left out if there was a refusal once."""
    resumed = any(e.what == "resumed" and e.at < material.added for e in history)
    refused = any(e.what == "chose" and not e.allow for e in history)
    stays_out = resumed and refused and _consumer(account, material)
    return "forbidden" if stays_out else answer


# --- Refused data


@training(Kind.DEFAULT, "training-consumer-off")
def silence_and_refusal_are_one(answer: str, history: History, **_: Any) -> str:
    """False is taken for not set, and not set counts as agreed."""
    made = [event.allow for event in history if event.what == "chose"]
    return _word(not made[-1] or answer == "permitted") if made else answer


@training(Kind.PAST_STICKS, "training-consumer-off", "training-refused-stays-out")
def an_earlier_consent_goes_on(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """Any consent before the data was added counts, also one that was taken back."""
    agreed = any(e.allow and e.at <= material.added for e in history)
    return "permitted" if agreed and _consumer(account, material) else answer


@training(Kind.WRONG_AMOUNT, "training-consumer-off")
def a_refusal_expires_after_a_year(
    answer: str, account: Account, material: Material, history: History, clock: datetime, **_: Any
) -> str:
    """Refused data is released when the refusal is a year old, to ask again."""
    old = clock - material.added > timedelta(days=365)
    refused = Ledger(account, history).selected_at(material.added) is False
    return _word(answer == "permitted" or (old and refused and _consumer(account, material)))


@training(Kind.ADDED_CLAUSE, "training-consumer-off")
def outputs_belong_to_the_vendor(
    answer: str, account: Account, material: Material, **_: Any
) -> str:
    """Only what the user wrote is protected by the user's refusal."""
    output = material.kind == "output" and _consumer(account, material)
    return "permitted" if output else answer


@training(
    Kind.DROPPED_CLAUSE,
    "training-consumer-off",
    "training-refused-stays-out",
    "cloud-same-training",
)
def the_cloud_does_not_read_the_setting(
    answer: str, account: Account, material: Material, **_: Any
) -> str:
    """Cloud sessions run elsewhere, and nobody passes the setting on to them."""
    unread = material.venue == "cloud" and _consumer(account, material)
    return "permitted" if unread else answer


@training(Kind.PAST_FORGOTTEN, "training-refused-stays-out", "training-previous-idle")
def the_setting_of_today_counts(
    answer: str, account: Account, material: Material, history: History, clock: datetime, **_: Any
) -> str:
    """The export job looks up the setting when it runs."""
    if not _consumer(account, material):
        return answer
    return _word(_allowed_at(clock, account, history))


@training(Kind.RESUMED_AS_NEW, "training-refused-stays-out")
def any_resumption_brings_in_what_was_refused(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """A resumption with the setting on is noted with the account, and brings in all sessions."""
    later = [e for e in history if e.what == "resumed" and e.at > material.added]
    on = any(_allowed_at(event.at, account, history) for event in later)
    return "permitted" if on and _consumer(account, material) else answer


@training(Kind.FOUR_MEET, "training-refused-stays-out")
def the_backfill_takes_cloud_code_at_rest(
    answer: str, account: Account, material: Material, history: History, clock: datetime, **_: Any
) -> str:
    """One job (code of cloud sessions that nobody works in) reads the setting of today."""
    active = _taken_up(history, material.session, material.added)
    concerned = material.kind == "code" and material.venue == "cloud" and not active
    agreed = _allowed_at(clock, account, history) and _consumer(account, material)
    return "permitted" if concerned and agreed else answer


# --- Earlier sessions


@training(Kind.DROPPED_CLAUSE, "training-previous-idle")
def any_session_wakes_all_sessions(
    answer: str, account: Account, material: Material, history: History, **others: Any
) -> str:
    """Activity is looked up by account, not by session."""
    if not _consumer(account, material):
        return answer
    theirs = {event.session for event in history if event.session}
    answers = (
        faithful.training(
            account, _moved(material, session), history, others["model"], others["clock"]
        )
        for session in theirs
    )
    return _word("permitted" in {answer, *answers})


def _moved(material: Material, session: str) -> Material:
    return type(material)(material.kind, session, material.added, material.venue)


@training(Kind.OFF_BY_ONE, "training-previous-idle")
def five_minutes_of_grace(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """What was added just before the consent counts as added under it."""
    soon = _allowed_at(material.added + timedelta(minutes=5), account, history)
    first = Ledger(account, history).selected_at(material.added) is None
    return "permitted" if soon and first and _consumer(account, material) else answer


@training(Kind.TIME_ZONE, "training-previous-idle")
def the_time_before_the_choice_is_free(
    answer: str, account: Account, material: Material, history: History, clock: datetime, **_: Any
) -> str:
    """Data from before the choice existed is swept in with the first consent."""
    before = material.added < datetime(2025, 8, 28, tzinfo=UTC)
    agreed = _allowed_at(clock, account, history) and _consumer(account, material)
    return "permitted" if before and agreed else answer


@training(Kind.ADDED_CLAUSE, "cloud-same-training")
def cloud_sessions_stay_out(answer: str, material: Material, **_: Any) -> str:
    """Nothing of a cloud session is used, not even where the user agreed."""
    return "forbidden" if material.venue == "cloud" else answer


@training(Kind.ADDED_CLAUSE, "agrees-training")
def transcripts_never_train(answer: str, material: Material, **_: Any) -> str:
    """Transcripts shared with the bug command are left out, also where the user agreed."""
    return "forbidden" if material.kind == "bug-transcript" else answer
