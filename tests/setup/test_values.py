"""What is kept of a value says to every reading what the value itself says, and nothing more."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datausage.oracle.facts import Service
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.situations import Sending
from datausage.oracle.verdicts import Oracle
from datausage.policy.edition import load
from datausage.setup.values import of_file, of_process
from datausage.universe.values import FILED_EDGES, FILED_VALUES, PROCESS_EDGES, PROCESS_VALUES

ORACLE = Oracle(load())
TRAFFIC = QUESTIONS["traffic"].aspects[0]
TEXTS = st.one_of(
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8),
    st.sampled_from([value for value in (*PROCESS_VALUES, *PROCESS_EDGES) if value is not None]),
    st.sampled_from([" " * 40 + word for word in ("1", "TRUE", "no", "x", "")]),
)
VALUES = st.recursive(
    st.one_of(TEXTS, st.integers(), st.floats(), st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(TEXTS, inner)),
    max_leaves=4,
)
VARIABLE = "DISABLE_TELEMETRY"


def _verdict(environment: dict[str, str], filed: dict[str, Any]) -> object:
    situation = Sending(environment, {"env": filed} if filed else {}, Service.METRICS)
    found = ORACLE.verdict(TRAFFIC, situation)
    return found.permitted, found.certain, found.turns_on


@given(TEXTS, TEXTS)
def test_a_text_is_judged_like_what_is_kept_of_it(text: str, other: str) -> None:
    kept, also = of_process(text).content, of_process(other).content
    assert _verdict({VARIABLE: text}, {}) == _verdict({VARIABLE: kept}, {})
    assert _verdict({VARIABLE: text}, {VARIABLE: other}) == _verdict(
        {VARIABLE: kept}, {VARIABLE: also}
    )


@given(VALUES, TEXTS)
def test_a_json_value_is_judged_like_what_is_kept_of_it(value: Any, text: str) -> None:
    kept = of_file(value).content
    assert _verdict({}, {VARIABLE: value}) == _verdict({}, {VARIABLE: kept})
    assert _verdict({VARIABLE: text}, {VARIABLE: value}) == _verdict(
        {VARIABLE: text}, {VARIABLE: kept}
    )


@given(st.text(min_size=5).map(lambda text: f"k0123456789abcdef{text}"))
def test_nothing_is_kept_of_a_value_that_is_no_known_spelling(secret: str) -> None:
    for value in (of_process(secret), of_file(secret), of_file([secret]), of_file({secret: 1})):
        assert "k0123456789abcdef" not in repr(value)
        assert value.text.startswith("set to something else")


@pytest.mark.parametrize("number", [4711, -1, 3, 10**30, 1.5])
def test_no_number_is_told_but_the_usual_ones(number: float) -> None:
    assert of_file(number).text == "set to something else (a number)"


@pytest.mark.parametrize(
    "text", [value for value in (*PROCESS_VALUES, *PROCESS_EDGES) if value is not None]
)
def test_every_value_that_is_always_asked_is_told_on_one_line(text: str) -> None:
    told = of_process(text).text
    assert told == text or json.loads(told.replace("\\uff11", "\uff11")) == text
    assert told.isprintable()


@pytest.mark.parametrize("text", [text for text in (*FILED_VALUES, *FILED_EDGES) if text])
def test_a_number_and_a_boolean_are_two_values(text: str) -> None:
    value = of_file(json.loads(text))
    assert value.told
    others = [of_file(json.loads(other)) for other in (*FILED_VALUES, *FILED_EDGES) if other]
    assert others.count(value) == 1
