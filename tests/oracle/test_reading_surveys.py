"""What was recorded of a survey is read by its rating, other fields and the setting."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from datausage.oracle.aspects import MalformedAnswerError
from datausage.oracle.surveys import ENVELOPE

from .observing import SESSION, observed


@pytest.mark.parametrize(
    ("changes", "aspect", "said"),
    [
        ({}, "rating", "none"),
        ({"rating": 1}, "rating", "1"),
        ({"rating": "dismiss"}, "rating", "dismiss"),
        ({"rating": "4"}, "rating", "other"),
        ({"rating": "none"}, "rating", "other"),
        ({}, "besides", "nothing"),
        *(
            ({"fields": {name: "now"}}, "besides", "envelope")
            for name in ("id", "event_id", "uuid", "timestamp", "time", "recorded_at")
        ),
        ({"fields": dict.fromkeys(sorted(ENVELOPE), "now")}, "besides", "envelope"),
        ({"fields": {"timestamp": "now", "plan": "pro"}}, "besides", "more"),
        ({"fields": {"id": SESSION.id}}, "besides", "more"),
        ({"fields": {"uuid": SESSION.prompts[0]}}, "besides", "more"),
        ({"fields": {"time": SESSION.outputs[0]}}, "besides", "more"),
        ({"fields": {"event_id": SESSION.code[0]}}, "besides", "more"),
        ({"fields": {"recorded_at": SESSION.paths[0]}}, "besides", "more"),
        ({}, "setting", "unchanged"),
        ({"setting": True}, "setting", "changed"),
    ],
)
def test_a_survey_record_is_read_by_rating_other_fields_and_setting(
    changes: dict[str, Any], aspect: str, said: str
) -> None:
    situation = SimpleNamespace(session=SESSION, allowed=False)
    answer = {"rating": None, "fields": {}, "setting": False, **changes}
    assert observed("survey_record", situation, answer)[aspect] == said


@pytest.mark.parametrize("wrong", [{"rating": []}, {"fields": []}, {"setting": "off"}])
def test_a_survey_record_of_another_form_is_malformed(wrong: dict[str, Any]) -> None:
    answer = {"rating": None, "fields": {}, "setting": False, **wrong}
    (name,) = wrong
    with pytest.raises(MalformedAnswerError, match=f"^field '{name}' is "):
        observed("survey_record", SimpleNamespace(session=SESSION, allowed=False), answer)
