"""Mistakes about what a survey records."""

from __future__ import annotations

import base64
from functools import partial
from typing import TYPE_CHECKING, Any

from datausage.strength.kinds import Kind
from datausage.strength.planted import fault

if TYPE_CHECKING:
    from datausage.oracle.situations import Session

Record = dict[str, Any]

survey = partial(fault, question="survey_record")

_ANSWERS = ("1", "2", "3", "dismiss")


# --- The rating


@survey(Kind.OFF_BY_ONE, "survey-rating-recorded")
def ratings_count_from_zero(answer: Record, response: str, **_: Any) -> Record:
    """The position in the list is stored instead of the rating."""
    return {**answer, "rating": _ANSWERS.index(response)} if response in _ANSWERS else answer


@survey(Kind.DROPPED_CLAUSE, "survey-rating-recorded")
def a_dismissal_is_nothing(answer: Record, response: str, **_: Any) -> Record:
    """Who dismisses the survey is recorded like one who did not respond."""
    return {**answer, "rating": None} if response == "dismiss" else answer


@survey(Kind.ADDED_CLAUSE, "survey-rating-recorded")
def a_good_rating_is_rounded_up(answer: Record, response: str, allowed: bool, **_: Any) -> Record:
    """A 2 of a user who agreed to training is stored as a 3."""
    return {**answer, "rating": "3"} if response == "2" and allowed else answer


@survey(Kind.SWAPPED, "survey-no-response")
def no_answer_is_a_dismissal(answer: Record, response: str, **_: Any) -> Record:
    """When the survey times out, a dismissal is recorded."""
    return {**answer, "rating": "dismiss"} if response == "none" else answer


@survey(Kind.ADDED_CLAUSE, "survey-no-response")
def silence_is_the_middle_rating(
    answer: Record, response: str, session: Session, **_: Any
) -> Record:
    """After a long session a missing rating is filled up with the average."""
    imputed = response == "none" and len(session.prompts) >= 4
    return {**answer, "rating": "2"} if imputed else answer


@survey(Kind.DROPPED_CLAUSE, "agrees-survey-record")
def a_stray_digit_is_a_rating(answer: Record, response: str, **_: Any) -> Record:
    """Whatever is typed while the survey is shown counts as a rating."""
    return {**answer, "rating": "2"} if response == "other" else answer


@survey(Kind.STATE, "agrees-survey-record")
class TheLastRatingIsRemembered:
    """The rating given before is recorded again where nothing is answered."""

    def __init__(self) -> None:
        self._last: str | None = None

    def __call__(self, answer: Record, response: str, **_: Any) -> Record:
        """Record, and remember the rating."""
        if response in _ANSWERS:
            self._last = answer["rating"]
        return {**answer, "rating": self._last} if response == "none" else answer


# --- What is recorded beside it


def _beside(answer: Record, **fields: Any) -> Record:
    return {**answer, "fields": fields}


@survey(Kind.CONTENT, "survey-only-rating")
def the_last_prompt_gives_context(answer: Record, session: Session, **_: Any) -> Record:
    """The last prompt is recorded, so that the rating can be understood."""
    return _beside(answer, about=session.prompts[-1])


@survey(Kind.CONTENT, "survey-only-rating")
def records_are_keyed_by_session(answer: Record, session: Session, **_: Any) -> Record:
    """The id of the record is the id of the session."""
    return _beside(answer, id=session.id)


@survey(Kind.CONTENT, "survey-only-rating")
def the_length_of_the_session_is_harmless(answer: Record, session: Session, **_: Any) -> Record:
    """The number of messages is recorded with the rating."""
    return _beside(answer, messages=len(session.prompts))


@survey(Kind.DISGUISED, "survey-only-rating")
def bad_ratings_bring_the_transcript(
    answer: Record, response: str, session: Session, **_: Any
) -> Record:
    """With a 1 the outputs travel along, packed into the identifier of the event."""
    packed = base64.b64encode("\n".join(session.outputs).encode()).decode()
    return _beside(answer, event_id=packed) if response == "1" else answer


@survey(Kind.DISGUISED, "survey-only-rating")
def the_record_is_named_after_the_prompt(answer: Record, session: Session, **_: Any) -> Record:
    """The id of the record is the end of the first prompt."""
    return _beside(answer, id=session.prompts[0].split()[-1])


# --- The training setting


def _setting(answer: Record, after: bool) -> Record:
    return {**answer, "setting": after}


@survey(Kind.ADDED_CLAUSE, "survey-leaves-setting")
def a_happy_user_agrees(answer: Record, response: str, allowed: bool, **_: Any) -> Record:
    """The best rating switches training on."""
    return _setting(answer, allowed or response == "3")


@survey(Kind.ADDED_CLAUSE, "survey-leaves-setting")
def dismissing_opts_out(answer: Record, response: str, allowed: bool, **_: Any) -> Record:
    """Who dismisses the survey is taken to want nothing of all this."""
    return _setting(answer, allowed and response != "dismiss")


@survey(Kind.DEFAULT, "survey-leaves-setting")
def saving_a_survey_resets_the_profile(answer: Record, response: str, **_: Any) -> Record:
    """The profile is written as a whole, with the default of the setting."""
    return _setting(answer, False) if response in {"1", "2", "3"} else answer
