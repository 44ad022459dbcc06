"""From a situation to the runs of the client that show what it does in it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from datausage.targets.client.scene import PLACES, SPOKEN_OF, Place, Scene, Transcript

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime

    from datausage.oracle.situations import Session

Scenes = tuple[Scene, ...]

SEEN_ELSEWHERE: Final = ("PATH", "HOME", "TMPDIR")
"""Variables that a run has a use for itself: no situation may set them."""

VARIABLES: Final = (
    "CLAUDE_CODE_USE_BEDROCK",
    "CLAUDE_CODE_USE_VERTEX",
    "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC",
    "DISABLE_TELEMETRY",
    "DISABLE_ERROR_REPORTING",
    "DISABLE_BUG_COMMAND",
)
NAMED: Final = "hand-over"
"""What stands before and after the environment that the client hands on to a program."""

_LISTED: Final = f"echo {NAMED}; env -0 | base64 -w0; echo; echo {NAMED}"
_ORDINARY: Final[tuple[Mapping[str, Any], ...]] = (
    {"tool": "Bash", "input": {"command": _LISTED, "description": "List the environment"}},
    {"text": "hi there"},
)
_DAY: Final = timedelta(days=1)
_EXACTLY: Final = timedelta(minutes=2)
"""How near to the end of a period nothing can be told: a run takes its time."""
DEFAULT_DAYS: Final = 30
_WARY: Final = 15.0
"""Seconds for a client that trusts nobody: it would try again and again, and never get further."""

REPORT: Final[tuple[Mapping[str, Any], ...]] = (
    {"do": "bug", "text": "it does not work"},
    {"do": "send"},
)
CANCELLED: Final = (REPORT[0], {"do": "cancel"})
"""What is done at the terminal to report a bug, after the conversation, and not to do so."""

BUG_SENT: Final = "bug-sent"
BUG_KEPT: Final = "bug-kept"
BUG_CANCELLED: Final = "bug-cancelled"
BUG_ABSENT: Final = "bug-absent"
BUG_TRIED: Final = "bug-tried"
"""The screens that show how the bug command ended: the report was sent, or the client failed to
send it; it was kept in a file; it was given up; there is no such command; or the client was seen to
try, where nobody can be trusted."""


SURVEY_ASKED: Final = "survey-asked"
SURVEY_ANSWERED: Final = "survey-answered"
"""The screens that show that the survey about a session was asked, and that it was answered."""


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
    at_a_terminal = given["service"] == "bug-reports"
    return Scene(answers=_ORDINARY, keys=REPORT if at_a_terminal else None)


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


def _configured(given: Mapping[str, Any]) -> Scenes | None:
    environment, settings = given["environment"], given["settings"]
    if not _settable(environment):
        return None
    plain = Scene(environment=environment, answers=_ORDINARY)
    if settings:
        filed = [{place: settings} for place in _places(environment, settings)]
        return tuple(
            Scene(environment=environment, settings=files, answers=_ORDINARY)
            for files in (*filed, *_in_conflict(settings))
        )
    if _many(environment):
        return (plain,)
    return plain, Scene(environment=environment, answers=_ORDINARY, resumed=True)


def _sending(given: Mapping[str, Any]) -> Scenes | None:
    if given["service"] == "surveys":
        return None
    if given["service"] == "bug-reports":
        return _at_a_terminal(given, Scene(answers=_ORDINARY, keys=REPORT))
    scenes = _configured(given)
    if scenes is None or given["settings"] or _many(given["environment"]):
        return scenes
    # The run that shows whether bug reports are on: with a user there, and nothing more to pay.
    at_a_terminal = Scene(environment=given["environment"], answers=_ORDINARY, keys=REPORT)
    return *scenes, at_a_terminal


def _many(environment: Mapping[str, str]) -> bool:
    return sum(name in environment for name in VARIABLES) > 1


def _settable(environment: Mapping[str, str]) -> bool:
    return not any(
        name in SEEN_ELSEWHERE or not name or "=" in name or "\0" in name + value
        for name, value in environment.items()
    )


def _places(environment: Mapping[str, str], settings: Mapping[str, Any]) -> tuple[Place, ...]:
    """Return where settings are put: everywhere in turn, or where there are many, in one place.

    What goes wrong with many of them goes wrong with one of them, mostly.
    """
    variables = settings.get("env")
    many = isinstance(variables, dict) and sum(name in variables for name in VARIABLES) > 1
    if not many:
        return tuple(PLACES)
    return (_place(environment, settings),)


def _place(environment: Mapping[str, str], settings: Mapping[str, Any]) -> Place:
    """Return one place of those that the page speaks of; it follows from the situation."""
    return SPOKEN_OF[_number_of(environment, settings) % len(SPOKEN_OF)]


CONTESTED: Final = "DISABLE_TELEMETRY"
"""A variable that is set otherwise in a second file: which one counts is the same for others."""


def _in_conflict(settings: Mapping[str, Any]) -> tuple[Mapping[Place, Mapping[str, Any]], ...]:
    """Return pairs of files of which one sets a variable to 1, and the other one to 0.

    The first is the user's in one pair, and the project's in the other.
    """
    if settings != {"env": {CONTESTED: "1"}}:
        return ()
    first, second = SPOKEN_OF
    other = {"env": {CONTESTED: "0"}}
    return {first: settings, second: other}, {second: settings, first: other}


def _number_of(environment: Mapping[str, str], settings: Mapping[str, Any]) -> int:
    text = Scene(environment=environment, settings={Place.USER: settings}).written()
    return hashlib.sha256(text.encode()).digest()[0]


def _at_a_terminal(given: Mapping[str, Any], conversation: Scene) -> Scenes | None:
    """Return a conversation in which the settings of a situation are put in one place."""
    environment, settings = given["environment"], given["settings"]
    if not _settable(environment):
        return None
    filed = {_place(environment, settings): settings} if settings else {}
    return (replace(conversation, environment=environment, settings=filed),)


def _reporting(given: Mapping[str, Any]) -> Scenes | None:
    session: Session = given["session"]
    if _hidden(session):
        return None
    keys = REPORT if given["confirmed"] else CANCELLED
    return _at_a_terminal(given, replace(_conversation(session), keys=keys))


HAPPENING: Final = frozenset({"start", "tool use", "error", "exit"})
"""What happens in every run; a crash and a slow answer do not."""


def _logging(given: Mapping[str, Any]) -> Scenes | None:
    session: Session = given["session"]
    if given["happened"] not in HAPPENING or _hidden(session):
        return None
    return (_conversation(session),)


def _hidden(session: Session) -> bool:
    """Say whether a session is not seen as it is: there is one turn, and secrets are struck out.

    Whatever looks like a secret is struck out of all that is seen, so that nobody could tell
    whether the client has sent it.
    """
    return len(session.prompts) > 1 or bool(session.secrets)


def _conversation(session: Session) -> Scene:
    return Scene(prompt=session.prompts[0], answers=_busy(session), files=_files(session))


def _files(session: Session) -> dict[str, str]:
    """Return the files of a session, in the project: each with a piece of its code."""
    return {
        path.strip("/"): f"{code}\n" for path, code in zip(session.paths, session.code, strict=True)
    }


def _busy(session: Session) -> tuple[Mapping[str, Any], ...]:
    """Return what the model does so that code, paths and outputs are met in many ways."""
    used: list[Mapping[str, Any]] = []
    for path, code in zip(session.paths, session.code, strict=True):
        file = f"{PROJECT}/{path.strip('/')}"
        used += [
            {"tool": "Read", "input": {"file_path": file}},
            {
                "tool": "Edit",
                "input": {"file_path": file, "old_string": code, "new_string": f"{code}  # seen"},
            },
            {"tool": "Grep", "input": {"pattern": code.partition("(")[0], "path": PROJECT}},
            {"tool": "Bash", "input": {"command": f"cat {file}; cat {file}.missing"}},
        ]
    used.append(
        {
            "tool": "Task",
            "input": {
                "description": "Look around",
                "prompt": session.outputs[0],
                "subagent_type": "general-purpose",
            },
        }
    )
    return (*used, {"text": " ".join(session.outputs)})


PROJECT: Final = "/home/user/project"
"""The folder of the project, as the client sees it."""


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
    plain = Scene(answers=_ORDINARY)
    if given["channel"] == "surveys":
        return None
    if given["channel"] == "bug-reports":
        asked = Scene(answers=_ORDINARY, keys=REPORT)
        # Whoever sits at the terminal ends this once the client was seen to try.
        return asked, replace(asked, trusted=False, fails=False)
    return plain, Scene(answers=_ORDINARY, trusted=False, fails=False, seconds=_WARY)


_PRESSED: Final = {"1": "1", "2": "2", "3": "3", "dismiss": "0"}
"""The keys by which the survey is answered."""


def _answering(given: Mapping[str, Any]) -> Scenes | None:
    session: Session = given["session"]
    key = _PRESSED.get(str(given["response"]))
    if key is None or len(session.prompts) > 1 or session.secrets:
        return None
    return (replace(_conversation(session), keys=({"do": "survey", "answer": key},)),)


_STAGES: Final[Mapping[str, Callable[[Mapping[str, Any]], Scenes | None]]] = {
    "provider": _configured,
    "traffic": _sending,
    "environment": _configured,
    "survey_record": _answering,
    "bug_report": _reporting,
    "metrics_event": _logging,
    "error_event": _logging,
    "local_cache": _caching,
    "protection": _protecting,
}
