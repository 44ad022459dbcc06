"""The ways to write one sentence."""

from __future__ import annotations

import pytest

from datausage.policy.fingerprints import sha256
from datausage.policy.spellings import spellings


def alike(one: str, other: str) -> bool:
    return sha256(one) in {sha256(text) for text in spellings(other)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Open - all year - to guests.", "Open \u2014 all year \u2014 to guests."),
        ("Open - all year - to guests.", "Open\u2014all year\u2014to guests."),
        ("Open - all year - to guests.", "Open -- all year -- to guests."),
        ("Open\u2014all year\u2014to guests.", "Open - all year - to guests"),
        ("A 5-day week", "A 5\u2011day week."),
        ("From 5\u20137 May", "From 5-7 May"),
        ("Open.", "Open;"),
        ("Open", "Open:"),
    ],
)
def test_dashes_and_the_last_mark_make_no_difference(one: str, other: str) -> None:
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Open!", "Open."),
        ("Open?", "Open."),
        ("For 5 days", "For -5 days"),
        ("For 1.5 days", "For 15 days"),
        ("For 5-7 days", "For 57 days"),
        ("Open, to guests", "Open to guests"),
    ],
)
def test_every_other_mark_does(one: str, other: str) -> None:
    assert not alike(one, other)
    assert not alike(other, one)


def test_the_text_as_it_stands_comes_first() -> None:
    assert next(iter(spellings("Open - now."))) == "Open - now."
