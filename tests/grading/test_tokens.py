"""Replay tokens: one situation as a word for the command line."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import HealthCheck, given, settings

from datausage.grading import tokens
from datausage.universe import drawing
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Fact, Point, Space, Universe

MIXED = Space("mixed", (Fact("a", (1, True, "1", None)), Fact("b", ("", 0, False))), dict)


def coded(document: object) -> str:
    """Return a token with this document behind the colon."""
    return "rule:" + base64.urlsafe_b64encode(json.dumps(document).encode()).decode().rstrip("=")


@pytest.mark.parametrize("space", SPACES.values(), ids=SPACES)
def test_a_point_survives_being_written_and_read(space: Space) -> None:
    @settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(drawing.points(Universe(space)))
    def survives(point: Point) -> None:
        token = tokens.write("a-rule", space, point)
        assert token.isascii()
        assert not {" ", "=", "\n"} & set(token)
        found = tokens.read(token)
        assert (found.rule, found.question) == ("a-rule", space.question)
        assert repr(found.point(space)) == repr(point)

    survives()


def test_values_that_are_equal_and_of_different_types_are_kept_apart() -> None:
    for point in Universe(MIXED).enumerate():
        found = tokens.read(tokens.write("r", MIXED, point)).point(MIXED)
        assert [(type(v), v) for v in found] == [(type(v), v) for v in point]


def test_the_plainest_point_has_the_shortest_token() -> None:
    space = SPACES["traffic"]
    token = tokens.write("r", space, Universe(space).plainest)
    assert tokens.read(token).facts == {}
    assert len(token) < 25


NO_COLON = "it has no colon between the rule and the situation"
NO_SITUATION = "what follows the colon is not a situation"


@pytest.mark.parametrize(
    ("token", "message"),
    [
        ("", NO_COLON),
        ("rule", NO_COLON),
        ("rule:", NO_SITUATION),
        ("rule:!!!", NO_SITUATION),
        ("rule:é", NO_SITUATION),
        ("rule:abc", NO_SITUATION),
        ("rule:" + base64.b64encode(b"\xff\xfe").decode(), NO_SITUATION),
        (coded({}), NO_SITUATION),
        (coded(None), NO_SITUATION),
        (coded(7), NO_SITUATION),
        (coded([]), NO_SITUATION),
        (coded(["training", {}])[:9] + "!!!!" + coded(["training", {}])[9:], NO_SITUATION),
        (f"a:{coded(['training', {}])}", NO_SITUATION),
        (coded(["training"]), NO_SITUATION),
        (coded(["training", {}, 1]), NO_SITUATION),
        (coded(["training", []]), NO_SITUATION),
        (coded([1, {}]), NO_SITUATION),
        (coded(["training", {"plan": ["pro"]}]), NO_SITUATION),
        (coded(["training", {"plan": {}}]), NO_SITUATION),
        (coded(["training", {"plan": 1.5}]), NO_SITUATION),
    ],
)
def test_a_word_that_is_no_token_is_refused_with_one_clear_line(token: str, message: str) -> None:
    with pytest.raises(tokens.TokenError) as caught:
        tokens.read(token)
    assert str(caught.value) == message


def test_a_token_deep_enough_to_break_the_reader_is_refused_like_any_other() -> None:
    deep = base64.urlsafe_b64encode(b"[" * 100_000).decode()
    with pytest.raises(tokens.TokenError, match=NO_SITUATION):
        tokens.read(f"rule:{deep}")


def test_a_token_that_names_a_fact_of_another_question_is_refused_by_its_space() -> None:
    token = tokens.read(coded(["provider", {"moon": "full"}]))
    with pytest.raises(tokens.TokenError, match="provider does not have: moon"):
        token.point(SPACES["provider"])


def test_a_token_is_as_short_as_its_situation_can_be_written() -> None:
    space = SPACES["traffic"]
    plain = base64.urlsafe_b64encode(b'["traffic",{}]').decode().rstrip("=")
    assert tokens.write("r", space, Universe(space).plainest) == f"r:{plain}"
