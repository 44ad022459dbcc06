"""Reading lines of a target: nothing in them is trusted, and nothing in them raises."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datausage.targets.wire.messages import Answered, Garbled, Message, Printed, Refused, read


@given(st.binary(max_size=200))
def test_any_bytes_are_read_as_something(line: bytes) -> None:
    assert isinstance(read(line), Message)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=8,
)


# The first text may take seconds: Hypothesis makes a table of all letters for it.
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from(["id", "answer", "error", "x\x1b[2J"]), PLAIN))
def test_a_message_of_any_fields_is_read_as_something_on_one_clean_line(
    message: dict[str, object],
) -> None:
    found = read(json.dumps(message).encode())
    match found:
        case Answered(number, answer):
            assert message == {"id": number, "answer": answer}
            return
        case Refused(_, text) | Printed(text) | Garbled(text, _):
            assert text.isprintable()


@pytest.mark.parametrize("depth", [10, 100, 300, 500, 900, 990, 10_000, 400_000])
def test_a_line_may_be_nested_however_deeply(depth: int) -> None:
    line = b'{"id": null, "x": ' + b"[" * depth + b"]" * depth + b"}"
    found = read(line)
    assert isinstance(found, Garbled)
    assert len(found.detail) < 200


@pytest.mark.parametrize("number", ["1" * 5_000, "1e999", "1.5", '"1"', "[1]", "true"])
def test_an_id_of_another_form_is_garbled(number: str) -> None:
    assert isinstance(read(f'{{"id": {number}, "answer": "tls"}}'.encode()), Garbled)


@given(
    st.integers(0, 10**18),
    st.text(st.sampled_from('tls-aes256 A"\\é'), max_size=8),
    st.sampled_from([(",", ":"), (", ", ": "), (" ,", " : ")]),
    st.sampled_from(["", "\r", " ", "\r\r", "x"]),
)
def test_a_line_that_is_read_swiftly_says_what_it_says(
    number: int, word: str, separators: tuple[str, str], end: str
) -> None:
    line = json.dumps({"id": number, "answer": word}, separators=separators) + end
    expected = Answered(number, word)
    assert (read(line.encode()) == expected) is (end != "x")


@pytest.mark.parametrize("number", ["01", "-0", "+1", "1_0", "\u0661"])
def test_a_number_that_is_none_in_json_is_none_here(number: str) -> None:
    found = read(f'{{"id": {number}, "answer": "tls"}}'.encode())
    assert found == Answered(0, "tls") if number == "-0" else isinstance(found, Garbled)
