"""Mistakes about the user's choice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from datausage.examples.consent import Ledger
from datausage.strength.kinds import Kind
from datausage.strength.planted import fault

if TYPE_CHECKING:
    from datausage.oracle.situations import Account, Event, History

Answer = dict[str, str]

selection = partial(fault, question="selection")


def _made(account: Account, history: History) -> list[Event]:
    return Ledger(account, history).selections()


def _closed(answer: Answer) -> Answer:
    return {**answer, "may_choose": "no"}


def _in_force(answer: Answer, *, allow: bool) -> Answer:
    return {**answer, "setting": "on" if allow else "off"}


# --- When the user may choose


@selection(Kind.DROPPED_CLAUSE, "choice-from-start")
def the_free_plan_is_not_asked(answer: Answer, account: Account, **_: Any) -> Answer:
    """Only paying consumers get the dialog."""
    return _closed(answer) if account.plan == "free" else answer


@selection(Kind.OFF_BY_ONE, "choice-from-start")
def months_count_from_zero(answer: Answer, clock: datetime, **_: Any) -> Answer:
    """The choice opens on 28 September, since somebody took 8 for September."""
    return _closed(answer) if clock < datetime(2025, 9, 28, tzinfo=UTC) else answer


@selection(Kind.OFF_BY_ONE, "choice-from-start")
def the_opening_day_is_left_out(answer: Answer, clock: datetime, **_: Any) -> Answer:
    """The day must be later than the opening day, not the same or later."""
    opening = datetime(2025, 8, 28, tzinfo=UTC).date()
    return answer if clock.date() > opening else _closed(answer)


@selection(Kind.SWAPPED, "choice-until-deadline")
def day_and_month_are_swapped(answer: Answer, history: History, **_: Any) -> Answer:
    """10/8 was read as 10 August, so that the period was over before it began."""
    chosen = any(event.what == "chose" for event in history)
    old = history[0].at < datetime(2025, 8, 28, tzinfo=UTC)
    return _closed(answer) if old and not chosen else answer


@selection(Kind.TIME_ZONE, "choice-until-deadline")
def the_day_before_the_last_is_too_late(
    answer: Answer, account: Account, history: History, clock: datetime
) -> Answer:
    """The period ends a day early, once for the time zone and once more for safety."""
    late = clock >= datetime(2025, 10, 7, tzinfo=UTC)
    return _closed(answer) if late and not _made(account, history) else answer


@selection(Kind.WRONG_AMOUNT, "choice-until-deadline")
def the_period_is_thirty_days(
    answer: Answer, account: Account, history: History, clock: datetime
) -> Answer:
    """The usual thirty days of notice, instead of the date on the page."""
    late = clock >= datetime(2025, 9, 27, tzinfo=UTC)
    return _closed(answer) if late and not _made(account, history) else answer


@selection(Kind.PRECEDENCE, "choice-at-sign-up")
def the_deadline_binds_new_users_too(
    answer: Answer, account: Account, history: History, clock: datetime
) -> Answer:
    """Who has selected nothing by the deadline is locked out, whenever they signed up."""
    late = clock >= datetime(2025, 10, 9, tzinfo=UTC)
    return _closed(answer) if late and not _made(account, history) else answer


@selection(Kind.DROPPED_CLAUSE, "choice-at-sign-up")
def the_sign_up_form_does_not_ask(
    answer: Answer, account: Account, history: History, clock: datetime
) -> Answer:
    """The choice is offered with the first session, once the account exists."""
    return _closed(answer) if clock <= history[0].at else answer


@selection(Kind.PAST_STICKS, "choice-changeable")
def once_chosen_for_ever(answer: Answer, account: Account, history: History, **_: Any) -> Answer:
    """The dialog is not shown to those who have answered it."""
    return _closed(answer) if _made(account, history) else answer


@selection(Kind.ADDED_CLAUSE, "choice-changeable")
def consent_cannot_be_taken_back(answer: Answer, **_: Any) -> Answer:
    """The switch is shown to those who refused, and not to those who agreed."""
    return _closed(answer) if answer["setting"] == "on" else answer


@selection(Kind.PRECEDENCE, "choice-changeable")
def no_change_after_the_period(
    answer: Answer, account: Account, history: History, clock: datetime
) -> Answer:
    """The deadline for the first selection is taken for the end of all selecting."""
    late = clock >= datetime(2025, 10, 9, tzinfo=UTC)
    return _closed(answer) if late and _made(account, history) else answer


@selection(Kind.WRONG_AMOUNT, "choice-changeable")
def one_change_a_day(answer: Answer, account: Account, history: History, clock: datetime) -> Answer:
    """Who has just selected has to wait a day."""
    made = _made(account, history)
    return _closed(answer) if made and clock - made[-1].at < timedelta(days=1) else answer


# --- Which setting is in force


@selection(Kind.OFF_BY_ONE, "choice-immediate", "choice-latest-counts")
def the_present_instant_is_left_out(
    answer: Answer, account: Account, history: History, clock: datetime
) -> Answer:
    """Selections before the moment count, the one at the moment does not."""
    before = Ledger(account, history).setting_at(clock - timedelta(microseconds=1))
    return {**answer, "setting": before}


@selection(Kind.DEFAULT, "choice-immediate")
def a_refusal_waits_for_the_nightly_job(
    answer: Answer, account: Account, history: History, clock: datetime
) -> Answer:
    """A switch is preselected on, and switching it off is carried out at night."""
    made = [event for event in _made(account, history) if event.at.date() < clock.date()]
    return _in_force(answer, allow=not made or bool(made[-1].allow))


@selection(Kind.STATE, "choice-immediate")
def the_store_is_read_through_a_cache(
    answer: Answer, account: Account, history: History, clock: datetime
) -> Answer:
    """The setting of an hour ago is answered."""
    return {**answer, "setting": Ledger(account, history).setting_at(clock - timedelta(hours=1))}


@selection(Kind.PAST_STICKS, "choice-latest-counts")
def the_first_selection_is_remembered(
    answer: Answer, account: Account, history: History, **_: Any
) -> Answer:
    """The store writes a record where there is none, and never over one."""
    made = _made(account, history)
    return _in_force(answer, allow=bool(made[0].allow)) if made else answer


@selection(Kind.PAST_STICKS, "choice-latest-counts")
def once_on_always_on(answer: Answer, account: Account, history: History, **_: Any) -> Answer:
    """Any consent in the log counts, whatever came later."""
    on = any(event.allow for event in _made(account, history))
    return _in_force(answer, allow=True) if on else answer


@selection(Kind.OFF_BY_ONE, "choice-latest-counts")
def only_two_selections_fit(answer: Answer, account: Account, history: History, **_: Any) -> Answer:
    """The record has room for the first selection and one change."""
    made = _made(account, history)[:2]
    return _in_force(answer, allow=bool(made[-1].allow)) if made else answer


@selection(Kind.OFF_BY_ONE, "choice-latest-counts")
def of_one_instant_the_first_counts(
    answer: Answer, account: Account, history: History, **_: Any
) -> Answer:
    """Of selections with the same time stamp the first is taken, by looking for the maximum."""
    made = _made(account, history)
    if not made:
        return answer
    return _in_force(answer, allow=bool(max(made, key=lambda event: event.at).allow))


@selection(Kind.DEFAULT, "choice-immediate")
def a_single_selection_lapses(
    answer: Answer, account: Account, history: History, clock: datetime
) -> Answer:
    """A first selection is kept for the session in which it was made, and not stored."""
    made = _made(account, history)
    lapsed = len(made) == 1 and made[0].at < clock
    return _in_force(answer, allow=not made[0].allow) if lapsed else answer


@selection(Kind.STATE, "agrees-selection")
class TheLastUserIsRemembered:
    """The setting of the user before is answered for one who has selected nothing."""

    def __init__(self) -> None:
        self._last = "off"

    def __call__(self, answer: Answer, account: Account, history: History, **_: Any) -> Answer:
        """Answer, and remember the setting."""
        if _made(account, history):
            self._last = answer["setting"]
            return answer
        return {**answer, "setting": self._last}
