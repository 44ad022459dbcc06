"""The screen of a terminal, and what it answers, whatever comes."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from datausage.targets.client.driver.screen import Screen
from datausage.targets.client.driver.sequences import Pieces

ODD = st.sampled_from(
    [
        *(b"\x1b[", b"\x1b]", b"\x1bP", b"\x1b\\", b"\x1b", b"\x07", b"\x9b", b"\x00", b"\r\n"),
        *(b"c", b"6n", b";1", b"?", b">", b"$p", b"A", b"99999999999", b"m", b":"),
        *(b"\xc3", b"\xa4", "日".encode()),
    ]
)


def shown(*portions: bytes) -> tuple[str, list[str]]:
    said: list[str] = []
    screen = Screen(5, 20, said.append)
    for portion in portions:
        screen.take(portion)
    return screen.text, said


@given(st.lists(ODD | st.binary(max_size=5), max_size=30))
@example([b"a\x1b[1;2;3;4Ab"])
def test_nothing_that_comes_breaks_it(portions: list[bytes]) -> None:
    text, said = shown(*portions)
    assert len(text.split("\n")) <= 5
    assert len(said) <= len(b"".join(portions))


@given(st.lists(ODD, max_size=20), st.integers(1, 7))
def test_portions_make_no_difference(portions: list[bytes], size: int) -> None:
    whole = b"".join(portions)
    assert shown(whole) == shown(*(whole[at : at + size] for at in range(0, len(whole), size)))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (b"\x1b[c", "\x1b[?62;22c"),
        (b"\x1b[0c", "\x1b[?62;22c"),
        (b"\x1b[>0c", "\x1b[>1;10;0c"),
        (b"\x1b[5n", "\x1b[0n"),
        (b"ab\x1b[6n", "\x1b[1;3R"),
        (b"\x1b[3;4H\x1b[?6n", "\x1b[?3;4R"),
        (b"x" * 20 + b"\x1b[6n", "\x1b[1;20R"),
        (b"\x1b[18t", "\x1b[8;5;20t"),
        (b"\x1b[?2026$p", "\x1b[?2026;0$y"),
    ],
)
def test_questions_are_answered(asked: bytes, said: str) -> None:
    assert shown(asked)[1] == [said]


@pytest.mark.parametrize(
    "nothing",
    [
        b"\x1b]0;a title\x07",
        b"\x1b]8;id=1;https://here.invalid\x1b\\",
        b"\x1bP+q\x1b\\",
        b"\x1b[>4;2m",
        b"\x1b[<u",
        b"\x1b[38:2:1:2:3m",
        b"\x1b[8;40;40t",
        b"\x1b[?3h",
        b"\x1b(B",
        b"\x1b[?2004h",
    ],
)
def test_what_is_no_text_is_not_shown(nothing: bytes) -> None:
    assert shown(b"a", nothing, b"b") == ("ab", [])


def test_it_shows_what_was_moved_and_erased() -> None:
    assert shown(b"one\r\ntwo\x1b[1A\x1b[2Kthree\x1b[2G*")[0] == " * three\ntwo"


def test_wide_letters_take_two_places() -> None:
    assert shown("日本e\u0301\x1b[6n".encode())[1] == ["\x1b[1;6R"]


def test_a_sequence_without_end_is_none() -> None:
    pieces = Pieces()
    assert list(pieces.of(b"a\x1b]" + b"x" * 10_000)) == ["a"]
    assert "".join(pieces.of(b"x" * 100_000)) == "]" + "x" * 110_000
