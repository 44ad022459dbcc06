"""What a history says: plans, choices and the activities of sessions, to the instant."""

from __future__ import annotations

from typing import Final

import pytest

from datausage.oracle import histories
from datausage.oracle.facts import Plan
from datausage.oracle.situations import Happening

from .events import HOUR, NOON, at

HISTORY: Final = (
    at(0, Happening.SIGNED_UP, plan=Plan.PRO),
    at(1, Happening.STARTED, session="one"),
    at(2, Happening.CHOSE, allow=True),
    at(3, Happening.STARTED, session="two"),
    at(4, Happening.CHOSE, allow=True),
    at(5, Happening.MESSAGED, session="one"),
    at(6, Happening.MOVED_PLAN, plan=Plan.TEAM),
    at(7, Happening.CHOSE, allow=False),
    at(8, Happening.MOVED_PLAN, plan=Plan.MAX),
    at(9, Happening.CHOSE, allow=False),
)
"""A user who chose three times as a consumer, and once on a plan to which that does not apply."""


@pytest.mark.parametrize(
    ("hours", "plan"),
    [
        (-1, Plan.PRO),
        (0, Plan.PRO),
        (5, Plan.PRO),
        (6, Plan.TEAM),
        (7, Plan.TEAM),
        (8, Plan.MAX),
        (99, Plan.MAX),
    ],
)
def test_a_plan_holds_from_the_instant_of_the_move(hours: int, plan: Plan) -> None:
    assert histories.plan_at(HISTORY, NOON + hours * HOUR) is plan


def test_a_history_without_a_plan_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"^a history begins with a sign-up that names the plan$"):
        histories.plan_at((at(0, Happening.STARTED, session="one"),), NOON)


@pytest.mark.parametrize(
    ("hours", "latest", "following"),
    [(1, None, 2), (2, 2, 4), (3, 2, 4), (4, 4, 9), (7, 4, 9), (8, 4, 9), (9, 9, None)],
)
def test_choices_count_from_their_instant_and_only_those_made_as_a_consumer(
    hours: int, latest: int | None, following: int | None
) -> None:
    found = (
        histories.choice_at(HISTORY, NOON + hours * HOUR),
        histories.next_choice(HISTORY, NOON + hours * HOUR),
    )
    wanted = [None if hour is None else NOON + hour * HOUR for hour in (latest, following)]
    assert [choice and choice.at for choice in found] == wanted


@pytest.mark.parametrize(
    ("hours", "since"), [(0, None), (2, 2), (3, 2), (5, 2), (7, None), (9, None)]
)
def test_training_is_allowed_since_the_first_of_the_choices_that_allow_it(
    hours: int, since: int | None
) -> None:
    wanted = None if since is None else NOON + since * HOUR
    assert histories.allowed_since(HISTORY, NOON + hours * HOUR) == wanted


def test_a_session_has_its_own_start_and_activities() -> None:
    assert histories.began(HISTORY, "one") == NOON + HOUR
    assert histories.began(HISTORY, "two") == NOON + 3 * HOUR
    assert histories.began(HISTORY, "three") is None
    assert [event.at for event in histories.activities(HISTORY, "one")] == [
        NOON + HOUR,
        NOON + 5 * HOUR,
    ]
    assert histories.last_activity(HISTORY, "one", NOON) == NOON + 5 * HOUR
    assert histories.last_activity(HISTORY, "three", NOON) == NOON
    assert histories.signed_up(HISTORY) == NOON


@pytest.mark.parametrize("what", Happening)
def test_activities_are_what_happens_in_a_session(what: Happening) -> None:
    active = {"started", "resumed", "messaged", "sent-feedback"}
    found = histories.activities((at(0, what, session="one"),), "one")
    assert bool(found) == (what in active)
