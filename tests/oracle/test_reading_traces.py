"""The trace of a cloud session is read by what became of the clone, credential and traffic."""

from __future__ import annotations

from typing import Any, Final

import pytest

from datausage.oracle.aspects import MalformedAnswerError
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.situations import Step, Working
from datausage.oracle.verdicts import Oracle
from datausage.policy.edition import load

from .observing import observed

CLONED: Final = {
    "event": "clone",
    "where": "isolated-vm",
    "authenticated_by": "secure-proxy",
    "via": "security-proxy",
}
FETCHED: Final = {**CLONED, "event": "fetch"}
DELETED: Final = {"event": "delete-clone"}
WORKING: Final = Working((Step.CLONE, Step.FETCH, Step.FINISH), "https://x.invalid/r", "ghp_secret")


@pytest.mark.parametrize(
    ("trace", "aspect", "said"),
    [
        ([], "clone_place", "nowhere"),
        ([CLONED], "clone_place", "isolated-vm"),
        ([{**CLONED, "where": "laptop"}], "clone_place", "elsewhere"),
        ([CLONED, {**CLONED, "where": "laptop"}], "clone_place", "elsewhere"),
        ([{"event": "clone"}], "clone_place", "elsewhere"),
        ([{**FETCHED, "where": "laptop"}], "clone_place", "nowhere"),
        ([], "clone_afterwards", "left"),
        ([CLONED, DELETED], "clone_afterwards", "deleted"),
        ([CLONED, DELETED, CLONED], "clone_afterwards", "left"),
        (
            [CLONED, DELETED, {"event": "edit", "where": "isolated-vm"}],
            "clone_afterwards",
            "left",
        ),
        ([CLONED, DELETED, {**CLONED, "where": "laptop"}], "clone_afterwards", "deleted"),
        ([CLONED, DELETED, FETCHED], "clone_afterwards", "deleted"),
        ([CLONED], "credentials", "kept-out"),
        ([{**CLONED, "header": "ghp_secret"}], "credentials", "entered"),
        ([{"event": "edit", "text": "ghp_secret"}], "credentials", "entered"),
        ([{**CLONED, "where": "proxy", "header": "ghp_secret"}], "credentials", "kept-out"),
        ([CLONED, FETCHED], "authentication", "by-proxy"),
        ([CLONED], "authentication", "unseen"),
        ([], "authentication", "unseen"),
        ([CLONED, {**FETCHED, "authenticated_by": "token"}], "authentication", "otherwise"),
        ([CLONED, FETCHED, {"event": "fetch"}], "authentication", "otherwise"),
        (
            [CLONED, FETCHED, {"event": "note", "authenticated_by": "token"}],
            "authentication",
            "otherwise",
        ),
        ([CLONED, FETCHED, {"event": "note"}], "authentication", "by-proxy"),
        ([CLONED, FETCHED], "outbound", "all-by-proxy"),
        ([CLONED, {**FETCHED, "via": "direct"}], "outbound", "otherwise"),
        ([CLONED, FETCHED, {"event": "request"}], "outbound", "otherwise"),
        (
            [CLONED, FETCHED, {"event": "request", "via": "security-proxy"}],
            "authentication",
            "by-proxy",
        ),
        ([FETCHED], "outbound", "unseen"),
    ],
)
def test_a_trace_is_read_by_what_became_of_the_clone_the_credential_and_the_traffic(
    trace: list[dict[str, Any]], aspect: str, said: str
) -> None:
    assert observed("cloud_session", WORKING, trace)[aspect] == said


def test_a_trace_without_anything_that_should_be_seen_shows_nothing() -> None:
    idle = Working((Step.FINISH,), "https://x.invalid/r", "ghp_secret")
    found = observed("cloud_session", idle, [{"event": "note"}])
    assert (found["authentication"], found["outbound"]) == ("unseen", "unseen")


def test_of_a_session_without_a_step_nothing_is_said_about_a_clone() -> None:
    aspects = QUESTIONS["cloud_session"].aspects
    found = Oracle(load()).verdicts(aspects, Working((), "https://x.invalid/r", "ghp_secret"))
    silent = {aspect.name for aspect, one in zip(aspects, found, strict=True) if one.silent}
    assert silent == {"clone_place", "clone_afterwards", "authentication"}


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("clone", "^the answer is not a sequence of events$"),
        (b"clone", "^the answer is not a sequence of events$"),
        ({"event": "clone"}, "^the answer is not a sequence of events$"),
        (iter([CLONED]), "^the answer is not a sequence of events$"),
        ([CLONED] * 10_001, "^the trace has more than 10000 events$"),
        ([CLONED, "clone"], "^event 1 is no mapping with a text under 'event'$"),
        ([{"where": "isolated-vm"}], "^event 0 is no mapping with a text under 'event'$"),
    ],
    ids=["text", "bytes", "one event", "iterator", "too many", "no mapping", "no kind"],
)
def test_what_is_no_trace_of_events_is_malformed(answer: object, message: str) -> None:
    with pytest.raises(MalformedAnswerError, match=message):
        observed("cloud_session", WORKING, answer)


def test_a_trace_may_have_as_many_events_as_are_read() -> None:
    assert observed("cloud_session", WORKING, [CLONED] * 10_000)["clone_place"] == "isolated-vm"
