"""Where histories are woven: the settings at a moment, and choices close to their start."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from datausage.oracle.switches import USE_BEDROCK
from datausage.universe.accounts import EVERYWHERE, SETTING_THEN, UNCHOSEN
from datausage.universe.catalogue import SPACES
from datausage.universe.configurations import filed
from datausage.universe.kept_data import AFTER_DAYS, AFTER_YEARS
from datausage.universe.moments import written
from datausage.universe.spaces import Universe

SPACE = SPACES["selection"]


def test_the_settings_without_a_choice_are_those_that_say_so() -> None:
    said = {name for name in SETTING_THEN if name.startswith(("unchosen", "before"))}
    assert set(UNCHOSEN) == said
    assert set(SETTING_THEN) - said == {"off", "on"}


@pytest.mark.parametrize(
    ("seconds", "choices", "latest", "pace", "offsets"),
    [
        (12, "on, off, on", "a while ago", 86_400, [-12, -9, -6, -3]),
        (11, "on, off, on", "a while ago", 86_400, [-8, -6, -4, -2]),
        (11, "on, off, on", "a while ago", 1, [-4, -3, -2, -1]),
        (12, "on, off, on", "this instant", 86_400, [-12, -8, -4, 0]),
        (12, "on", "this instant", 86_400, [-12, 0]),
        (12, "on", "a while ago", 86_400, [-12, -6]),
        (12, "none", "this instant", 86_400, [0]),
        (12, "none", "a while ago", 86_400, [-12]),
        (0, "on, off", "a while ago", 86_400, [0, 0, 0]),
        (-1, "on, off", "this instant", 86_400, [0]),
    ],
)
def test_close_to_the_start_of_the_choice_events_move_together(
    seconds: int, choices: str, latest: str, pace: int, offsets: list[int]
) -> None:
    clock = EVERYWHERE + timedelta(seconds=seconds)
    facts = dict(zip(SPACE.names, Universe(SPACE).plainest, strict=True)) | {
        "moment": written(clock),
        "choices": choices,
        "latest choice": latest,
        "signed up": "when the choice existed",
        "seconds between events": pace,
    }
    history = SPACE.build(facts).history
    assert [(event.at - clock).total_seconds() for event in history] == offsets
    assert [event.allow for event in history if event.allow is not None] == [
        word == "on" for word in choices.split(", ") if word != "none" and seconds >= 0
    ]


@pytest.mark.parametrize("signed_up", SPACE.facts[4].values)
def test_who_signs_up_at_this_instant_chooses_at_this_instant(signed_up: str) -> None:
    clock = EVERYWHERE + timedelta(days=30)
    facts = dict(zip(SPACE.names, Universe(SPACE).plainest, strict=True)) | {
        "moment": written(clock),
        "choices": "on, off",
        "signed up": signed_up,
    }
    history = SPACE.build(facts).history
    instant = signed_up == "at this instant"
    assert (history[0].at == clock) == instant
    assert len({event.at for event in history}) == (1 if instant else 3)


@pytest.mark.parametrize("text", ['["1"]', '{"a": "1"}', ' ["1"]', '"1"', "1", "true", "null"])
def test_a_value_in_the_settings_file_that_can_be_changed_is_not_shared(text: str) -> None:
    space = SPACES["provider"]
    facts = dict(zip(space.names, Universe(space).plainest, strict=True))
    facts[filed(USE_BEDROCK)] = text
    one, other = (space.build(facts).settings["env"][USE_BEDROCK] for _ in range(2))
    assert one == other == json.loads(text)
    assert (one is not other) == isinstance(one, list | dict)


def test_periods_are_over_a_day_after_their_end_and_a_day_more_for_leap_years() -> None:
    assert (
        *("31d", "5y -1d", "5y", "5y +2d"),
        *("40d", "1825d", "5y -1s", "5y +1s", "5y +1d", "20y"),
    ) == AFTER_DAYS
    assert AFTER_YEARS == ("5y +2d", "20y")
