"""The lines that tell of answers which do not fit together."""

from __future__ import annotations

import base64

import pytest

from datausage.evidence.coherence import facts
from datausage.grading import tokens
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

SPACE = SPACES["traffic"]


def told(variable: str, value: str | None) -> dict[str, str]:
    """Return the facts that are told of a point with one variable set to a value."""
    plainest = dict(zip(SPACE.names, Universe(SPACE).plainest, strict=True))
    point = tuple({**plainest, variable: value}.values())
    return dict(facts(tokens.write("metrics-default", SPACE, point)))


@pytest.mark.parametrize(
    ("value", "words"),
    [("1", "1"), (" 1", "' 1'"), ("0\t", r"'0\t'"), ("", "''"), (" ", "' '"), ("a b", "a b")],
)
def test_a_value_whose_blanks_nobody_would_see_stands_in_quotes(value: str, words: str) -> None:
    assert told("DISABLE_TELEMETRY", value) == {"DISABLE_TELEMETRY": words}


def test_what_is_not_set_is_told_so() -> None:
    plain = base64.urlsafe_b64encode(b'["traffic", {"DISABLE_TELEMETRY": null}]').decode()
    assert facts(f"rule:{plain}") == (("DISABLE_TELEMETRY", "not set"),)


def test_nothing_is_told_of_the_plainest_situation_or_of_what_is_none() -> None:
    assert facts(tokens.write("rule", SPACE, Universe(SPACE).plainest)) == ()
    assert facts("no token") == ()
