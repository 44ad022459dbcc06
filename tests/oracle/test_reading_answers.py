"""Answers are read as what they are: strict about their form, attentive to what they reveal."""

from __future__ import annotations

import base64
from enum import Enum
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, quote_plus

import pytest

from datausage.oracle import canaries
from datausage.oracle.answers import brief, field, word
from datausage.oracle.aspects import UNDETERMINED, MalformedAnswerError
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.situations import Configured, HandOver, Reporting, Session, Step, Working
from datausage.oracle.surveys import ENVELOPE
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

if TYPE_CHECKING:
    from collections.abc import Callable

CANARY: Final = "k0123456789abcdef"
OTHER: Final = "kfedcba9876543210"
SESSION: Final = Session(
    id="k00000000000000aa",
    prompts=("please fix k00000000000000ab",),
    outputs=("I fixed k00000000000000ac",),
    code=("def k00000000000000ad(): ...",),
    paths=("/home/k00000000000000ae/k00000000000000af/main.py",),
    secrets=("sk-k00000000000000ba",),
)


def plainest(question: str, **facts: Any) -> Any:
    """Return the plainest situation of a question but for some facts."""
    space = SPACES[question]
    named = dict(zip(space.names, Universe(space).plainest, strict=True))
    return space.build({**named, **{name.replace("_", " "): v for name, v in facts.items()}})


def observed(question: str, situation: Any, answer: object) -> dict[str, str]:
    """Return the value of each aspect that an answer gives."""
    return dict(QUESTIONS[question].observe(situation, answer))


# --- words and fields


class Colour(Enum):
    RED = "red"
    SEVEN = 7


@pytest.mark.parametrize(
    ("answer", "said"), [("red", "red"), (Colour.RED, "red"), (UNDETERMINED, UNDETERMINED)]
)
def test_a_word_is_one_of_those_allowed_whatever_its_type(answer: object, said: str) -> None:
    assert word(answer, ("red", "blue")) == said
    assert type(word(answer, ("red", "blue"))) is str


@pytest.mark.parametrize("answer", ["green", Colour.SEVEN, 7, None, ["red"]])
def test_anything_but_an_allowed_word_is_malformed_and_said_to_be(answer: object) -> None:
    with pytest.raises(MalformedAnswerError) as caught:
        word(answer, ("red", "blue"))
    assert str(caught.value) == f"the answer is {answer!r}, not one of 'red', 'blue'"


@pytest.mark.parametrize("may_choose", ["yes", "no", UNDETERMINED])
@pytest.mark.parametrize("setting", ["off", "none", "on", UNDETERMINED])
def test_the_words_of_a_record_are_read_by_name(may_choose: str, setting: str) -> None:
    said = {"may_choose": may_choose, "setting": setting}
    assert observed("selection", None, said) == said
    assert observed("selection", None, SimpleNamespace(**said)) == said


def test_the_faults_of_a_record_name_the_field() -> None:
    situation, said = plainest("selection"), {"may_choose": "yes", "setting": "off"}
    with pytest.raises(MalformedAnswerError, match=r"^field 'setting' is 'yes', not one of 'off'"):
        observed("selection", situation, {**said, "setting": "yes"})


def test_a_missing_field_and_one_of_another_type_are_malformed() -> None:
    assert field({"a": None}, "a") is None
    assert field(SimpleNamespace(a=3), "a", (str, int)) == 3
    with pytest.raises(
        MalformedAnswerError, match=r"^the answer is \{'a': 1\}, and has no field 'b'"
    ):
        field({"a": 1}, "b")
    with pytest.raises(MalformedAnswerError, match=r"^the answer is .*, and has no field 'b'"):
        field(object(), "b")
    with pytest.raises(MalformedAnswerError, match=r"^field 'a' is 1, not str$"):
        field({"a": 1}, "a", str)
    with pytest.raises(MalformedAnswerError, match=r"^field 'a' is \[\], not str or int or None$"):
        field({"a": []}, "a", (str, int, type(None)))


class Unshowable:
    def __repr__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("x" * 10, f"'{'x' * 10}'"),
        ("x" * 398, f"'{'x' * 398}'"),
        ("x" * 399, f"'{'x' * 396}..."),
        (Unshowable(), "a Unshowable whose repr raises RuntimeError"),
    ],
    ids=["short", "as long as may be", "longer", "that cannot be shown"],
)
def test_a_value_is_shown_in_brief(value: object, shown: str) -> None:
    assert brief(value) == shown


def test_a_long_answer_that_is_no_word_is_shown_in_eighty_characters() -> None:
    with pytest.raises(MalformedAnswerError) as caught:
        word("x" * 500, ("red",))
    assert str(caught.value) == f"the answer is '{'x' * 76}..., not one of 'red'"


# --- canaries


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


def test_a_payload_with_an_object_of_the_targets_own_is_malformed() -> None:
    with pytest.raises(MalformedAnswerError, match=r"^the payload holds a object$"):
        canaries.text_of({"a": [object()]})


# --- what was recorded of a survey


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


# --- payloads of metrics and errors


@pytest.mark.parametrize("question", ["metrics_event", "error_event"])
@pytest.mark.parametrize(
    ("payload", "present"),
    [
        ({"name": "started"}, set()),
        ({"hash": SESSION.code[0]}, {"code"}),
        ({"file": SESSION.paths[0]}, {"paths"}),
        ({"file": "k00000000000000af/main.py"}, {"paths"}),
        ({"file": "main.py"}, set()),
        ([SESSION.prompts[0]], {"conversation"}),
        ([SESSION.outputs[0]], {"conversation"}),
        ([SESSION.outputs[0], SESSION.code[0]], {"conversation", "code"}),
        ([SESSION.id], set()),
    ],
)
def test_an_event_is_read_by_which_planted_contents_it_holds(
    question: str, payload: object, present: set[str]
) -> None:
    found = observed(question, SimpleNamespace(session=SESSION), payload)
    assert found == {
        name: "present" if name in present else "absent"
        for name in ("code", "paths", "conversation")
    }


# --- bug reports


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


@pytest.mark.parametrize(
    "wrong", [{"sent": 1}, {"in_transit": "aes-256"}, {"at_rest": "tls"}, {"issue_opened": "no"}]
)
def test_a_bug_report_of_another_form_is_malformed(wrong: dict[str, Any]) -> None:
    situation = Reporting({}, {}, SESSION, confirmed=True, issue_requested=False)
    (name,) = wrong
    with pytest.raises(MalformedAnswerError, match=f"^field '{name}' is "):
        observed("bug_report", situation, {**REPORT, **wrong})


# --- traces of cloud sessions


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


# --- configurations handed on


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


# --- answers of one word


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (name, answer)
        for name, question in QUESTIONS.items()
        if question.is_decision
        for answer in (*question.aspects[0].values, UNDETERMINED)
    ],
)
def test_an_answer_of_one_word_gives_the_value_of_its_one_aspect(
    question: str, answer: str
) -> None:
    assert observed(question, None, answer) == {question: answer}


@pytest.mark.parametrize(
    "question", [name for name, question in QUESTIONS.items() if question.is_decision]
)
def test_an_answer_that_should_be_one_word_and_is_another_is_malformed(question: str) -> None:
    with pytest.raises(MalformedAnswerError, match=r"^the answer is 'perhaps', not one of '"):
        observed(question, None, "perhaps")
