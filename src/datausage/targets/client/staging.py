"""From a situation to the runs of the client that show what it does in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from datausage.targets.client.configured import configured, in_one_place
from datausage.targets.client.scene import Place, Scene, Transcript
from datausage.targets.client.screens import CANCELLED, REPORT
from datausage.targets.client.sessions import ORDINARY, conversation, hidden

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime

    from datausage.oracle.situations import Session

Scenes = tuple[Scene, ...]

_DAY: Final = timedelta(days=1)
_EXACTLY: Final = timedelta(minutes=2)
"""How near to the end of a period nothing can be told: a run takes its time."""
DEFAULT_DAYS: Final = 30
_WARY: Final = 15.0
"""Seconds for a client that trusts nobody: it would try again and again, and never get further."""

_PLAIN: Final = Scene(answers=ORDINARY)
_REPORTED: Final = replace(_PLAIN, keys=REPORT)
"""A plain run, and one in which a bug is reported at a terminal."""


def staged(question: str, given: Mapping[str, Any]) -> Scenes | None:
    """Return the runs that answering takes; None where nothing of it can be seen from outside.

    Args:
        question: the question.
        given: its arguments.
    """
    stage = _STAGES.get(question)
    return None if stage is None else stage(given)


def plain(question: str, given: Mapping[str, Any]) -> Scene | None:
    """Return the run with nothing set that an answer is held against; None where there is none.

    A client that ends before it has sent what it has is as silent as one that is to be silent.
    """
    if question != "traffic":
        return None
    return _REPORTED if given["service"] == "bug-reports" else _PLAIN


OFFERED: Final = (
    "survey_record",
    "local_cache",
    "protection",
    "metrics_event",
    "error_event",
    "bug_report",
    "provider",
    "traffic",
    "environment",
)
"""The questions of which something can be seen, in the order of the edition."""

UNSEEN: Final[Mapping[str, frozenset[str]]] = {
    "survey_record": frozenset({"besides", "setting"}),
    "bug_report": frozenset({"at_rest", "issue"}),
}
"""By question, the aspects of which nothing can be seen."""


def _sending(given: Mapping[str, Any]) -> Scenes | None:
    if given["service"] == "surveys":
        return None
    if given["service"] == "bug-reports":
        return in_one_place(given, _REPORTED)
    return configured(given)


def _reporting(given: Mapping[str, Any]) -> Scenes | None:
    session: Session = given["session"]
    if hidden(session):
        return None
    keys = REPORT if given["confirmed"] else CANCELLED
    return in_one_place(given, replace(conversation(session), keys=keys))


HAPPENING: Final = frozenset({"start", "tool use", "error", "exit"})
"""What happens in every run; a crash and a slow answer do not."""


def _logging(given: Mapping[str, Any]) -> Scenes | None:
    session: Session = given["session"]
    if given["happened"] not in HAPPENING or hidden(session):
        return None
    return (conversation(session),)


def _caching(given: Mapping[str, Any]) -> Scenes | None:
    clock: datetime = given["clock"]
    untouched, age = clock - given["last_activity"], clock - given["created"]
    days: int | None = given["configured_days"]
    ends = {0, DEFAULT_DAYS if days is None else days, DEFAULT_DAYS}
    if untouched < _EXACTLY or _near(untouched, ends) or _near(age, ends):
        return None
    left = Transcript(SESSION, age.total_seconds(), untouched.total_seconds())
    settings = {} if days is None else {Place.USER: {"cleanupPeriodDays": days}}
    return (Scene(settings=settings, answers=_WAITING, transcripts=(left,)),)


SESSION: Final = "5a7f2c1e-0b6d-4e39-9a48-d2c6b1f0e713"
"""The id of the session that an earlier run is said to have left."""

_PATIENCE: Final = 15
"""Seconds that a client has to clear away what is too old: later versions begin after a while."""

_LOOKED_FOR: Final = (
    f"for n in $(seq {_PATIENCE * 2}); do ls ~/.claude/projects/*/{SESSION}.jsonl || break; "
    "timeout 0.5 tail -f /dev/null; done"
)
_WAITING: Final[tuple[Mapping[str, Any], ...]] = (
    {"tool": "Bash", "input": {"command": _LOOKED_FOR, "description": "Wait for a file to go"}},
    {"text": "hi there"},
)


def _near(age: timedelta, ends: Collection[int]) -> bool:
    """Say whether a period ends about then."""
    return any(abs(age - end * _DAY) < _EXACTLY for end in ends)


def _protecting(given: Mapping[str, Any]) -> Scenes | None:
    if given["state"] != "in-transit" or given["venue"] != "local":
        return None
    if given["channel"] == "surveys":
        return None
    if given["channel"] == "bug-reports":
        # Whoever sits at the terminal ends this once the client was seen to try.
        return _REPORTED, replace(_REPORTED, trusted=False, fails=False)
    return _PLAIN, replace(_PLAIN, trusted=False, fails=False, seconds=_WARY)


_PRESSED: Final = {"1": "1", "2": "2", "3": "3", "dismiss": "0"}
"""The keys by which the survey is answered."""


def _answering(given: Mapping[str, Any]) -> Scenes | None:
    session: Session = given["session"]
    key = _PRESSED.get(str(given["response"]))
    if key is None or hidden(session):
        return None
    return (replace(conversation(session), keys=({"do": "survey", "answer": key},)),)


_STAGES: Final[Mapping[str, Callable[[Mapping[str, Any]], Scenes | None]]] = {
    "provider": configured,
    "traffic": _sending,
    "environment": configured,
    "survey_record": _answering,
    "bug_report": _reporting,
    "metrics_event": _logging,
    "error_event": _logging,
    "local_cache": _caching,
    "protection": _protecting,
}
