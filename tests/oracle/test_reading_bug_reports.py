"""A bug report is read by what was done with it."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

import pytest

from datausage.oracle.aspects import MalformedAnswerError
from datausage.oracle.situations import Reporting

from .observing import SESSION, observed

if TYPE_CHECKING:
    from collections.abc import Callable

EVERYTHING: Final = [*SESSION.prompts, *SESSION.outputs, *SESSION.code, *SESSION.secrets]
REPORT: Final = {
    "sent": True,
    "payload": EVERYTHING,
    "in_transit": "tls",
    "at_rest": "aes-256",
    "issue_opened": False,
}


@pytest.mark.parametrize(
    ("changes", "aspect", "said"),
    [
        ({}, "sent", "yes"),
        ({"sent": False}, "sent", "no"),
        ({}, "history", "complete"),
        ({"payload": EVERYTHING[:-1]}, "history", "redacted"),
        ({"payload": EVERYTHING[1:]}, "history", "partial"),
        ({"payload": EVERYTHING[:2]}, "history", "partial"),
        ({"payload": EVERYTHING[-1:]}, "history", "partial"),
        ({"payload": EVERYTHING[2:3]}, "history", "partial"),
        ({"payload": None}, "history", "nothing"),
        ({"payload": [SESSION.id]}, "history", "nothing"),
        ({}, "in_transit", "tls"),
        ({"in_transit": "none"}, "in_transit", "none"),
        ({"at_rest": "other-encryption"}, "at_rest", "other-encryption"),
        ({}, "issue", "no"),
        ({"issue_opened": True}, "issue", "yes"),
    ],
)
def test_a_bug_report_is_read_by_what_was_done_with_it(
    changes: dict[str, Any], aspect: str, said: str
) -> None:
    situation = Reporting({}, {}, SESSION, confirmed=True, issue_requested=False)
    assert observed("bug_report", situation, {**REPORT, **changes})[aspect] == said


@pytest.mark.parametrize("changes", [{}, {"sent": False, "payload": None}])
def test_a_bug_report_may_have_more_fields_or_be_any_object_with_them(
    changes: dict[str, Any],
) -> None:
    situation = Reporting({}, {}, SESSION, confirmed=True, issue_requested=False)
    report = {**REPORT, **changes}
    found = observed("bug_report", situation, report)
    assert observed("bug_report", situation, {**report, "id": 7}) == found
    assert observed("bug_report", situation, SimpleNamespace(**report)) == found


WITH_SECRET: Final = replace(
    SESSION, prompts=(f"use {SESSION.secrets[0]} for it", *SESSION.prompts[1:])
)


@pytest.mark.parametrize(
    ("strike_out", "said"),
    [
        (lambda text, _: text, "complete"),
        (lambda text, secret: text.replace(secret, "***"), "redacted"),
        (lambda text, secret: text.replace(secret, "").strip(), "redacted"),
        (lambda text, secret: text.replace(f"use {secret}", "***"), "partial"),
        (lambda text, secret: "***" if secret in text else text, "partial"),
    ],
    ids=["not at all", "for stars", "for nothing", "with a word more", "with its whole text"],
)
def test_secrets_are_struck_out_where_all_that_is_around_them_is_left(
    strike_out: Callable[[str, str], str], said: str
) -> None:
    situation = Reporting({}, {}, WITH_SECRET, confirmed=True, issue_requested=False)
    texts = (*WITH_SECRET.prompts, *WITH_SECRET.outputs, *WITH_SECRET.code)
    payload = [strike_out(text, WITH_SECRET.secrets[0]) for text in texts]
    assert observed("bug_report", situation, {**REPORT, "payload": payload})["history"] == said


@pytest.mark.parametrize(
    "wrong", [{"sent": 1}, {"in_transit": "aes-256"}, {"at_rest": "tls"}, {"issue_opened": "no"}]
)
def test_a_bug_report_of_another_form_is_malformed(wrong: dict[str, Any]) -> None:
    situation = Reporting({}, {}, SESSION, confirmed=True, issue_requested=False)
    (name,) = wrong
    with pytest.raises(MalformedAnswerError, match=f"^field '{name}' is "):
        observed("bug_report", situation, {**REPORT, **wrong})
