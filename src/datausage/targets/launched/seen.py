"""What a child saw: from the frames that its stand-in sends to an answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from datausage.targets.launched.scene import OWN, PLACES
from datausage.targets.untrusted import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NAMED: Final = "the file of --settings"
_DEEPEST: Final = 100


class UnclearError(Exception):
    """What a child was handed cannot be told; the message says why, in one line."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one child was handed: its environment and settings, all files of these in one."""

    environment: Mapping[str, str]
    settings: Mapping[str, Any]


def read(message: bytes) -> Seen:
    """Return what a child saw.

    Raises:
        UnclearError: the message was cut off or forged, or a settings file cannot be read.
    """
    environment: dict[str, str] = {}
    settings: dict[str, Any] = {}
    words: list[str] = []
    files: dict[str, bytes] = {}
    for name, data in _frames(message):
        if name == "variable":
            key, _, value = _text(data).partition("=")
            # Of a name that is there twice, the first counts.
            environment.setdefault(key, value)
        elif name == "argument":
            words.append(_text(data))
        elif name == "missing":
            raise UnclearError(f"{_NAMED} was not there: {one_line(_text(data), 80)}")
        elif name == "unreadable":
            raise UnclearError(f"settings could not be read: {one_line(_text(data), 120)}")
        else:
            files[name] = data
    for place in (*_sources(words), "named"):
        if place in files:
            settings = _merged(settings, _parsed(place, files[place]))
    kept = {name: value for name, value in environment.items() if name not in OWN}
    return Seen(kept, settings)


def _frames(message: bytes) -> Iterator[tuple[str, bytes]]:
    size, newline, rest = message.partition(b"\n")
    if not newline or not size.isdigit() or len(size) > 9 or int(size) != len(rest):
        raise UnclearError("what its stand-in sent was cut off")
    while rest:
        head, newline, rest = rest.partition(b"\n")
        name, _, number = head.partition(b" ")
        known = name.decode("ascii", "replace")
        if not number.isdigit() or len(number) > 9 or known not in _FRAMES:
            raise UnclearError("something else than its stand-in has sent something")
        yield known, rest[: int(number)]
        rest = rest[int(number) :]


_FRAMES: Final = frozenset({"variable", "argument", "missing", "unreadable", "named", *PLACES})


def _sources(words: list[str]) -> list[str]:
    """Return the files that the child reads, which an argument may restrict."""
    found = None
    for number, word in enumerate(words):
        if word == "--setting-sources" and number + 1 < len(words):
            found = words[number + 1]
        elif word.startswith("--setting-sources="):
            found = word.partition("=")[2]
    if found is None:
        return [*PLACES]
    named = {name.strip() for name in found.split(",")}
    return [place for place in PLACES if place in named]


def _parsed(place: str, data: bytes) -> dict[str, Any]:
    where = PLACES.get(place, _NAMED)
    try:
        found: object = json.loads(data.decode("utf-8-sig")) if data.strip() else {}
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise UnclearError(f"{where} was no JSON for its child: {one_line(reason, 80)}") from None
    if not isinstance(found, dict):
        raise UnclearError(f"{where} was JSON and no object for its child")
    return found


def _merged(below: Mapping[str, Any], above: Mapping[str, Any], depth: int = 0) -> dict[str, Any]:
    """Return settings under others that win: objects in one, lists one after the other."""
    if depth > _DEEPEST:
        raise UnclearError("settings were nested too deeply")
    made = dict(below)
    for name, value in above.items():
        here = made.get(name)
        if isinstance(here, dict) and isinstance(value, dict):
            made[name] = _merged(here, value, depth + 1)
        elif isinstance(here, list) and isinstance(value, list):
            made[name] = [*here, *(one for one in value if one not in here)]
        else:
            made[name] = value
    return made


def _text(data: bytes) -> str:
    return data.decode("utf-8", "backslashreplace")
