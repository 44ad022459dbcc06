"""Checking a folder of evidence again: is it whole, and does it say one thing throughout?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from datausage.evidence import following, manifest, statement, watched, written
from datausage.evidence.consistency import contradictions
from datausage.evidence.digests import digest
from datausage.evidence.plain import MalformedError
from datausage.evidence.schema import Schema, violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from datausage.evidence.record import Record


_NO_SCHEMA = "the published schema of the record, for which datausage[evidence] is needed"
_ALL_THAT_FOLLOWS = (
    "the conclusion, the rules and every other file with what follows from the record"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found.

    Attributes:
        wrong: What was changed, or contradicts the rest.
        uncompared: What could not be compared, so that it may have been changed; with the reason.
        notes: What was not looked at, and yet could not hide a change.
        record: The record, if it can be read.
        not_made_again: The files that do not follow from the record, and of which only the digests
            were compared.
    """

    wrong: tuple[str, ...]
    uncompared: tuple[str, ...]
    notes: tuple[str, ...]
    record: Record | None
    not_made_again: tuple[str, ...] = ()


def check(files: Mapping[str, bytes]) -> Verdict:
    """Return what is to be said about the files of a folder."""
    wrong = list(_against_manifest(files))
    if written.FILE not in files:
        return Verdict(tuple(dict.fromkeys([*wrong, f"{written.FILE} is missing"])), (), (), None)
    try:
        record = written.read(files[written.FILE])
    except MalformedError as error:
        return Verdict((*wrong, f"{written.FILE}: {error}"), (), (), None)
    wrong += contradictions(record)
    schema = violation(files[written.FILE])
    notes = [_NO_SCHEMA] if schema is Schema.MISSING else []
    if isinstance(schema, str) and schema:
        wrong.append(f"{written.FILE} does not follow its schema: {schema}")
    wrong += statement.disagreements(files)
    wrong += watched.disagreements(files, record)
    uncompared: list[str] = []
    if reason := following.made_elsewhere(record):
        uncompared.append(f"{_ALL_THAT_FOLLOWS}, as {reason}")
    else:
        wrong += following.differences(files, record)
        uncompared += following.unknown(files, record)
    # A file that is missing is listed in the manifest, and would be made again as well.
    named = tuple(name for name in watched.FILES if name in files)
    return Verdict(tuple(dict.fromkeys(wrong)), tuple(uncompared), tuple(notes), record, named)


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
