"""Reading one settings file: the known variables in it, and names that are nearly known."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from datausage.oracle.switches import VARIABLES
from datausage.setup.members import checked, members
from datausage.setup.near import near
from datausage.setup.opening import UnreadError, content
from datausage.setup.values import of_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from datausage.setup.members import Member
    from datausage.setup.places import Place
    from datausage.setup.values import Value

ENV: Final = "env"
MOST_NAMES: Final = 500
"""How many names under env are compared with the known ones; real files have some dozen."""

_MARK: Final = "\ufeff"


@dataclass(frozen=True, slots=True)
class Entry:
    """A known variable in a settings file: its value, and where it stands."""

    variable: str
    value: Value
    member: Member


@dataclass(frozen=True, slots=True)
class Stranger:
    """A key that looks like a known variable and is none, or that stands in the wrong place."""

    name: str
    meant: str
    member: Member
    misplaced: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a file as a whole; its content counts as unknown where ``unread``."""

    message: str
    line: int
    unread: bool = True


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A settings file, as far as the policy knows what is in it."""

    place: Place
    found: bool
    entries: tuple[Entry, ...] = ()
    strangers: tuple[Stranger, ...] = ()
    problem: Problem | None = None

    @property
    def unread(self) -> bool:
        """Whether nobody knows what the file holds."""
        return self.problem is not None and self.problem.unread


def read(place: Place) -> SettingsFile:
    """Return what is read of the file at a place; what is wrong with it is part of that."""
    try:
        raw = content(place)
        return SettingsFile(place, found=False) if raw is None else of_text(place, decoded(raw))
    except UnreadError as problem:
        return SettingsFile(place, found=True, problem=Problem(str(problem), problem.line))


def decoded(raw: bytes) -> str:
    """Return the text of a file.

    Raises:
        UnreadError: it is no UTF-8.
    """
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        raise UnreadError("it is no UTF-8 text", line) from None


def of_text(place: Place, text: str) -> SettingsFile:
    """Return what is read of the text of a file.

    Raises:
        UnreadError: it is no JSON object.
    """
    # A mark at the beginning is put back by whoever writes; here it only moves nothing.
    marked = text.startswith(_MARK)
    text = text.replace(_MARK, " ", 1) if marked else text
    if not isinstance(checked(text), dict):
        raise UnreadError("it holds no JSON object")
    entries: list[Entry] = []
    strangers: list[Stranger] = []
    problem = None
    blocks = names = 0
    for member in _members(text, marked=marked):
        blocks += member.path == (ENV,)
        if blocks > 1:
            raise UnreadError("env stands there twice, and one of them counts", member.line)
        if member.path == (ENV,) and text[member.value.start] != "{":
            problem = Problem("env is no object, so no variable is set there", member.line, False)
        elif member.path[:-1] == (ENV,) and member.path[-1] in VARIABLES:
            entries.append(Entry(member.path[-1], of_file(_value(text, member)), member))
        elif member.path[-1] in VARIABLES:
            strangers.append(Stranger(member.path[-1], member.path[-1], member, misplaced=True))
        elif member.path[:-1] == (ENV,) and names < MOST_NAMES:
            names += 1
            if meant := near(member.path[-1]):
                strangers.append(Stranger(member.path[-1], meant, member, misplaced=False))
    return SettingsFile(place, True, tuple(entries), tuple(strangers), problem)


def _members(text: str, *, marked: bool) -> Iterator[Member]:
    """Yield the members; a mark at the beginning is no column of the first line."""
    for member in members(text):
        first = marked and member.line == 1
        yield replace(member, column=member.column - 1) if first else member


def _value(text: str, member: Member) -> Any:
    found = text[member.value.start : member.value.end]
    # What is inside of a list or an object is no matter.
    return [] if found in ("{", "[") else json.loads(found, strict=False)
