"""Mistakes about how long data is kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from datausage.examples import faithful
from datausage.examples.consent import Ledger, consumer_terms
from datausage.strength.kinds import Kind
from datausage.strength.planted import fault

if TYPE_CHECKING:
    from datetime import datetime

    from datausage.oracle.situations import Account, History, Material

retention = partial(fault, question="retention")

_SESSION_DATA = frozenset({"prompt", "code", "output"})
_CONSUMERS = frozenset({"free", "pro", "max"})


def _consumer(account: Account, material: Material) -> bool:
    return consumer_terms(account.plan, account.access) and material.kind in _SESSION_DATA


def _made(account: Account, history: History) -> list[bool | None]:
    return [event.allow for event in Ledger(account, history).selections()]


# --- Consumers


@retention(Kind.DROPPED_CLAUSE, "retention-consumer-allowed", "cloud-same-retention")
def max_is_not_a_consumer_plan(answer: str, account: Account, material: Material, **_: Any) -> str:
    """The Max plan is missing from the list of consumer plans."""
    concerned = account.plan == "max" and _consumer(account, material)
    return "thirty-days" if concerned else answer


@retention(Kind.PAST_STICKS, "retention-consumer-allowed")
def the_first_selection_sets_the_period(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """The period is fixed with the first selection and never looked at again."""
    made = _made(account, history)
    if not (made and _consumer(account, material)):
        return answer
    return "five-years" if made[0] else "thirty-days"


@retention(Kind.ADDED_CLAUSE, "retention-consumer-allowed")
def allowed_code_is_kept_short(answer: str, account: Account, material: Material, **_: Any) -> str:
    """Code is kept for the short period, whatever was chosen."""
    code = material.kind == "code" and _consumer(account, material)
    return "thirty-days" if code else answer


@retention(Kind.DEFAULT, "retention-consumer-refused")
def the_default_is_on_the_other_side(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """Off and not selected are one value, which stands for the long period."""
    off = _made(account, history)[-1:] == [False] and _consumer(account, material)
    return "five-years" if off else answer


@retention(Kind.PAST_STICKS, "retention-consumer-refused", "cloud-same-retention")
def once_allowed_always_kept(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """An earlier consent goes on for whatever is added later."""
    once = True in _made(account, history) and _consumer(account, material)
    return "five-years" if once else answer


@retention(Kind.RESUMED_AS_NEW, "retention-consumer-refused")
def sessions_in_use_are_kept_long(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """A session that was resumed after the data was added is put into the long store."""
    resumed = any(e.what == "resumed" and e.at > material.added for e in history)
    return "five-years" if resumed and _consumer(account, material) else answer


@retention(Kind.ADDED_CLAUSE, "cloud-same-retention")
def cloud_data_goes_with_the_clone(answer: str, material: Material, **_: Any) -> str:
    """Everything of a cloud session is treated like its clone."""
    cloud = material.venue == "cloud" and material.kind in _SESSION_DATA
    return "until-completion" if cloud and answer != "not-retained" else answer


@retention(Kind.ADDED_CLAUSE, "cloud-same-retention")
def the_cloud_keeps_refused_outputs(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """Outputs of cloud sessions are kept for the vendor's own analysis."""
    outputs = material.venue == "cloud" and material.kind == "output"
    return "five-years" if outputs and _consumer(account, material) else answer


# --- Commercial customers


@retention(Kind.ADDED_CLAUSE, "retention-commercial")
def a_team_seat_is_a_consumer(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """The setting in a team user's history opens the long period."""
    agreed = [event.allow for event in history if event.what == "chose"][-1:] == [True]
    seat = account.plan == "team" and material.kind in _SESSION_DATA
    return "five-years" if seat and agreed and answer == "thirty-days" else answer


@retention(Kind.FOUR_MEET, "retention-commercial", "cloud-same-retention")
def api_code_in_the_cloud_is_archived(
    answer: str, account: Account, material: Material, **_: Any
) -> str:
    """Code of cloud sessions that an API key pays for is archived."""
    code = material.kind == "code" and material.venue == "cloud"
    archived = code and account.plan == "api" and account.access == "api-key"
    return "five-years" if archived else answer


@retention(Kind.ADDED_CLAUSE, "retention-commercial")
def enterprises_have_nothing_retained(
    answer: str, account: Account, material: Material, **_: Any
) -> str:
    """Zero retention is taken for what every Enterprise customer has."""
    return "not-retained" if account.plan == "enterprise" else answer


@retention(Kind.DROPPED_CLAUSE, "retention-zero")
def the_key_is_not_looked_at(answer: str, **_: Any) -> str:
    """Zero retention is a setting of the organisation that nobody reads."""
    return "thirty-days" if answer == "not-retained" else answer


@retention(Kind.DROPPED_CLAUSE, "retention-zero")
def zero_retention_is_for_enterprises(answer: str, account: Account, **_: Any) -> str:
    """With the API plan the key changes nothing."""
    return "thirty-days" if answer == "not-retained" and account.plan == "api" else answer


@retention(Kind.ADDED_CLAUSE, "retention-zero")
def cloud_outputs_ignore_the_key(answer: str, material: Material, **_: Any) -> str:
    """Outputs of cloud sessions are written before the key is known."""
    outputs = material.kind == "output" and material.venue == "cloud"
    return "thirty-days" if answer == "not-retained" and outputs else answer


# --- Feedback, and what no rule names


@retention(Kind.ADDED_CLAUSE, "feedback-kept")
def transcripts_are_kept_as_sessions(
    answer: str, account: Account, material: Material, history: History, clock: datetime
) -> str:
    """A transcript has the period of the session that it copies."""
    if material.kind != "bug-transcript":
        return answer
    session = type(material)(type(material.kind)("prompt"), *_place(material))
    return faithful.retention(account, session, history, clock)


def _place(material: Material) -> tuple[Any, ...]:
    return material.session, material.added, material.venue


@retention(Kind.ADDED_CLAUSE, "feedback-kept")
def gov_transcripts_are_cleaned(answer: str, account: Account, material: Material, **_: Any) -> str:
    """The contract of Gov customers is taken to rule over transcripts, too."""
    gov = account.plan == "claude-gov" and material.kind == "bug-transcript"
    return "thirty-days" if gov else answer


@retention(Kind.THREE_MEET, "feedback-kept")
def refusers_transcripts_through_the_cloud(
    answer: str, account: Account, material: Material, history: History, **_: Any
) -> str:
    """Where training was refused and a cloud provider serves, a transcript is dropped."""
    refused = any(event.what == "chose" and not event.allow for event in history)
    served = account.access in {"bedrock", "vertex"} and material.kind == "bug-transcript"
    return "not-retained" if refused and served else answer


@retention(Kind.ADDED_CLAUSE, "agrees-retention")
def clones_are_archived(answer: str, account: Account, material: Material, **_: Any) -> str:
    """Clones of commercial customers go into an archive."""
    clone = material.kind == "repository-clone" and account.plan not in _CONSUMERS
    return "five-years" if clone else answer


@retention(Kind.STATE, "agrees-retention")
class TheFirstAccountIsCached:
    """The period of the first account asked about is answered for every account."""

    def __init__(self) -> None:
        self._first: str | None = None

    def __call__(self, answer: str, **_: Any) -> str:
        """Answer as the first time."""
        self._first = self._first or answer
        return self._first
