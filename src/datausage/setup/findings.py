"""Findings: what is risky in a set-up, why, and what would be clear."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.setup.members import Span
    from datausage.setup.places import Place

ENVIRONMENT: Final = "environment"
UNREAD: Final = "unread-file"

CHECKS: Final[Mapping[str, str]] = {
    UNREAD: "A settings file cannot be read, so that it may hold anything.",
    "malformed-env": "The key env of a settings file holds no object.",
    "unclear-value": "A value sets its variable on some readings and not on others.",
    "json-type": "A variable in a settings file has a value that is no text.",
    "misspelt": "A name is nearly that of a variable that the page names.",
    "wrong-place": "A variable stands in a settings file where nothing says that it counts.",
    "repeated": "A settings file gives one variable twice.",
    "two-values": "Two places give one variable two values that are read differently.",
    "both-providers": "The variables of both cloud providers may count as set.",
    "one-place-only": "An opt-out stands in one place only, and reaches no further than that.",
}
"""What is looked for, by the name of the check."""


class Level(StrEnum):
    """How grave a finding is, as GitHub and SARIF call it."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Edit:
    """A piece of a settings file to be replaced; ``guess`` where that may not be what is meant."""

    span: Span
    text: str
    guess: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    ``place`` is the settings file, None for the process environment; ``line`` and ``column`` are
    counted from 1. ``why`` says under which reading it is a risk, ``fix`` what would be clear.
    """

    check: str
    level: Level
    place: Place | None
    message: str
    why: str
    fix: str
    line: int = 1
    column: int = 1
    edit: Edit | None = None

    @property
    def where(self) -> str:
        """Where it is, as a place to go to."""
        return f"{self.place.label}:{self.line}" if self.place else ENVIRONMENT

    @property
    def fails(self) -> bool:
        """Whether it is more than a note."""
        return self.level is not Level.NOTE
