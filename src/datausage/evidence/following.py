"""Whether the files of a folder follow from its record: they are made from it once more."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from datausage.evidence import cucumber, cucumber_page, formats, manifest, statement
from datausage.evidence.digests import digest_of_files
from datausage.evidence.specification import feature_files
from datausage.policy.edition import editions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from datausage.evidence.record import Record

_READ = (cucumber.FILE, cucumber_page.FILE)
"""The files in which stands what the parser of Cucumber has read."""


def made_elsewhere(record: Record) -> str:
    """Return why the files of a record cannot be made again here; nothing where they can."""
    if record.instrument.datausage != version("datausage"):
        return f"it was made by datausage {record.instrument.datausage}"
    if record.policy.edition not in editions():
        return f"edition {record.policy.edition} is not here"
    if record.instrument.features_sha256 != digest_of_files(feature_files()):
        return "it was made with other features"
    return ""


def unknown(files: Mapping[str, bytes], record: Record) -> Iterator[str]:
    """Yield what cannot be told even though the files can be made again."""
    if cucumber.FILE in files and cucumber.other_parser(files[cucumber.FILE], record):
        yield f"{' and '.join(_READ)}, as another version of gherkin-official was used"


def differences(files: Mapping[str, bytes], record: Record) -> Iterator[str]:
    """Yield how the files are not what is made from the record."""
    made = formats.plain(record)
    if any(unknown(files, record)):
        made.update({name: files[name] for name in _READ if name in files})
    # Of the files that are there: what is wrong with one of them is told of that one.
    there = {name: files.get(name, data) for name, data in made.items()}
    made[statement.FILE] = statement.statement(record, there)
    if not record.complete:
        # A run that was killed has left nothing but its record.
        made = {name: data for name, data in made.items() if name in files}
    for name, data in made.items():
        if name not in files:
            yield f"{name} is missing"
        elif files[name] != data:
            yield f"{name} does not follow from the record"
    for name in files:
        if name not in made and name != manifest.FILE:
            yield f"{name} is no file of this evidence"
