"""Waivers: known deviations that somebody answers for, up to a day. Read strictly, from anybody."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

LARGEST: Final = 256 * 1024
"""How many bytes a file of waivers may have."""
MOST: Final = 500
"""How many waivers there may be; with more of them nobody knows what is waived."""
LONGEST: Final = 500
"""How many characters a text in it may have."""

ALL: Final = "all"
_FIELDS: Final = ("rule", "scope", "owner", "reason", "ticket", "expiry")
_KINDS: Final = ("question", "service", "scenario")
_MOST_TOLD = 20


class WaiverError(ValueError):
    """A file of waivers is wrong; ``complaints`` name the entry and the field as written."""

    def __init__(self, complaints: Collection[str]) -> None:
        super().__init__("; ".join(complaints))
        self.complaints = tuple(complaints)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which findings of a rule are meant: all, or those of one question, service or scenario."""

    kind: str = ALL
    name: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.name}".rstrip()


@dataclass(frozen=True, slots=True)
class Waiver:
    """One known deviation: ``number`` is its place in the file, from 1.

    It holds up to the end of the day ``expiry``.
    """

    number: int
    rule: str
    scope: Scope
    owner: str
    reason: str
    ticket: str
    expiry: date

    def expired(self, day: date) -> bool:
        """Say whether it does not hold any more on a day; on its last day it does."""
        return day > self.expiry

    @property
    def named(self) -> str:
        """How messages name it."""
        return _entry(self.number, self.rule)


@dataclass(frozen=True, slots=True)
class Checked:
    """What can be waived: the questions of each check by scenario, and services by question."""

    questions: Mapping[str, Mapping[str, str]]
    services: Mapping[str, Collection[str]]


def read(data: bytes, known: Checked) -> tuple[Waiver, ...]:
    """Return the waivers of a file, in its order.

    Raises:
        WaiverError: it is no TOML, or says something unknown, or leaves something out.
    """
    if len(data) > LARGEST:
        raise WaiverError([f"it has more than {LARGEST // 1024} KiB"])
    try:
        document = tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise WaiverError(["it is no text in UTF-8"]) from error
    except (ValueError, RecursionError) as error:
        raise WaiverError([f"it is no TOML: {str(error)[:200]}"]) from error
    complaints = [f"{_repr(key)}: write [[waiver]]" for key in document if key != "waiver"]
    entries = document.get("waiver", [])
    if not isinstance(entries, list):
        complaints.append("waiver: write [[waiver]], with two brackets")
        entries = []
    if len(entries) > MOST:
        complaints.append(f"it has {len(entries)} waivers; {MOST} at most")
        entries = []
    found = []
    for number, entry in enumerate(entries, 1):
        wrong = list(_complaints(entry, known))
        name = entry.get("rule") if isinstance(entry, dict) else None
        named = _entry(number, name if isinstance(name, str) else "")
        complaints += [f"{named}, {one}" for one in wrong]
        if not wrong:
            found.append(_waiver(number, entry))
    complaints += _twice(found)
    if complaints:
        more = len(complaints) - _MOST_TOLD
        told = complaints[:_MOST_TOLD]
        raise WaiverError([*told, *([f"{more} more are wrong"] if more > 0 else [])])
    return tuple(found)


def _entry(number: int, rule: str) -> str:
    return f"waiver {number}{f' ({rule[:60]})' if rule else ''}"


def _twice(found: Collection[Waiver]) -> Iterator[str]:
    met: dict[tuple[str, Scope], Waiver] = {}
    for one in found:
        first = met.setdefault((one.rule, one.scope), one)
        if first is not one:
            yield f"{one.named}: waiver {first.number} is about the same; keep one of them"


def _complaints(entry: Any, known: Checked) -> Iterator[str]:
    """Yield what is wrong with an entry, each with the field as it is written."""
    if not isinstance(entry, dict):
        yield f"{_repr(entry)}: write a table, [[waiver]]"
        return
    for name in entry:
        if name not in _FIELDS:
            yield f"{_repr(name)}: there is no such field{_meant(name, _FIELDS)}"
    for name in _FIELDS:
        if name not in entry:
            yield f"{name}: it is missing; {_WANTS[name]}"
    for name in ("owner", "reason", "ticket"):
        if name in entry and not _is_text(entry[name]):
            yield f"{name} = {_repr(entry[name])}: {_WANTS[name]}"
    expiry = entry.get("expiry", date.min)
    # A time is a date, too, and says an hour that nobody keeps to.
    if not isinstance(expiry, date) or isinstance(expiry, datetime):
        yield f"expiry = {_repr(expiry)}: {_WANTS['expiry']}"
    if "rule" in entry:
        yield from _about(entry, known)


_WANTS: Final = {
    "rule": "write the id of a rule",
    "scope": 'write "all", or one of question, service or scenario, as in { service = "metrics" }',
    "owner": "write who answers for it",
    "reason": "write why it is waived",
    "ticket": "write where it is followed up",
    "expiry": "write the last day on which it holds, without quotes, as in 2026-12-31",
}


def _about(entry: Mapping[str, Any], known: Checked) -> Iterator[str]:
    rule = entry["rule"]
    if not isinstance(rule, str):
        yield f"rule = {_repr(rule)}: {_WANTS['rule']}"
    elif rule not in known.questions:
        yield f"rule = {_repr(rule)}: there is no such rule{_meant(rule, known.questions)}"
    elif "scope" in entry:
        yield from _scoped(entry["scope"], rule, known)


def _scoped(scope: Any, rule: str, known: Checked) -> Iterator[str]:
    if scope == ALL and isinstance(scope, str):
        return
    if not isinstance(scope, dict) or len(scope) != 1:
        yield f"scope = {_repr(scope)}: {_WANTS['scope']}"
        return
    ((kind, name),) = scope.items()
    if kind not in _KINDS or not _is_text(name):
        yield f"scope = {_repr(scope)}: {_WANTS['scope']}"
        return
    there = _names(kind, rule, known)
    if name not in there:
        yield f"scope = {_repr(scope)}: {rule} has no such {kind}{_meant(name, there)}"


def _names(kind: str, rule: str, known: Checked) -> Collection[str]:
    asked = known.questions[rule]
    if kind == "question":
        return set(asked.values())
    if kind == "scenario":
        return asked.keys()
    return {name for question in asked.values() for name in known.services.get(question, ())}


def _waiver(number: int, entry: Mapping[str, Any]) -> Waiver:
    scope = entry["scope"]
    if isinstance(scope, dict):
        ((kind, name),) = scope.items()
        meant = Scope(kind, name)
    else:
        meant = Scope()
    return Waiver(
        number=number,
        rule=entry["rule"],
        scope=meant,
        owner=entry["owner"],
        reason=entry["reason"],
        ticket=entry["ticket"],
        expiry=entry["expiry"],
    )


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and len(value) <= LONGEST


def _meant(name: Any, known: Collection[str]) -> str:
    near = get_close_matches(str(name)[:100], known, n=1, cutoff=0.5)
    if near:
        return f"; did you mean {near[0]}?"
    return f"; there is {', '.join(sorted(known)) or 'none'}" if len(known) <= len(_FIELDS) else ""


def _repr(value: Any) -> str:
    """Return a value as it stands in the file, or nearly so, and not too much of it."""
    if isinstance(value, dict):
        inner = ", ".join(f"{key} = {_repr(one)}" for key, one in list(value.items())[:4])
        return f"{{ {inner} }}"[:160]
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value[:80]}{"..." if len(value) > len("x" * 80) else ""}"'
    return str(value)[:80]
