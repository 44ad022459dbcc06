"""What is not seen is shown as an escape, in a bounded line."""

from __future__ import annotations

import pytest

from datausage.evidence.visible import shown


@pytest.mark.parametrize("number", [0x3164, 0x2800, 0xFE0F, 0xE0100, 0x34F, 0x202E, 0x1B, 0xA0])
def test_what_is_drawn_as_nothing_or_acts_is_escaped(number: int) -> None:
    text = shown(f"off{chr(number)}")
    assert text.startswith("off\\")
    assert text.isascii()


def test_letters_of_any_script_and_blanks_stay_as_they_are() -> None:
    text = "a caf\u00e9 in \u6771\u4eac"
    assert shown(text) == text


@pytest.mark.parametrize("limit", [0, -10])
def test_without_room_there_is_an_ellipsis(limit: int) -> None:
    assert shown("text", limit) == "\u2026"
    assert shown("", limit) == ""
