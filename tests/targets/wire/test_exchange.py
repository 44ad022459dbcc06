"""Keeping account of what is open: pure, without a process."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from datausage.targets.contract import shipped
from datausage.targets.outcome import Fault, Outcome
from datausage.targets.wire.exchange import Exchange


def _line(number: int, answer: object = "tls") -> bytes:
    return json.dumps({"id": number, "answer": answer}).encode()


def _exchange(count: int) -> Exchange:
    exchange = Exchange(shipped.document("protection"), set())
    for place in range(count):
        exchange.ask(10 + place, place)
    return exchange


@given(st.permutations(range(6)))
def test_answers_in_any_order_find_their_places(order: list[int]) -> None:
    exchange = _exchange(6)
    answers = ["tls", "none", "aes-256", "other-encryption", "undetermined", "tls"]
    for place in order:
        exchange.hear(_line(10 + place, answers[place]))
    assert exchange.open == []
    assert [exchange.outcomes[place] for place in range(6)] == list(map(Outcome, answers))


@given(st.lists(st.sampled_from([b"{", b"text", b"\xff", _line(11), _line(12), _line(99)])))
def test_every_place_is_open_or_has_one_outcome(lines: list[bytes]) -> None:
    exchange = _exchange(4)
    for line in lines:
        exchange.hear(line)
    assert sorted([*exchange.open, *exchange.outcomes]) == [0, 1, 2, 3]


def test_a_line_that_belongs_to_nothing_is_held_against_the_oldest() -> None:
    exchange = _exchange(3)
    exchange.hear(_line(10))
    exchange.hear(b"{")
    assert exchange.outcomes[1].fault is Fault.GARBLED
    exchange.hear(_line(11))
    exchange.hear(_line(12))
    assert exchange.outcomes[1].fault is Fault.GARBLED
    assert exchange.outcomes[2] == Outcome("tls")


def test_an_answer_of_another_form_names_the_field() -> None:
    exchange = Exchange(shipped.document("selection"), set())
    exchange.ask(1, 0)
    exchange.hear(_line(1, {"may_choose": "yes", "setting": "on", "why": ""}))
    assert exchange.outcomes[0] == Outcome(None, Fault.MALFORMED, "field 'why' is unknown")
