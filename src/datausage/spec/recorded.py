"""Reading the record of a run from the folder that it was written to."""

from __future__ import annotations

import json
import shlex
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from datausage.spec.fields import (
    RecordError,
    entries,
    items,
    mapping,
    number,
    text,
    texts,
    truth,
)
from datausage.spec.record import Record
from datausage.spec.recorded_checks import check_result
from datausage.spec.visible import LONG, visible

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

FILE: Final = "record.json"
FORMAT: Final = "datausage-record"
VERSION: Final = 1
MOST_BYTES: Final = 64 * 1024 * 1024
_TOTALS: Final = ("rules", "checked", "violated", "exposing", "asked", "distinct", "judged")


def read(folder: Path, known: Collection[str]) -> Record:
    """Read the record in a folder.

    Args:
        folder: the folder of the evidence.
        known: the ids of checks that there are; results of others are left out, and named.

    Raises:
        RecordError: there is none, or it is not one.
    """
    file = folder / FILE
    try:
        size = file.stat().st_size
        if size > MOST_BYTES:
            raise RecordError(f"{file} is larger than any record ({size:,} bytes)")
        data = json.loads(file.read_text("utf-8"))
    except OSError as problem:
        raise RecordError(f"{file} cannot be read: {problem.strerror}") from problem
    except (ValueError, RecursionError) as problem:
        if isinstance(problem, RecordError):
            raise
        raise RecordError(f"{file} is not JSON: {visible(str(problem))}") from problem
    try:
        return parsed(data, known)
    except RecordError as problem:
        raise RecordError(f"{file}: {problem}") from problem


def parsed(data: Any, known: Collection[str]) -> Record:
    """Return the record that plain data describes; raise RecordError where it describes none."""
    whole = mapping(data, "the record")
    if whole.get("format") != FORMAT or whole.get("version") != VERSION:
        raise RecordError(f"not a {FORMAT} of version {VERSION}")
    run, subject = mapping(whole.get("run"), "run"), mapping(whole.get("subject"), "subject")
    policy, asked = mapping(whole.get("policy"), "policy"), mapping(whole.get("asked"), "asked")
    tool = mapping(whole.get("instrument"), "instrument")
    selection = mapping(whole.get("selection") or {}, "selection")
    checks = [check_result(check) for check in items(whole, "checks", "the record")]
    twice = [name for name, times in Counter(check.id for check in checks).items() if times > 1]
    if twice:
        raise RecordError(f"two results for {twice[0]}")
    totals = mapping(whole.get("totals") or {}, "totals")
    words = (str(word) for word in items(tool, "command", "instrument"))
    digest = mapping(subject.get("digest") or {}, "subject: digest")
    return Record(
        complete=truth(whole, "complete", "the record"),
        edition=text(policy, "edition", "policy"),
        started=_moment(run, "started"),
        finished=_moment(run, "finished"),
        conclusion=text(run, "conclusion", "run", 1_000),
        passed=truth(run, "passed", "run"),
        reference=text(subject, "reference", "subject"),
        name=text(subject, "name", "subject"),
        version=text(subject, "version", "subject"),
        digest=text(digest, "sha256", "subject: digest", 64),
        suite=text(tool, "datausage", "instrument"),
        effort=text(asked, "effort", "asked"),
        replay=text(asked, "replay", "asked"),
        command=visible(shlex.join(words), LONG),
        offered=texts(subject, "offered", "subject"),
        not_offered=texts(subject, "not_offered", "subject"),
        declared=_readings(subject, "declared_readings"),
        pinned=_readings(asked, "pinned_readings"),
        relied_on={
            point: texts({"all": readings}, "all", f"readings_relied_on: {point}")
            for point, readings in entries(whole.get("readings_relied_on"), "readings_relied_on")
        },
        deselected=tuple(map(_deselected, items(selection, "deselected", "selection"))),
        checks={check.id: check for check in checks if check.id in known},
        totals={name: number(totals, name, "totals") for name in _TOTALS},
        limits=tuple(visible(limit, 1_000) for limit in texts(whole, "limits", "the record")),
        strange=tuple(check.id for check in checks if check.id not in known),
    )


def _readings(data: Mapping[str, Any], name: str) -> Mapping[str, str]:
    found = dict(entries(data.get(name), name))
    return {point: text(found, point, name) for point in found}


def _moment(run: Mapping[str, Any], name: str) -> str:
    written = text(run, name, "run", 40)
    if not written:
        return ""
    try:
        return datetime.fromisoformat(written).strftime("%Y-%m-%d %H:%M:%S %Z").strip()
    except ValueError as problem:
        raise RecordError(f"run: {name} is no moment") from problem


def _deselected(entry: Any) -> tuple[str, str]:
    data = mapping(entry, "selection: deselected")
    return text(data, "rule", "deselected"), text(data, "reason", "deselected")
