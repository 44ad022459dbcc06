"""The page about versions of the client that were run: what was seen, and what that leaves open."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from datausage.commands import client_findings
from datausage.commands.client_tables import (
    PLACES,
    SERVICES,
    SETTINGS,
    TURNS_OFF,
    heeded,
    observed,
)
from datausage.evidence.counting import counted
from datausage.evidence.markup import code, escaped, table
from datausage.targets.client.meeting import about
from datausage.targets.client.observation import LACKING
from datausage.targets.client.services import services

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from datausage.evidence.record import Record
    from datausage.evidence.runs import Head, Run

_SHORT, _LONG = 200, 1_000
_UNSEEN: Final = (
    "the servers: how long data is kept there, what trains models, sessions in the cloud",
    "encryption where data is stored",
    "accounts that log in: every run has a made-up key of the API",
    "features that the vendor switches on for some: the network answers with none",
    "surveys of versions whose screens nobody has looked at",
)


@dataclass(frozen=True, slots=True)
class Kept:
    """The evidence of one version: its record, the head of its runs, and the runs.

    ``number`` tells it from other evidence of the same version; 0 where there is none.
    """

    record: Record
    head: Head
    runs: tuple[Run, ...]
    number: int = 0

    @property
    def version(self) -> str:
        """The version, as it is written."""
        written = self.head.client.version or "of an unknown version"
        return f"{written} ({self.number})" if self.number else written


def page(kept: Sequence[Kept]) -> str:
    """Return the page in Markdown; the same evidence gives the same page."""
    numbered = _numbered(kept)
    return "".join(f"{paragraph}\n\n" for paragraph in _paragraphs(numbered)).rstrip() + "\n"


def _numbered(kept: Sequence[Kept]) -> list[Kept]:
    """Tell evidence of the same version apart."""
    versions = [one.version for one in kept]
    return [
        replace(one, number=versions[: place + 1].count(one.version))
        if versions.count(one.version) > 1
        else one
        for place, one in enumerate(kept)
    ]


def _paragraphs(kept: Sequence[Kept]) -> Iterator[str]:
    versions = ", ".join(escaped(one.version, _SHORT) for one in kept)
    yield f"# Claude Code {versions}, as observed"
    yield (
        "What the published client sent in a network of its own, judged by the edition "
        f"{escaped(kept[0].record.policy.edition, _SHORT)} of the page. This project is not "
        "affiliated with the vendor, and nothing here is legal advice. The page may have changed "
        "since, and what is not seen here may happen elsewhere."
    )
    yield "## What was run"
    yield from _run(kept)
    yield "## What was sent"
    yield (
        "One variable is 1 in the environment and no other is set, or none is. Nothing sent "
        "counts only in a run whose controls held, and where something is sent with nothing set."
    )
    yield from _observed(kept)
    yield "## Where a variable counts"
    yield (
        "It is 1 in this place, and set nowhere else. It counts where that which it switches off "
        "is not sent. The page speaks of settings.json; whether it means files of other names and "
        "the argument &#45;&#45;settings, it leaves open, and no rule is judged by those."
    )
    for one in kept:
        if len(kept) > 1:
            yield f"### {escaped(one.version, _SHORT)}"
        yield _places(one)
    if len(kept) > 1:
        yield from _differences(kept)
    for one in kept:
        suffix = f": {escaped(one.version, _SHORT)}" if len(kept) > 1 else ""
        yield f"## Findings{suffix}"
        yield from client_findings.paragraphs(one.record, one.runs)
        yield f"## Beyond the page{suffix}"
        yield from _beyond(one.record)
        yield f"## Unclassified traffic{suffix}"
        yield _strangers(one.record)
    yield "## What was not looked at"
    yield from _left(kept)


def _run(kept: Sequence[Kept]) -> Iterator[str]:
    heads = ("", *(escaped(one.version, _SHORT) for one in kept))
    rows = [
        ("digest (SHA-256)", *(code(one.head.client.sha256, _SHORT) for one in kept)),
        ("day", *(escaped(one.record.run.started[:10], _SHORT) for one in kept)),
        ("by", *(code(f"datausage {one.record.instrument.datausage}", _SHORT) for one in kept)),
        ("asked", *(_asked(one.record) for one in kept)),
        ("runs", *(_numbers(one) for one in kept)),
        ("controls", *(_controls(one.runs) for one in kept)),
        ("first packets", *(_packets(one.head) for one in kept)),
        ("conclusion", *(escaped(one.record.run.conclusion, _LONG) for one in kept)),
    ]
    yield table(heads, rows)
    for one in kept:
        prefix = f"{escaped(one.version, _SHORT)}: " if len(kept) > 1 else ""
        says = one.head.network.says
        yield f"{prefix}{escaped(says[:1].upper() + says[1:], _LONG)}."
        for note in about(one.head.client.version):
            yield f"{prefix}{escaped(note[:1].upper() + note[1:], _LONG)}."


def _asked(record: Record) -> str:
    """Return how much was asked for: the budget of runs, and what was left out."""
    words = [f"with --calls={record.asked.calls}"] if record.asked.calls is not None else []
    reasons = dict.fromkeys(one.reason for one in record.selection.deselected)
    if reasons:
        left_out = counted(len(_left_out(record)), "rule")
        words.append(f"left out: {left_out} by {' and '.join(reasons)}")
    return escaped("; ".join(words) or "everything", _LONG)


def _left_out(record: Record) -> set[str]:
    """Return the rules of which nothing was to be asked."""
    selected = set(record.selection.selected)
    return {one.rule for one in record.selection.deselected} - selected


def _numbers(one: Kept) -> str:
    again = sum(run.tries - 1 for run in one.runs)
    kept = [run.since for run in one.runs if run.since]
    words = [f"{len(one.runs)}"]
    words += [f"begun again {counted(again, 'time')}"] if again else []
    words += [f"{len(kept)} kept from earlier, the oldest of {min(kept)}"] if kept else []
    return escaped(", ".join(words), _SHORT)


def _controls(runs: Sequence[Run]) -> str:
    lacking = Counter(
        LACKING.get(name, "a control that is not known here did not hold")
        for run in runs
        for name, holds in run.controls.items()
        if not holds
    )
    whole = sum(run.sound for run in runs)
    told = ", ".join(f"{words} in {count}" for words, count in sorted(lacking.items()))
    return escaped(f"all held in {whole} of {counted(len(runs), 'run')}", _SHORT) + (
        escaped(f"; {told}", _LONG) if told else ""
    )


def _packets(head: Head) -> str:
    found = ", ".join(f"{family} {count}" for family, count in head.network.destinations.items())
    return escaped(found or "none", _SHORT)


def _observed(kept: Sequence[Kept]) -> Iterator[str]:
    if len(kept) == 1:
        (one,) = kept
        rows = ((_setting(v), *(_cell(one, v, service) for service in SERVICES)) for v in SETTINGS)
        yield table(("", *(service.replace("-", " ") for service in SERVICES)), rows)
        return
    for service in SERVICES:
        yield f"### {service.replace('-', ' ').capitalize()}"
        rows = ((_setting(v), *(_cell(one, v, service) for one in kept)) for v in SETTINGS)
        yield table(("", *(escaped(one.version, _SHORT) for one in kept)), rows)


def _cell(one: Kept, variable: str, service: str) -> str:
    found = observed(one.runs, variable, service)
    among = ", among other events" if found.sent and service in _undecided(one) else ""
    return escaped(f"{found.words}{among}", _SHORT)


def _undecided(one: Kept) -> frozenset[str]:
    """Return the services of which the page does not decide what belongs to them in a version."""
    return services(one.head.client.version).undecided


def _setting(variable: str) -> str:
    return code(f"{variable}=1", _SHORT) if variable else "nothing set"


def _places(one: Kept) -> str:
    rows = (
        (_setting(v), *(escaped(_heeded(one, v, place), _SHORT) for place in PLACES))
        for v in SETTINGS
        if v
    )
    return table(("", *(escaped(written, _SHORT) for written in PLACES.values())), rows)


def _heeded(one: Kept, variable: str, place: str) -> str:
    if _undecided(one) & set(TURNS_OFF.get(variable, ())):
        return "not judged"
    return heeded(one.runs, variable, place)


def _differences(kept: Sequence[Kept]) -> Iterator[str]:
    yield "## Rules that came out differently"
    grades = [{check.id: str(check.grade or "") for check in one.record.checks} for one in kept]
    rows = [
        (code(name, _SHORT), *(escaped(of.get(name, "") or "no result", _SHORT) for of in grades))
        for name in dict.fromkeys(name for of in grades for name in of)
        if len({of.get(name, "") for of in grades}) > 1
    ]
    heads = ("check", *(escaped(one.version, _SHORT) for one in kept))
    yield table(heads, rows) if rows else "None."


def _beyond(record: Record) -> Iterator[str]:
    found = record.watched.beyond if record.watched else ()
    yield (
        "The page speaks of settings.json. Whether it means files of other names as well, and "
        "which one counts where two say the opposite, it leaves open; no rule is judged by them. "
        "What differed there:"
    )
    yield "\n".join(f"- {code(words, _LONG)}" for words in found) or "Nothing."


def _strangers(record: Record) -> str:
    found = record.watched
    if found is None or not found.unclassified:
        return "None: every destination is one that the table of services knows."
    rows = [(code(what, _LONG), str(runs)) for what, runs in found.strangers.items()]
    more = [("and more", str(found.more_strangers))] if found.more_strangers else []
    return table(("what went where the table of services knows nobody", "runs"), [*rows, *more])


def _left(kept: Sequence[Kept]) -> Iterator[str]:
    yield "\n".join(f"- {escaped(words, _LONG)}" for words in _UNSEEN)
    told: dict[str, list[str]] = {}
    for one in kept:
        left_out = _left_out(one.record)
        unasked = [
            check.id
            for check in one.record.checks
            if check.kind == "rule" and client_findings.unseen(check) and check.id not in left_out
        ]
        listed = ", ".join(code(name, _SHORT) for name in unasked) or "none"
        words = f"Rules of which nothing was seen ({len(unasked)}): {listed}."
        told.setdefault(words, []).append(escaped(one.version, _SHORT))
    for words, versions in told.items():
        yield f"{', '.join(versions)}: {words}" if len(kept) > 1 else words
