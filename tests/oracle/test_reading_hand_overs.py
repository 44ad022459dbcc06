"""A configuration handed on is judged by what was received and what was handed on."""

from __future__ import annotations

import pytest

from datausage.oracle.aspects import MalformedAnswerError
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.situations import Configured, HandOver

from .observing import observed


def test_a_hand_over_is_judged_by_what_was_received_and_handed_on() -> None:
    received = Configured({"A": "1"}, {})
    question = QUESTIONS["environment"]
    assert question.subject is not None
    bare = question.subject(received, {"environment": {}, "settings": {"model": "opus"}})
    assert bare == HandOver(received, Configured({}, {"model": "opus"}))
    answer = {"environment": {"B": "2"}, "settings": {"env": {"C": 3}}}
    found = question.subject(received, answer)
    assert found == HandOver(received, Configured({"B": "2"}, {"env": {"C": 3}}))
    assert observed("environment", received, answer) == dict.fromkeys(
        ("provider", "metrics", "error-reports", "bug-reports"), "kept"
    )


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ({"settings": {}}, "no field 'environment'"),
        ({"environment": {}}, "no field 'settings'"),
        ({"environment": [], "settings": {}}, r"^field 'environment' is \[\], not dict$"),
        ({"environment": {}, "settings": None}, "^field 'settings' is None, not dict$"),
        (
            {"environment": {"A": 1}, "settings": {}},
            "^field 'environment' holds something other than texts$",
        ),
        (
            {"environment": {1: "A"}, "settings": {}},
            "^field 'environment' holds something other than texts$",
        ),
        (
            {"environment": {}, "settings": {"env": []}},
            "^field 'settings' holds an 'env' that is not a mapping$",
        ),
    ],
)
def test_a_hand_over_of_another_form_is_malformed(answer: object, message: str) -> None:
    question = QUESTIONS["environment"]
    assert question.subject is not None
    with pytest.raises(MalformedAnswerError, match=message):
        question.subject(Configured({}, {}), answer)
