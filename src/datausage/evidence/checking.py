"""Checking a folder of evidence again: is it whole, and does it say one thing throughout?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from datausage.evidence import following, manifest, statement, written
from datausage.evidence.consistency import contradictions
from datausage.evidence.digests import digest
from datausage.evidence.plain import MalformedError
from datausage.evidence.schema import Schema, violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from datausage.evidence.record import Record


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found: what is wrong, what was not looked at, and the record if it can be read."""

    wrong: tuple[str, ...]
    unchecked: tuple[str, ...]
    record: Record | None


def check(files: Mapping[str, bytes]) -> Verdict:
    """Return what is to be said about the files of a folder."""
    wrong = list(_against_manifest(files))
    if written.FILE not in files:
        return Verdict(tuple(dict.fromkeys([*wrong, f"{written.FILE} is missing"])), (), None)
    try:
        record = written.read(files[written.FILE])
    except MalformedError as error:
        return Verdict((*wrong, f"{written.FILE}: {error}"), (), None)
    wrong += contradictions(record)
    schema = violation(files[written.FILE])
    if schema is Schema.MISSING:
        unchecked = ["the schema, for which datausage[evidence] is needed"]
    else:
        unchecked = []
        wrong += [f"{written.FILE} does not follow its schema: {schema}"] if schema else []
    wrong += statement.disagreements(files)
    if reason := following.made_elsewhere(record):
        unchecked.append(f"whether the files follow from the record, as {reason}")
    else:
        wrong += following.differences(files, record)
        unchecked += following.unknown(files, record)
    return Verdict(tuple(wrong), tuple(unchecked), record)


def _against_manifest(files: Mapping[str, bytes]) -> Iterator[str]:
    if manifest.FILE not in files:
        yield f"{manifest.FILE} is missing"
        return
    try:
        listed = manifest.read(files[manifest.FILE])
    except manifest.MalformedManifestError as error:
        yield f"{manifest.FILE}: {error}"
        return
    for name in listed:
        if name not in files:
            yield f"{name} is missing"
        elif digest(files[name]) != listed[name]:
            yield f"{name} was changed"
    for name in files:
        if name not in listed and name != manifest.FILE:
            yield f"{name} was added"
