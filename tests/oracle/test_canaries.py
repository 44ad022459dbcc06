"""Canaries are found in whatever a payload holds, in common encodings."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, quote_plus

import pytest

from datausage.oracle import canaries
from datausage.oracle.aspects import MalformedAnswerError

if TYPE_CHECKING:
    from collections.abc import Callable

CANARY: Final = "k0123456789abcdef"
OTHER: Final = "kfedcba9876543210"
ENCODINGS: Final[dict[str, Callable[[str], str]]] = {
    "plain": str,
    "upper case": str.upper,
    "hexadecimal": lambda text: text.encode().hex(),
    "percent": lambda text: quote(text, safe=""),
    "form": quote_plus,
    "escapes": lambda text: text.encode("unicode_escape").decode(),
    **{
        f"Base64 after {before} bytes": lambda text, before=before: base64.b64encode(
            b"x" * before + text.encode() + b"yz"
        ).decode()
        for before in range(3)
    },
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", [CANARY, "some a/b c", "the caf\xe9/x y"])
def test_a_canary_is_found_in_common_encodings(text: str, encoding: str) -> None:
    coded = ENCODINGS[encoding](text)
    for payload in (coded, f"before {coded} after", {"key": [coded]}, {coded: None}, {1: (coded,)}):
        found = canaries.text_of(payload)
        assert canaries.holds_any(found, (OTHER, text))
        assert canaries.holds_all(found, (text,))
        assert not canaries.holds_all(found, (text, OTHER))
        assert not canaries.holds_any(found, (OTHER,))


def test_a_text_too_short_for_a_coded_form_is_not_found_everywhere() -> None:
    assert not canaries.holds_any(canaries.text_of("something else"), ("a/b",))
    assert canaries.holds_any(canaries.text_of("see a/b"), ("a/b",))


@pytest.mark.parametrize(
    "payload", [None, [], {}, "", 7, 7.5, True, b"nothing", {"a": [None, {"b": ()}]}]
)
def test_nothing_is_found_in_a_payload_without_canaries(payload: object) -> None:
    assert not canaries.holds_any(canaries.text_of(payload), (CANARY,))
    assert canaries.holds_all(canaries.text_of(payload), ())


@pytest.mark.parametrize(
    ("payload", "text"),
    [
        ({"a": 1}, "a\n1"),
        ([1.5, True, "X"], "1.5\n1\nx"),
        (b"\xe9", "\xe9"),
        (bytearray(b"ab"), "ab"),
        ({"k": {"x"}}, "k\nx"),
        (frozenset({"x"}), "x"),
        (None, ""),
    ],
)
def test_all_that_a_payload_holds_is_looked_at(payload: object, text: str) -> None:
    assert canaries.text_of(payload) == text


def test_a_piece_of_a_text_gives_it_away_by_the_word_planted_in_it() -> None:
    text = canaries.text_of(f"... {CANARY}")
    assert canaries.holds_any(text, (f"def {CANARY}(): return 1",))
    assert not canaries.holds_all(text, (f"def {CANARY}(): return 1",))
    assert not canaries.holds_any(text, (f"{CANARY}/{OTHER}",))


@pytest.mark.parametrize(
    ("path", "pairs"),
    [("/home/me/x.py", ("home/me", "me/x.py")), ("X/b/", ("X/b",)), ("alone", ())],
)
def test_a_path_is_known_by_any_two_neighbouring_names(path: str, pairs: tuple[str, ...]) -> None:
    assert canaries.shortest_paths(path) == pairs


def nested(depth: int) -> object:
    """Return a canary inside so many lists and mappings in turn."""
    payload: object = CANARY
    for level in range(depth):
        payload = [payload] if level % 2 else {"key": payload}
    return payload


def test_payloads_may_be_nested_and_long_but_not_endlessly() -> None:
    assert canaries.holds_any(canaries.text_of(nested(canaries.DEPTH - 1)), (CANARY,))
    with pytest.raises(MalformedAnswerError, match=r"^the payload is nested more than 12 deep$"):
        canaries.text_of(nested(canaries.DEPTH))
    key: Any = ""
    for _ in range(canaries.DEPTH - 1):
        key = (key,)
    with pytest.raises(MalformedAnswerError, match=r"^the payload is nested more than 12 deep$"):
        canaries.text_of({key: 1})
    assert len(canaries.text_of("x" * canaries.LENGTH)) == canaries.LENGTH
    with pytest.raises(MalformedAnswerError, match=r"^the payload is longer than 1,000,000 char"):
        canaries.text_of("x" * (canaries.LENGTH + 1))


@pytest.mark.parametrize(("leaf", "text"), [(7, "7"), (b"x", "x"), (None, ""), (CANARY, CANARY)])
def test_whatever_lies_as_deep_as_it_may_is_looked_at(leaf: object, text: str) -> None:
    payload: Any = leaf
    for _ in range(canaries.DEPTH - 1):
        payload = [payload]
    assert canaries.text_of(payload) == text
    with pytest.raises(MalformedAnswerError, match=r"^the payload is nested more than 12 deep$"):
        canaries.text_of([payload])


@pytest.mark.parametrize("each", [1, 2, 3])
def test_a_mapping_goes_as_deep_as_a_list(each: int) -> None:
    payload: Any = CANARY
    for level in range(canaries.DEPTH - 1):
        payload = [payload] if level % each else {"": payload}
    assert CANARY in canaries.text_of(payload)
    with pytest.raises(MalformedAnswerError, match=r"^the payload is nested more than 12 deep$"):
        canaries.text_of({"": payload})


def test_a_payload_with_an_object_of_the_targets_own_is_malformed() -> None:
    with pytest.raises(MalformedAnswerError, match=r"^the payload holds a object$"):
        canaries.text_of({"a": [object()]})
