"""The client at a terminal, as a stand-in that is wrong in one way each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from datausage.targets.client.driver import SPOKEN
from datausage.targets.client.screens import (
    BUG_ABSENT,
    BUG_CANCELLED,
    BUG_SENT,
    BUG_TRIED,
    CANCELLED,
    SURVEY_ANSWERED,
    SURVEY_ASKED,
)

from .at_a_terminal import drive

if TYPE_CHECKING:
    from pathlib import Path

SHORT = 16.0
"""Seconds for a client that goes astray: most of them are kept to have it leave."""
SURVEY = ({"do": "survey", "answer": "3"},)


@pytest.mark.parametrize("manner", ["", "asks", "wide", "resizes", "hostile", "floods"])
def test_a_report_is_described_confirmed_and_sent(tmp_path: Path, manner: str) -> None:
    seen = drive(tmp_path, manner)
    assert list(seen.screens) == [SPOKEN, BUG_SENT], seen.screens
    assert seen.told == "prompt say hi\ndescribed it does not work\nsent\n"
    assert "● hi there" in seen.screens[SPOKEN]
    assert "Thank you for your report!" in seen.screens[BUG_SENT]
    assert "Feedback / bug report submitted" in seen.output
    assert seen.code == 0


def test_a_report_that_the_client_fails_to_send_was_tried(tmp_path: Path) -> None:
    seen = drive(tmp_path, "fails to send")
    assert "Could not submit feedback" in seen.screens[BUG_SENT]
    assert seen.code == 0


def test_a_report_is_given_up(tmp_path: Path) -> None:
    seen = drive(tmp_path, keys=CANCELLED)
    assert list(seen.screens) == [SPOKEN, BUG_CANCELLED]
    assert seen.told == "prompt say hi\n"
    assert seen.code == 0


def test_a_command_that_is_not_there_is_absent_by_what_the_client_says(tmp_path: Path) -> None:
    seen = drive(tmp_path, "absent")
    assert list(seen.screens) == [SPOKEN, BUG_ABSENT]
    assert "Unknown slash command: bug" in seen.screens[BUG_ABSENT]
    assert seen.code == 0


@pytest.mark.parametrize(
    ("manner", "at"),
    [
        ("mute", 0),
        ("deaf", 0),
        ("busy", 0),
        ("takes it for a prompt", 1),
        ("unknown", 1),
        ("hangs", 2),
    ],
)
def test_a_screen_that_is_not_expected_shows_nothing(tmp_path: Path, manner: str, at: int) -> None:
    seen = drive(tmp_path, manner, seconds=SHORT)
    assert [name for name in seen.screens if name != SPOKEN] == [f"failed-{at}"]
    assert seen.screens[f"failed-{at}"].startswith("expected: ")
    assert (SPOKEN in seen.screens) == (manner not in {"mute", "deaf"})
    assert seen.code == 0


def test_a_client_that_dies_is_told_so(tmp_path: Path) -> None:
    seen = drive(tmp_path, "dies")
    assert list(seen.screens) == [SPOKEN, "failed-1"]
    assert seen.screens["failed-1"].startswith("the client was gone\n")
    assert seen.code == 3


def test_megabytes_without_end_show_nothing(tmp_path: Path) -> None:
    seen = drive(tmp_path, "floods for ever", seconds=SHORT)
    assert list(seen.screens) == [SPOKEN, "failed-2"]
    assert seen.code < 0


def test_a_client_that_does_not_leave_is_interrupted(tmp_path: Path) -> None:
    seen = drive(tmp_path, "stays")
    assert BUG_SENT in seen.screens
    assert seen.code == 0


def test_where_nobody_is_trusted_an_attempt_is_enough(tmp_path: Path) -> None:
    seen = drive(tmp_path, "hangs", trusted=False)
    assert list(seen.screens) == [BUG_TRIED]
    assert seen.code == 0


def test_an_attempt_is_not_enough_where_all_are_trusted(tmp_path: Path) -> None:
    seen = drive(tmp_path, "hangs", seconds=SHORT)
    assert BUG_TRIED not in seen.screens


def test_a_version_whose_screens_nobody_knows_is_not_driven(tmp_path: Path) -> None:
    seen = drive(tmp_path, version="1.0.0")
    assert seen.screens == {"failed-0": "nobody has looked at the screens of version 1.0.0"}
    assert (seen.told, seen.code) == ("", 0)


def test_the_survey_is_answered(tmp_path: Path) -> None:
    seen = drive(tmp_path, "survey", keys=SURVEY)
    assert list(seen.screens) == [SPOKEN, SURVEY_ASKED, SURVEY_ANSWERED]
    assert seen.told == "prompt say hi\nsurvey 3\n"


def test_a_survey_that_is_not_asked_is_not_answered(tmp_path: Path) -> None:
    seen = drive(tmp_path, keys=SURVEY, seconds=SHORT)
    assert list(seen.screens) == [SPOKEN, "failed-1"]
    assert seen.told == "prompt say hi\n"


def test_what_cannot_be_typed_is_not_typed(tmp_path: Path) -> None:
    seen = drive(tmp_path, prompt="say hi\rand bye", seconds=SHORT)
    assert list(seen.screens) == ["failed-0"]
    assert seen.told == ""
