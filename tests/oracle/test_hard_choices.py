"""Situations of choosing, training and opting in that were settled by hand, one by one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import pytest

from datausage.oracle.facts import Access, Kind, Method, Model, Plan, Role, Venue
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.situations import (
    Account,
    Choosing,
    Event,
    Happening,
    Material,
    OptingIn,
    Training,
)
from datausage.oracle.verdicts import verdict

if TYPE_CHECKING:
    from datausage.policy.edition import Edition

LOGIN, KEY, BEDROCK = Access.LOGIN, Access.API_KEY, Access.BEDROCK
FREE, PRO, TEAM, API = Plan.FREE, Plan.PRO, Plan.TEAM, Plan.API
STARTED, RESUMED, MESSAGED = Happening.STARTED, Happening.RESUMED, Happening.MESSAGED


def at(text: str) -> datetime:
    """Return a moment of UTC; noon where no time is given."""
    return datetime.fromisoformat(text if "T" in text else f"{text}T12:00").replace(tzinfo=UTC)


def on_plan(plan: Plan, day: str = "2025-05-01") -> Event:
    """Return the sign-up for a plan."""
    return Event(at(day), Happening.SIGNED_UP, plan=plan)


def moved(plan: Plan, day: str) -> Event:
    """Return a move to another plan."""
    return Event(at(day), Happening.MOVED_PLAN, plan=plan)


def on(day: str) -> Event:
    """Return a choice that allows."""
    return Event(at(day), Happening.CHOSE, allow=True)


def off(day: str) -> Event:
    """Return a choice that refuses."""
    return Event(at(day), Happening.CHOSE, allow=False)


def session(what: Happening, day: str) -> Event:
    """Return something that happened in the session."""
    return Event(at(day), what, session="s")


def opted_in(day: str, what: Happening = Happening.OPTED_IN) -> Event:
    """Return an admin's opt-in to the programme, or its withdrawal."""
    return Event(at(day), what, by=Role.ADMIN, method=Method.PROGRAMME)


def choosing(moment: str, *events: Event, plan: Plan = FREE) -> Choosing:
    """Return the holder of an account at a moment."""
    return Choosing(Account(plan, LOGIN), events or (on_plan(plan),), at(moment))


def data(
    *events: Event,
    kind: Kind = Kind.PROMPT,
    access: Access = LOGIN,
    added: str = "2025-12-01",
    model: Model = Model.GENERATIVE,
) -> Training:
    """Return data added in the session, asked about long after."""
    plans = [event.plan for event in events if event.plan is not None]
    material = Material(kind, "s", at(added), Venue.LOCAL)
    return Training(Account(plans[-1], access), material, events, model, at("2027-01-01"))


ADDED = session(MESSAGED, "2025-12-01")
WHILE_ON = (on_plan(PRO), on("2025-11-01"), session(STARTED, "2025-11-20"), ADDED)
WHILE_OFF = (on_plan(PRO), off("2025-11-01"), session(STARTED, "2025-11-20"), ADDED)
UNSELECTED = (on_plan(PRO), session(STARTED, "2025-09-20"))
AS_TEAM = (on_plan(TEAM), session(STARTED, "2025-11-20"), ADDED, moved(PRO, "2025-12-05"))
ALLOWED_LATER = (on("2025-12-10"), session(RESUMED, "2025-12-20"))
BY_API = (on_plan(API), opted_in("2025-11-25"), session(STARTED, "2025-11-30"), ADDED)
MATERIAL = Kind.PROGRAMME_MATERIAL

