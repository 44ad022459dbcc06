"""Scenes: all that one run of the client is given, and nothing of the host."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


class Place(StrEnum):
    """Where settings may stand; FLAG is the argument ``--settings``."""

    USER = "user"
    PROJECT = "project"
    LOCAL = "local"
    MANAGED = "managed"
    FLAG = "flag"


PLACES: Final[Mapping[Place, str]] = {
    Place.USER: "~/.claude/settings.json",
    Place.PROJECT: ".claude/settings.json",
    Place.LOCAL: ".claude/settings.local.json",
    Place.MANAGED: "/etc/claude-code/managed-settings.json",
    Place.FLAG: "--settings",
}
"""How people write the places."""

SPOKEN_OF: Final = (Place.USER, Place.PROJECT)
"""The places with a file of the name that the page speaks of: settings.json."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """A transcript of an earlier session on the user's machine, so many seconds old.

    ``begun`` is the age of its first entry, ``touched`` that of its last one and of its file.
    """

    session: str
    begun: float
    touched: float


@dataclass(frozen=True, slots=True)
class Scene:
    """One run of the client.

    Attributes:
        environment: variables, beside those without which no client runs.
        settings: the content of the settings files, by place.
        prompt: what the user says first.
        answers: what the stub of the model does, turn by turn: ``{"text": ...}`` ends the session's
            turn, ``{"tool": name, "input": {...}}`` has the client use a tool. The last is
            repeated.
        files: what the project holds: relative path to content.
        transcripts: what earlier sessions have left.
        resumed: whether a session that is already there is taken up again.
        keys: what is done at the terminal, in order; None where the client runs without one.
        fails: whether an error is planted in the client while the model is being asked.
        trusted: whether the client trusts the authority that vouches for all hosts.
        seconds: how long it may take.
    """

    environment: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[Place, Mapping[str, Any]] = field(default_factory=dict)
    prompt: str = "say hi"
    answers: tuple[Mapping[str, Any], ...] = ({"text": "hi there"},)
    files: Mapping[str, str] = field(default_factory=dict)
    transcripts: tuple[Transcript, ...] = ()
    resumed: bool = False
    keys: tuple[Mapping[str, Any], ...] | None = None
    fails: bool = True
    trusted: bool = True
    seconds: float = 60.0

    def written(self) -> str:
        """Return the scene as JSON text, the same for equal scenes."""
        content = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps(content, sort_keys=True, ensure_ascii=False, default=asdict)
