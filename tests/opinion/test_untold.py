"""Rare situations, told by hand; most come from histories that change their mind."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from datausage.oracle.facts import Access, Kind, Method, Model, Plan, Role, Venue
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.situations import Account, Event, Happening, Keeping, Material, Training
from datausage.oracle.verdicts import Oracle
from datausage.policy.edition import load

from .building import ADDED, noon

if TYPE_CHECKING:
    from datausage.oracle.facts import Kind as AnyKind

DAY = timedelta(days=1)
ADMIN = {"by": Role.ADMIN, "method": Method.PROGRAMME}


def training(plan: Plan, kind: AnyKind, *events: Event) -> Training:
    joined = Event(noon("2025-03-02"), Happening.SIGNED_UP, plan=plan)
    added = Event(ADDED, Happening.MESSAGED, session="s")
    history = tuple(sorted((joined, added, *events), key=lambda event: event.at))
    material = Material(kind, "s", ADDED, Venue.LOCAL)
    account = Account(plan, Access.LOGIN)
    return Training(account, material, history, Model.GENERATIVE, ADDED + 10 * DAY)


def event(days: int, what: Happening, **details: Any) -> Event:
    return Event(ADDED + days * DAY, what, **details)


WITHDRAWN_BEFORE = training(
    Plan.API,
    Kind.PROGRAMME_MATERIAL,
    event(-2, Happening.OPTED_IN, **ADMIN),
    event(-1, Happening.WITHDREW, **ADMIN),
)
REFUSED_AFTER_RESUMING = training(
    Plan.PRO,
    Kind.PROMPT,
    event(-1, Happening.STARTED, session="s"),
    event(1, Happening.CHOSE, allow=True),
    event(2, Happening.RESUMED, session="s"),
    event(3, Happening.CHOSE, allow=False),
)
EARLY = noon("2025-06-01")
KEPT_BEFORE_THE_CHOICE = Keeping(
    Account(Plan.MAX, Access.LOGIN),
    Material(Kind.PROMPT, "s", EARLY, Venue.LOCAL),
    (
        Event(noon("2025-03-02"), Happening.SIGNED_UP, plan=Plan.MAX),
        Event(EARLY, Happening.MESSAGED, session="s"),
    ),
    EARLY + 9 * DAY,
)
EITHER = {"forbidden", "permitted"}
ANY_PERIOD = {"not-retained", "until-completion", "thirty-days", "five-years"}


@pytest.mark.parametrize(
    ("question", "situation", "permitted", "turns_on"),
    [
        ("training", WITHDRAWN_BEFORE, {"forbidden"}, set()),
        ("training", REFUSED_AFTER_RESUMING, EITHER, {"resume-scope", "setting-when"}),
        ("retention", KEPT_BEFORE_THE_CHOICE, ANY_PERIOD, {"before-start"}),
    ],
)
def test_what_no_fact_makes_was_settled_by_hand(
    question: str, situation: object, permitted: set[str], turns_on: set[str]
) -> None:
    verdict = Oracle(load()).verdict(QUESTIONS[question].aspect(question), situation)
    assert verdict.permitted == permitted
    assert set(verdict.turns_on) == turns_on
    assert not verdict.silent
