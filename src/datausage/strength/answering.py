"""Putting a value into an answer, so that a target says what the oracle's words stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from datausage.oracle.situations import Session


class UnsayableError(LookupError):
    """Nothing here knows how an answer to this question says that value."""


def saying(
    question: str, aspect: str, value: str, answer: Any, arguments: Mapping[str, Any]
) -> Any:
    """Return an answer changed so that it gives a value to one of its aspects.

    Args:
        question: the name of the question.
        aspect: the name of the aspect.
        value: one of the aspect's values.
        answer: a right answer; it is not changed itself.
        arguments: the arguments of the question.

    Raises:
        UnsayableError: answers to the question cannot be changed here.
    """
    put: Callable[..., Any] = _PUT.get(question, _decision)
    return put(answer, aspect, value, **arguments)


def _decision(answer: Any, aspect: str, value: str, **_: Any) -> Any:
    if not isinstance(answer, str):
        raise UnsayableError(aspect)
    return value


def _selection(answer: Any, aspect: str, value: str, **_: Any) -> Any:
    return {**answer, aspect: value}


def _survey_record(answer: Any, aspect: str, value: str, *, allowed: bool, **_: Any) -> Any:
    if aspect == "rating":
        return {**answer, "rating": None if value == "none" else value}
    if aspect == "besides":
        fields = {"nothing": {}, "envelope": {"id": "1"}, "more": {"messages": 1}}
        return {**answer, "fields": fields[value]}
    return {**answer, "setting": allowed is (value == "unchanged")}


def _bug_report(answer: Any, aspect: str, value: str, *, session: Session, **_: Any) -> Any:
    if aspect == "history":
        return {**answer, "payload": _payload(value, session)}
    if aspect in {"sent", "issue"}:
        return {**answer, {"issue": "issue_opened"}.get(aspect, aspect): value == "yes"}
    return {**answer, aspect: value}


def _payload(value: str, session: Session) -> list[str] | None:
    conversation = [*session.prompts, *session.outputs, *session.code]
    redacted = conversation
    for secret in session.secrets:
        redacted = [text.replace(secret, "[secret]") for text in redacted]
    return {
        "nothing": None,
        "partial": list(session.code[:1]),
        "redacted": redacted,
        "complete": conversation,
    }[value]


def _event(answer: Any, aspect: str, value: str, *, session: Session, **_: Any) -> Any:
    if value == "absent":
        return answer
    held = {"code": session.code, "paths": session.paths, "conversation": session.prompts}
    return {**answer, "detail": held[aspect][0]}


def _cloud_session(answer: Any, aspect: str, value: str, **_: Any) -> Any:
    if aspect != "clone_afterwards":
        raise UnsayableError(aspect)
    if value == "left":
        return [event for event in answer if event["event"] != "delete-clone"]
    return [*answer, {"event": "delete-clone", "where": "isolated-vm"}]


_PUT: Final[Mapping[str, Callable[..., Any]]] = {
    "selection": _selection,
    "survey_record": _survey_record,
    "bug_report": _bug_report,
    "metrics_event": _event,
    "error_event": _event,
    "cloud_session": _cloud_session,
}