SITUATIONS: Final[dict[str, Any]] = {
    "unselected on the last day": choosing("2025-10-08T09:00"),
    "selected before the last day": choosing("2025-10-08T09:00", on_plan(FREE), on("2025-09-01")),
    "the first day has begun in the east": choosing("2025-08-27T12:00"),
    "unselected when the period is over": choosing("2025-10-12"),
    "signing up at this instant": choosing("2025-12-01", on_plan(FREE, "2025-12-01")),
    "a Team member would choose": choosing("2025-12-01", plan=TEAM),
    "unselected in the period": choosing("2025-09-20"),
    "sent as Team, then consent as Pro": data(*AS_TEAM, *ALLOWED_LATER),
    "output as Team, then consent as Pro": data(*AS_TEAM, *ALLOWED_LATER, kind=Kind.OUTPUT),
    "refused, then consent, idle": data(*WHILE_OFF, on("2025-12-10")),
    "refused, then resumption, then consent": data(
        *WHILE_OFF, session(RESUMED, "2025-12-05"), on("2025-12-10")
    ),
    "refused, then consent and resumption": data(*WHILE_OFF, *ALLOWED_LATER),
    "refused, then consent, went on": data(
        *WHILE_OFF, on("2025-12-10"), session(MESSAGED, "2025-12-20")
    ),
    "refused, then consent and resumption, then refused again": data(
        *WHILE_OFF, *ALLOWED_LATER, off("2025-12-25")
    ),
    "refused, then consent that ended before the resumption": data(
        *WHILE_OFF, on("2025-12-10"), off("2025-12-15"), session(RESUMED, "2025-12-20")
    ),
    "before any selection, went on after on": data(
        *UNSELECTED, on("2025-10-01"), session(MESSAGED, "2025-10-02"), added="2025-09-20"
    ),
    "before any selection, resumed after on": data(
        *UNSELECTED, on("2025-10-01"), session(RESUMED, "2025-10-02"), added="2025-09-20"
    ),
    "before any selection, idle after off": data(
        *UNSELECTED, off("2025-10-01"), added="2025-09-20"
    ),
    "never selected, in the period": data(*UNSELECTED, added="2025-09-20"),
    "before the choice existed": data(on_plan(PRO), added="2025-08-01"),
    "on, then off, the session active": data(
        *WHILE_ON, off("2025-12-10"), session(MESSAGED, "2025-12-11")
    ),
    "on, then off, the session idle": data(*WHILE_ON, off("2025-12-10")),
    "on, then on again, the session idle": data(*WHILE_ON, on("2025-12-10")),
    "on, in a session open since before": data(
        on_plan(PRO), session(STARTED, "2025-11-01"), on("2025-11-20"), ADDED
    ),
    "on, with a company's key": data(*WHILE_ON, access=KEY),
    "on, then a move to Team": data(*WHILE_ON, moved(TEAM, "2025-12-05")),
    "off, then a move to Team": data(*WHILE_OFF, moved(TEAM, "2025-12-05")),
    "another model": data(on_plan(TEAM), ADDED, model=Model.OTHER),
    "a rating for another model": data(*WHILE_ON, kind=Kind.SURVEY_RATING, model=Model.OTHER),
    "a shared transcript of Team": data(on_plan(TEAM), ADDED, kind=Kind.BUG_TRANSCRIPT),
    "material under an opt-in": data(*BY_API, kind=MATERIAL),
    "material under an opt-in, on Bedrock": data(*BY_API, kind=MATERIAL, access=BEDROCK),
    "material under an opt-in that ended": data(
        *BY_API, opted_in("2025-12-20", Happening.WITHDREW), kind=MATERIAL
    ),
    "material before the opt-in": data(on_plan(API), opted_in("2025-12-20"), kind=MATERIAL),
    "a prompt while an opt-in holds": data(*BY_API),
    "an admin of Team opts in": OptingIn(Account(TEAM, LOGIN), Role.ADMIN, Method.PROGRAMME),
    "a member on the API opts in": OptingIn(Account(API, KEY), Role.MEMBER, Method.PROGRAMME),
    "another method on Bedrock": OptingIn(Account(API, BEDROCK), Role.ADMIN, Method.OTHER),
}

