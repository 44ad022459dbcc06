"""Which data a choice about training reaches: sessions before and after it, to the instant."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import pytest

from datausage.oracle.facts import Access, Kind, Model, Plan, Venue
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.situations import Account, Event, Happening, Material, Training
from datausage.oracle.verdicts import verdict
from datausage.policy.edition import load

from .events import HOUR, NOON, at

ALLOWED: Final = at(-5, Happening.CHOSE, allow=True)
ADDED: Final = at(0, Happening.MESSAGED, session="one")


@pytest.mark.parametrize(
    ("events", "turns_on"),
    [
        ([at(-6, Happening.STARTED, session="one"), ALLOWED], {"ongoing-session"}),
        ([ALLOWED, at(-5, Happening.STARTED, session="one")], set()),
        ([ALLOWED, at(-4, Happening.STARTED, session="one")], set()),
        ([ALLOWED], set()),
        (
            [
                at(-6, Happening.STARTED, session="one"),
                ALLOWED,
                at(-5, Happening.RESUMED, session="one"),
            ],
            set(),
        ),
        (
            [
                at(-6, Happening.STARTED, session="one"),
                at(-6, Happening.RESUMED, session="one"),
                ALLOWED,
            ],
            {"ongoing-session"},
        ),
        (
            [
                at(-6, Happening.STARTED, session="one"),
                ALLOWED,
                at(0, Happening.RESUMED, session="one"),
            ],
            set(),
        ),
    ],
    ids=[
        "started before",
        "started with",
        "started after",
        "of unknown start",
        "resumed with",
        "resumed before",
        "resumed with the data",
    ],
)
def test_a_session_that_starts_or_resumes_with_the_choice_is_one_after_it(
    events: list[Event], turns_on: set[str]
) -> None:
    assert set(prompt_used(*events, ADDED).turns_on) == turns_on


@pytest.mark.parametrize(("hours", "turns_on"), [(1, {"previous-session"}), (2, set()), (3, set())])
def test_activity_at_the_instant_of_a_selection_is_activity_after_it(
    hours: int, turns_on: set[str]
) -> None:
    started = at(-4, Happening.STARTED, session="one")
    again = at(2, Happening.CHOSE, allow=True)
    active = at(hours, Happening.MESSAGED, session="one")
    assert set(prompt_used(ALLOWED, started, ADDED, again, active).turns_on) == turns_on


@pytest.mark.parametrize(
    ("selected", "resumed", "permitted", "turns_on"),
    [
        (9, None, "forbidden", set()),
        (2, 1, "forbidden", set()),
        (2, 2, "forbidden permitted", {"resume-scope"}),
        (2, 3, "forbidden permitted", {"resume-scope"}),
    ],
    ids=["selected now", "resumed before", "resumed with", "resumed after"],
)
def test_data_from_before_any_selection_comes_in_with_activity_from_its_instant_on(
    selected: int, resumed: int | None, permitted: str, turns_on: set[str]
) -> None:
    events = [at(selected, Happening.CHOSE, allow=True)]
    if resumed is not None:
        events.append(at(resumed, Happening.RESUMED, session="one"))
    found = prompt_used(at(-4, Happening.STARTED, session="one"), ADDED, *events)
    assert (found.permitted, set(found.turns_on)) == (set(permitted.split()), turns_on)


def prompt_used(*events: Event) -> Any:
    """Return the verdict about training on a prompt of a consumer."""
    signed_up = Event(datetime(2025, 5, 1, tzinfo=UTC), Happening.SIGNED_UP, plan=Plan.PRO)
    history = tuple(sorted((signed_up, *events), key=lambda event: event.at))
    material = Material(Kind.PROMPT, "one", NOON, Venue.LOCAL)
    account = Account(Plan.PRO, Access.LOGIN)
    situation = Training(account, material, history, Model.GENERATIVE, NOON + 9 * HOUR)
    return verdict(QUESTIONS["training"].aspects[0], situation, load())
