"""Words by which the screens of a version are recognised, from the table that is shipped."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from datausage.targets.client.services import LAST_KNOWN, numbered

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE: Final = "words.json"


@dataclass(frozen=True, slots=True)
class Step:
    """A screen on the way to sending a report, and the key that leads on from it."""

    shows: re.Pattern[str]
    press: str


@dataclass(frozen=True, slots=True)
class BugWords:
    """What the bug command shows: opened, absent, on its way, and at its ends.

    ``kept`` is the end where a report is written to a file for the user, and not sent; ``tried``
    is as far as it comes where nobody can be trusted.
    """

    opened: re.Pattern[str]
    absent: re.Pattern[str]
    steps: tuple[Step, ...]
    sent: re.Pattern[str]
    kept: re.Pattern[str] | None
    tried: re.Pattern[str]
    cancelled: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class SurveyWords:
    """What the survey shows as long as it is asked."""

    asked: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Words:
    """What a version shows.

    Attributes:
        ready: it waits for what the user types.
        busy: it is at work.
        says: what stands before what the model has said.
        bug: the bug command.
        survey: the survey about a session; None where nobody has looked at it.
    """

    ready: re.Pattern[str]
    busy: re.Pattern[str]
    says: str
    bug: BugWords
    survey: SurveyWords | None


def words(version: str) -> Words | None:
    """Return the words of a version; None where nobody has looked at its screens.

    Without a version they are those of the newest one that is known.
    """
    text = (resources.files(__package__) / FILE).read_text("utf-8")
    here = numbered(version or LAST_KNOWN)
    for line in json.loads(text)["versions"]:
        if numbered(line["from"]) <= here < numbered(line["until"]):
            return _words(line)
    return None


def _words(line: Mapping[str, Any]) -> Words:
    bug = line["bug"]
    return Words(
        _pattern(line["ready"]),
        _pattern(line["busy"]),
        line["says"],
        BugWords(
            _pattern(bug["opened"]),
            _pattern(bug["absent"]),
            tuple(Step(_pattern(one["shows"]), one["press"]) for one in bug["steps"]),
            _pattern(bug["sent"]),
            _pattern(bug["kept"]) if bug["kept"] else None,
            _pattern(bug["tried"]),
            _pattern(bug["cancelled"]),
        ),
        SurveyWords(_pattern(line["survey"]["asked"])) if line["survey"] else None,
    )


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.MULTILINE)
