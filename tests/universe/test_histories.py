"""Histories: in order of time, complete at the clock, and true to the facts of the point."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from datausage.oracle.facts import CONSUMER_PLANS
from datausage.oracle.histories import choice_at, plan_at
from datausage.oracle.situations import Happening
from datausage.universe import drawing, gears
from datausage.universe.accounts import OPT_INS, SETTING_THEN
from datausage.universe.catalogue import SPACES
from datausage.universe.choices import CHOICES, START
from datausage.universe.moments import UTC
from datausage.universe.spaces import Universe

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from datausage.oracle.situations import Event
    from datausage.universe.spaces import Point

WITH_HISTORY = ("selection", "training", "retention", "presence")
WITH_MATERIAL = WITH_HISTORY[1:]


def for_each(question: str, check: Callable[[Any, Mapping[str, Any]], None]) -> None:
    """Check the situations of a question, each with the facts it was built from."""
    universe = Universe(SPACES[question])

    def look(point: Point) -> None:
        facts = dict(zip(universe.space.names, point, strict=True))
        check(universe.space.situation(point), facts)

    rows = gears.cover(universe, 400)
    for point in [*rows, *gears.around_edges(universe, rows, 4)]:
        look(point)
    settings(
        max_examples=100,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )(given(drawing.points(universe))(look))()


def plans(history: tuple[Event, ...]) -> list[Any]:
    """Return the plans in the order in which the account had them."""
    return [event.plan for event in history if event.plan is not None]


@pytest.mark.parametrize("question", WITH_HISTORY)
def test_a_history_is_in_order_of_time_and_nothing_in_it_is_later_than_the_clock(
    question: str,
) -> None:
    def ordered(situation: Any, facts: Mapping[str, Any]) -> None:
        moments = [event.at for event in situation.history]
        assert moments == sorted(moments)
        assert moments[-1] <= situation.clock
        assert all(moment.tzinfo is UTC for moment in [*moments, situation.clock])

    for_each(question, ordered)


@pytest.mark.parametrize("question", WITH_HISTORY)
def test_a_history_begins_with_the_one_sign_up_and_ends_on_the_accounts_plan(
    question: str,
) -> None:
    def whole(situation: Any, facts: Mapping[str, Any]) -> None:
        what = [event.what for event in situation.history]
        assert what[0] is Happening.SIGNED_UP
        assert what.count(Happening.SIGNED_UP) == 1
        assert situation.account.plan == plans(situation.history)[-1]

    for_each(question, whole)


@pytest.mark.parametrize("question", WITH_HISTORY)
def test_nobody_chooses_before_the_choice_exists(question: str) -> None:
    midnight = datetime.combine(START, time(), UTC)

    def later(situation: Any, facts: Mapping[str, Any]) -> None:
        chosen = [event for event in situation.history if event.what is Happening.CHOSE]
        assert all(event.at >= midnight for event in chosen)
        assert all(isinstance(event.allow, bool) for event in chosen)

    for_each(question, later)


@pytest.mark.parametrize("question", WITH_MATERIAL)
def test_data_is_added_by_an_event_of_its_session_on_the_plan_and_setting_of_the_facts(
    question: str,
) -> None:
    def true(situation: Any, facts: Mapping[str, Any]) -> None:
        added, history = situation.material.added, situation.history
        mine = [e for e in history if e.session == situation.material.session]
        assert any(event.at == added for event in mine)
        assert mine[0].what is Happening.STARTED
        then = facts["plan when added"]
        assert plan_at(history, added) == (facts["plan"] if then == "the same" else then)
        choice = choice_at(history, added)
        if plan_at(history, added) in CONSUMER_PLANS:
            wanted = {"on": True, "off": False}.get(facts["setting when added"])
            assert (choice.allow if choice else None) == wanted

    for_each(question, true)


def test_the_choices_of_the_facts_are_made_in_their_order_up_to_the_clock() -> None:
    def made(situation: Any, facts: Mapping[str, Any]) -> None:
        chosen = [e for e in situation.history if e.what is Happening.CHOSE]
        wanted = CHOICES[facts["choices"]]
        assert tuple(event.allow for event in chosen) in {wanted, ()}
        if chosen and facts["latest choice"] == "this instant":
            assert chosen[-1].at == situation.clock

    for_each("selection", made)


def opted_in(name: str, pace: int) -> tuple[datetime, list[Event]]:
    """Return when material was added, and what the fact made happen around it."""
    space = SPACES["training"]
    point = list(Universe(space).plainest)
    for fact, value in (("opted in", name), ("seconds between events", pace)):
        point[space.names.index(fact)] = value
    situation = space.situation(tuple(point))
    about = {Happening.OPTED_IN, Happening.WITHDREW}
    return situation.material.added, [e for e in situation.history if e.what in about]


@pytest.mark.parametrize(
    "pace",
    [
        1,
        3,
        60,
        86_400,
    ],
)
def test_an_opt_in_afterwards_is_later_than_the_data_at_every_pace(pace: int) -> None:
    added, (event,) = opted_in("admin, programme, afterwards", pace)
    assert event.at > added


@pytest.mark.parametrize("name", OPT_INS)
def test_an_opt_in_is_made_by_whom_and_how_the_fact_says(name: str) -> None:
    added, events = opted_in(name, 86_400)
    assert [str(event.by) for event in events] == [name.partition(",")[0]] * len(events)
    assert len(events) == (name != "none") + ("withdrawn" in name)
    if events and not name.endswith("afterwards"):
        assert events[0].at < added
    for event in events:
        assert abs(event.at - added) < timedelta(days=1)


def test_the_facts_of_the_setting_name_choices_that_could_be_made_by_then() -> None:
    for name, (allow, moment) in SETTING_THEN.items():
        existed = moment.date() >= START
        assert existed or allow is None, name