ADJUDICATED: Final = """
unselected on the last day | selection.may_choose | yes no | choice-after-deadline deadline-day choice-day-boundary
selected before the last day | selection.may_choose | yes |
the first day has begun in the east | selection.may_choose | yes no | choice-day-boundary before-start
unselected when the period is over | selection.may_choose | yes no | choice-after-deadline
signing up at this instant | selection.may_choose | yes |
a Team member would choose | selection.may_choose | yes no |
unselected in the period | selection.setting | off none on | unselected-in-period
sent as Team, then consent as Pro | training | forbidden |
output as Team, then consent as Pro | training | forbidden permitted | commercial-outputs
refused, then consent, idle | training | forbidden |
refused, then resumption, then consent | training | forbidden |
refused, then consent and resumption | training | forbidden permitted | refused-then-resumed resume-scope
refused, then consent, went on | training | forbidden permitted | refused-then-resumed resume-scope ongoing-session
refused, then consent and resumption, then refused again | training | forbidden permitted | refused-then-resumed resume-scope setting-when
refused, then consent that ended before the resumption | training | forbidden |
before any selection, went on after on | training | forbidden permitted | ongoing-session resume-scope
before any selection, resumed after on | training | forbidden permitted | resume-scope
before any selection, idle after off | training | forbidden |
never selected, in the period | training | forbidden permitted | unselected-in-period
before the choice existed | training | forbidden permitted | before-start
on, then off, the session active | training | forbidden permitted | setting-when
on, then off, the session idle | training | forbidden permitted | setting-when previous-session
on, then on again, the session idle | training | forbidden permitted | previous-session
on, in a session open since before | training | forbidden permitted | ongoing-session
on, with a company's key | training | forbidden permitted | consumer-on-company-access
on, then a move to Team | training | forbidden permitted | plan-move
off, then a move to Team | training | forbidden |
another model | training | forbidden permitted | other-models
a rating for another model | training | forbidden |
a shared transcript of Team | training | forbidden permitted | bug-feedback-training
material under an opt-in | training | permitted |
material under an opt-in, on Bedrock | training | forbidden |
material under an opt-in that ended | training | forbidden permitted | opt-in-withdrawal
material before the opt-in | training | forbidden permitted | material-before-opt-in
a prompt while an opt-in holds | training | forbidden permitted | programme-scope
an admin of Team opts in | opt_in | effective ineffective | programme-outside-api-plan
a member on the API opts in | opt_in | effective ineffective | non-admin-opt-in
another method on Bedrock | opt_in | effective ineffective | other-opt-in-methods
"""  # noqa: E501 - a table
ROWS: Final = [[cell.strip() for cell in row.split("|")] for row in ADJUDICATED.split("\n") if row]

WEAKLY_OPEN: Final = {
    "on, then on again, the session idle": "permitted",
    "on, with a company's key": "forbidden",
    "never selected, in the period": "forbidden",
    "material before the opt-in": "forbidden",
}


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_hard_situation_has_the_verdict_that_was_settled_by_hand(
    row: list[str], edition: Edition
) -> None:
    title, asked, permitted, turns_on = row
    question, _, aspect = asked.partition(".")
    found = verdict(QUESTIONS[question].aspect(aspect or question), SITUATIONS[title], edition)
    assert found.permitted == set(permitted.split())
    assert set(found.turns_on) == set(turns_on.split())


@pytest.mark.parametrize(("title", "answer"), WEAKLY_OPEN.items(), ids=WEAKLY_OPEN)
def test_where_only_a_weak_reading_differs_one_answer_is_mainstream(
    title: str, answer: str, edition: Edition
) -> None:
    question, _, aspect = next(row[1] for row in ROWS if row[0] == title).partition(".")
    found = verdict(QUESTIONS[question].aspect(aspect or question), SITUATIONS[title], edition)
    assert found.open
    assert found.mainstream == {answer}


def test_the_choice_is_not_about_commercial_accounts(edition: Edition) -> None:
    situation = SITUATIONS["a Team member would choose"]
    for aspect in QUESTIONS["selection"].aspects:
        found = verdict(aspect, situation, edition)
        assert found.silent
        assert found.inapplicable


def test_every_situation_is_judged_once_or_more() -> None:
    assert {row[0] for row in ROWS} == set(SITUATIONS)
