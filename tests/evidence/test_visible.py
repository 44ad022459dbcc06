"""What is not seen is shown as an escape, in a bounded line."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from datausage.evidence.visible import inert, shown

# Whatever may be read as an escape, or be escaped.
_TEXT = st.text(st.sampled_from("\\xu0a1b\n\x1b\x85\u202e\ud800\U000e0100 \u6771"), max_size=12)


@given(_TEXT)
@example("\\x1b")
@example("\\\\\x1b")
def test_what_is_shown_can_be_read_back_and_so_no_two_texts_are_shown_alike(text: str) -> None:
    line = shown(text, 1_000)
    seen = "".join(char if char.isascii() else f"\\u{ord(char):04x}" for char in line)
    assert seen.encode("ascii").decode("unicode_escape") == text


def test_a_command_can_be_copied() -> None:
    assert inert("pytest --target='a\\b.py'\x1b") == "pytest --target='a\\b.py'\\x1b"


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
