"""The parts that decisions are made of: histories, periods, rulings and verdicts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest

from datausage.oracle import histories, periods
from datausage.oracle.aspects import Aspect, Question
from datausage.oracle.facts import (
    COMMERCIAL_PLANS,
    CONSUMER_PLANS,
    Access,
    Kind,
    Method,
    Model,
    Plan,
    Role,
    Service,
    Venue,
)
from datausage.oracle.periods import Length
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.rulings import INAPPLICABLE, SILENT, ReadPolicy, Ruling, ruled
from datausage.oracle.situations import Account, Event, Happening, Material, Sending, Step, Training
from datausage.oracle.verdicts import MOST_KNOWN, Oracle, verdict
from datausage.policy.edition import Edition, OpenPoint, Reading, load

if TYPE_CHECKING:
    from collections.abc import Callable

NOON: Final = datetime(2025, 12, 1, 12, tzinfo=UTC)
HOUR: Final = timedelta(hours=1)


def at(hours: int, what: Happening, **details: Any) -> Event:
    """Return an event some hours after noon."""
    return Event(NOON + hours * HOUR, what, **details)


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


# --- histories


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


# --- opt-ins, to the instant


OPTED_IN: Final = {"method": Method.PROGRAMME, "by": Role.ADMIN}
CERTAIN: Final[tuple[str, ...]] = ()


@pytest.mark.parametrize(
    ("opted_in", "withdrew", "permitted", "turns_on"),
    [
        (-1, None, "permitted", CERTAIN),
        (0, None, "permitted", CERTAIN),
        (1, None, "forbidden permitted", ("material-before-opt-in",)),
        (-2, -1, "forbidden", CERTAIN),
        (-2, -2, "forbidden", CERTAIN),
        (-2, 0, "forbidden permitted", ("opt-in-withdrawal",)),
        (0, 0, "forbidden permitted", ("opt-in-withdrawal",)),
        (-2, 3, "forbidden permitted", ("opt-in-withdrawal",)),
    ],
)
def test_an_opt_in_counts_from_its_instant_up_to_that_of_its_withdrawal(
    opted_in: int, withdrew: int | None, permitted: str, turns_on: tuple[str, ...]
) -> None:
    events = [at(opted_in, Happening.OPTED_IN, **OPTED_IN)]
    if withdrew is not None:
        events.append(at(withdrew, Happening.WITHDREW, **OPTED_IN))
    found = material_used(*events)
    assert (found.permitted, found.turns_on) == (set(permitted.split()), turns_on)


@pytest.mark.parametrize("missing", OPTED_IN)
def test_an_opt_in_without_somebody_or_a_method_is_none(missing: str) -> None:
    details = {**OPTED_IN, missing: None}
    assert material_used(at(-1, Happening.OPTED_IN, **details)).permitted == {"forbidden"}


def material_used(*events: Event) -> Any:
    """Return the verdict about training on material of an account that is used through the API."""
    signed_up = at(-9, Happening.SIGNED_UP, plan=Plan.API)
    history = tuple(sorted((signed_up, *events), key=lambda event: event.at))
    material = Material(Kind.PROGRAMME_MATERIAL, "one", NOON, Venue.LOCAL)
    account = Account(Plan.API, Access.API_KEY)
    situation = Training(account, material, history, Model.GENERATIVE, NOON + 3 * HOUR)
    return verdict(QUESTIONS["training"].aspects[0], situation, load())


# --- sessions and choices, to the instant


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


# --- rulings


FRUIT: Final = OpenPoint(
    "fruit",
    "part",
    "gap",
    "?",
    (),
    (Reading("apple", False, ""), Reading("pear", True, ""), Reading("plum", False, "")),
)
DAY_POINT: Final = OpenPoint(
    "day", "part", "gap", "?", (), (Reading("one", False, ""), Reading("other", False, ""))
)
EDITION: Final = Edition("made up", "", (), {}, {"fruit": FRUIT, "day": DAY_POINT})


def judged(rule: Callable[[Any, ReadPolicy], Ruling], **pins: str) -> Any:
    """Return the verdict of a rule by the made-up edition."""
    return verdict(Aspect("a", "", ("x", "y", "z"), rule), None, EDITION, pins)


def test_there_is_one_object_for_each_ruling() -> None:
    assert ruled("x", "rule") is ruled("x", "rule")
    assert ruled("x", "rule") is not ruled("x", "other")
    assert ruled(frozenset("xy"), "rule").answers == {"x", "y"}
    assert (ruled("x", "b", "a").answers, ruled("x", "b", "a").rules) == ({"x"}, ("b", "a"))
    assert not ruled("x").inapplicable
    assert SILENT.answers is INAPPLICABLE.answers is None
    assert (SILENT.inapplicable, INAPPLICABLE.inapplicable) == (False, True)


@pytest.mark.parametrize(
    ("ruling", "only"), [(ruled("x"), True), (ruled(frozenset("xy")), False), (SILENT, False)]
)
def test_a_ruling_permits_only_an_answer_where_it_permits_no_other(
    ruling: Ruling, *, only: bool
) -> None:
    assert ruling.is_only("x") is only
    assert not ruling.is_only("y")


def test_what_no_reading_changes_is_worked_out_once_per_situation() -> None:
    worked: list[tuple[object, ...]] = []

    def work(*arguments: object) -> int:
        worked.append(arguments)
        return len(worked)

    one, other = object(), object()

    def rule(situation: Any, policy: ReadPolicy) -> Ruling:
        first = policy.once(work, one)
        assert policy.once(work, one) == first
        assert policy.once(work, other) != first
        policy.holds("fruit", "apple")
        return ruled("x")

    judged(rule)
    assert worked == [(one,), (other,)]


# --- verdicts


def by_fruit(situation: Any, policy: ReadPolicy) -> Ruling:
    """Permit another answer under each reading of one point."""
    return ruled({"apple": "x", "pear": "y", "plum": "z"}[policy.reading("fruit")], "sweet")


def test_a_verdict_joins_what_all_readings_permit() -> None:
    found = judged(by_fruit)
    assert (found.permitted, found.mainstream, found.certain) == ({*"xyz"}, {*"xz"}, set())
    assert (found.open, found.silent, found.inapplicable, found.determined) == (
        True,
        False,
        False,
        False,
    )
    assert (found.rules, found.turns_on) == (("sweet",), ("fruit",))
    assert [outcome.weak for outcome in found.outcomes] == [False, True, False]
    assert found.supporting("y") == ({"fruit": {"pear"}},)


def test_a_settled_point_is_no_choice() -> None:
    found = judged(by_fruit, fruit="pear")
    assert (found.permitted, found.certain, found.determined) == ({"y"}, {"y"}, True)
    assert [dict(outcome.readings) for outcome in found.outcomes] == [{}]


def test_readings_are_parted_as_far_as_they_are_asked_for() -> None:
    def rule(situation: Any, policy: ReadPolicy) -> Ruling:
        if policy.holds("fruit", "apple", "pear"):
            return ruled("x", "first") if policy.holds("day", "one") else ruled("x", "second")
        return ruled("y", "third") if policy.holds("fruit", "plum") else SILENT

    found = judged(rule)
    assert [(dict(o.readings), o.ruling.rules) for o in found.outcomes] == [
        ({"fruit": {"apple", "pear"}, "day": {"one"}}, ("first",)),
        ({"fruit": {"apple", "pear"}, "day": {"other"}}, ("second",)),
        ({"fruit": {"plum"}}, ("third",)),
    ]
    assert (found.rules, found.turns_on) == (("first", "second", "third"), ("fruit",))
    assert [outcome.weak for outcome in found.outcomes] == [False] * 3


def test_a_verdict_turns_on_points_of_which_a_change_alone_changes_what_is_permitted() -> None:
    def both(situation: Any, policy: ReadPolicy) -> Ruling:
        one, other = policy.holds("fruit", "apple"), policy.holds("day", "one")
        return ruled("x" if one and other else "y")

    assert judged(both).turns_on == ("day", "fruit")

    def only_together(situation: Any, policy: ReadPolicy) -> Ruling:
        if policy.holds("fruit", "apple"):
            return ruled("x")
        return ruled("x") if policy.holds("fruit", "pear") else ruled("y")

    assert judged(only_together).turns_on == ("fruit",)


def test_where_a_reading_is_silent_every_answer_is_supported_and_none_certain() -> None:
    def rule(situation: Any, policy: ReadPolicy) -> Ruling:
        return SILENT if policy.holds("fruit", "pear") else ruled("x")

    found = judged(rule)
    assert (found.permitted, found.mainstream, found.certain) == ({*"xyz"}, {"x"}, set())
    assert (found.open, found.silent, found.determined) == (True, False, False)
    assert found.supporting("x") == ({"fruit": {"pear"}}, {"fruit": {"apple", "plum"}})
    assert found.supporting("z") == ({"fruit": {"pear"}},)


@pytest.mark.parametrize(("ruling", "inapplicable"), [(SILENT, False), (INAPPLICABLE, True)])
def test_where_no_reading_speaks_the_verdict_is_silent_and_not_open(
    ruling: Ruling, *, inapplicable: bool
) -> None:
    found = judged(lambda situation, policy: ruling)
    assert (found.open, found.silent, found.determined) == (False, True, False)
    assert found.inapplicable is inapplicable


def test_the_same_ways_through_the_readings_give_the_same_verdict() -> None:
    oracle = Oracle(EDITION)
    aspect = Aspect("a", "", ("x", "y", "z"), by_fruit)
    assert oracle.verdict(aspect, 1) is oracle.verdict(aspect, 2)
    assert oracle.verdict(replace(aspect, name="b"), 1) is not oracle.verdict(aspect, 1)


def test_an_oracle_keeps_a_bounded_number_of_verdicts() -> None:
    oracle = Oracle(EDITION)
    aspect = Aspect("a", "", ("x",), lambda situation, policy: ruled("x", f"rule {situation}"))
    first = oracle.verdict(aspect, 0)
    for number in range(1, MOST_KNOWN):
        oracle.verdict(aspect, number)
    assert oracle.verdict(aspect, 0) is first
    oracle.verdict(aspect, MOST_KNOWN)
    again = oracle.verdict(aspect, 0)
    assert again is not first
    assert again.rules == first.rules


def test_situations_of_one_essence_are_explored_once_as_long_as_they_are_known() -> None:
    explored: list[int] = []

    def rule(essence: int, policy: ReadPolicy) -> Ruling:
        explored.append(essence)
        return ruled("x")

    oracle = Oracle(EDITION)
    aspect = Aspect("a", "", ("x",), rule, essence=lambda situation: situation // 2)
    for number in (0, 1, 2, 0, 3):
        oracle.verdict(aspect, number)
    assert explored == [0, 1]
    for number in range(2, MOST_KNOWN):
        oracle.verdict(aspect, 2 * number)
    oracle.verdict(aspect, 0)
    assert len(explored) == MOST_KNOWN
    oracle.verdict(aspect, 2 * MOST_KNOWN)
    oracle.verdict(aspect, 0)
    assert explored[MOST_KNOWN:] == [MOST_KNOWN, 0]


# --- periods


LEAP: Final = datetime(2028, 2, 29, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "length", "sure", "settled"),
    [
        (NOON, Length("days", 30), timedelta(days=30), timedelta(days=31)),
        (NOON, Length("years", 1), timedelta(days=365), timedelta(days=366)),
        (LEAP, Length("years", 1), timedelta(days=365), timedelta(days=367)),
    ],
    ids=["days", "a year", "a year from a leap day"],
)
def test_a_period_is_surely_over_a_day_after_it_may_end_at_the_latest(
    start: datetime, length: Length, sure: timedelta, settled: timedelta
) -> None:
    second = timedelta(seconds=1)
    assert periods.surely(start, length, start + sure - second) is False
    assert periods.surely(start, length, start + sure) is None
    assert periods.surely(start, length, start + settled - second) is None
    assert periods.surely(start, length, start + settled) is True


def test_once_a_period_is_over_on_every_reading_none_is_asked_for() -> None:
    policy = ReadPolicy(load(), {})
    assert periods.over(LEAP, Length("years", 1), LEAP + timedelta(days=367), policy)
    assert policy.trail == []


# --- what counts as setting a variable


WAYS: Final = {
    "1": "exactly-1 non-empty truthy present",
    "true": "non-empty truthy present",
    "yes": "non-empty truthy present",
    "on": "non-empty truthy present",
    " On ": "non-empty truthy present",
    "0": "non-empty present",
    "false": "non-empty present",
    " ": "non-empty present",
    "": "present",
}


@pytest.mark.parametrize("value", WAYS)
@pytest.mark.parametrize("place", ["environment", "settings"])
def test_whether_a_value_sets_its_variable_depends_on_the_reading(value: str, place: str) -> None:
    held = {"DISABLE_TELEMETRY": value}
    environment, settings = (held, {}) if place == "environment" else ({}, {"env": held})
    found = verdict(
        QUESTIONS["traffic"].aspects[0], Sending(environment, settings, Service.METRICS), load()
    )
    every = load().points["set-disable-telemetry"].names
    off = {
        reading
        for outcome in found.outcomes
        if outcome.ruling.is_only("off")
        for reading in outcome.readings.get("set-disable-telemetry", every)
    }
    assert off == set(WAYS[value].split())


# --- facts and questions


def test_events_and_steps_have_the_words_that_targets_receive() -> None:
    assert " ".join(Happening) == (
        "signed-up moved-plan chose started resumed messaged sent-feedback opted-in withdrew"
    )
    assert " ".join(Step) == "clone edit fetch push request finish abort"


def test_every_plan_is_one_for_consumers_or_a_commercial_one() -> None:
    assert {*CONSUMER_PLANS, *COMMERCIAL_PLANS} == set(Plan)
    assert CONSUMER_PLANS.isdisjoint(COMMERCIAL_PLANS)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_finds_its_aspects_by_name_and_no_others(question: Question) -> None:
    for aspect in question.aspects:
        assert question.aspect(aspect.name) is aspect
        assert aspect.domain == set(aspect.values)
    with pytest.raises(LookupError, match=r"^weather$"):
        question.aspect("weather")


def test_the_answers_of_a_question_stand_in_order_of_what_they_expose() -> None:
    table = {
        f"{question.name} {aspect.name}": (" < " if aspect.ranked else " | ").join(aspect.values)
        for question in QUESTIONS.values()
        for aspect in question.aspects
    }
    handed = "kept < added < lost"
    contents = "absent < present"
    assert table == {
        "selection may_choose": "yes | no",
        "selection setting": "off < none < on",
        "training training": "forbidden < permitted",
        "opt_in opt_in": "ineffective < effective",
        "survey_record rating": "none | dismiss | 1 | 2 | 3 | other",
        "survey_record besides": "nothing < envelope < more",
        "survey_record setting": "unchanged < changed",
        "retention retention": "not-retained < until-completion < thirty-days < five-years",
        "presence presence": "gone < held",
        "local_cache local_cache": "gone < held",
        "protection protection": "aes-256 < tls < other-encryption < none",
        "cloud_session clone_place": "isolated-vm < nowhere < elsewhere",
        "cloud_session clone_afterwards": "deleted < left",
        "cloud_session credentials": "kept-out < entered",
        "cloud_session authentication": "by-proxy < unseen < otherwise",
        "cloud_session outbound": "all-by-proxy < unseen < otherwise",
        "metrics_event code": contents,
        "metrics_event paths": contents,
        "metrics_event conversation": contents,
        "error_event code": contents,
        "error_event paths": contents,
        "error_event conversation": contents,
        "bug_report sent": "no < yes",
        "bug_report history": "nothing < partial < redacted < complete",
        "bug_report in_transit": "tls < other-encryption < none",
        "bug_report at_rest": "aes-256 < other-encryption < none",
        "bug_report issue": "no < yes",
        "provider provider": "claude-api | bedrock | vertex",
        "traffic traffic": "off < on",
        "environment provider": "kept | added | lost",
        "environment metrics": handed,
        "environment error-reports": handed,
        "environment bug-reports": handed,
    }


def test_titles_are_plain_words_that_fit_into_a_sentence() -> None:
    plain = re.compile(r"[a-z' -]+")
    for question in QUESTIONS.values():
        named = [question.title, *(aspect.title for aspect in question.aspects)]
        assert all(plain.fullmatch(title) for title in named), named
        assert len({aspect.title for aspect in question.aspects}) == len(question.aspects)
