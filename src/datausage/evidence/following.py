"""Whether the files of a folder follow from its record: they are made from it once more."""

from __future__ import annotations

from importlib import resources
from importlib.metadata import version
from typing import TYPE_CHECKING

from datausage.evidence import (
    cucumber,
    cucumber_page,
    formats,
    manifest,
    statement,
    watched,
    written,
)
from datausage.evidence.composing import Findings, checks
from datausage.evidence.conclusion import conclusion
from datausage.evidence.digests import digest, digest_of_files
from datausage.evidence.limits import LIMITS
from datausage.evidence.specification import feature_files, oracle_files, specification
from datausage.policy.edition import editions, load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from datausage.evidence.checks import Check
    from datausage.evidence.record import Record

_READ = (cucumber.FILE, cucumber_page.FILE)
"""The files in which stands what the parser of Cucumber has read."""


def made_elsewhere(record: Record) -> str:
    """Return why the files of a record cannot be made again here; nothing where they can."""
    instrument, policy = record.instrument, record.policy
    if instrument.datausage != version("datausage"):
        return (
            f"it was made by datausage {instrument.datausage}, and this is {version('datausage')}"
        )
    if policy.edition not in editions():
        return f"edition {policy.edition} is not here"
    if instrument.features_sha256 != digest_of_files(feature_files()):
        return "it was made with other features than those that are installed"
    folder = resources.files("datausage.policy") / "editions" / policy.edition
    for told, file in (
        (policy.sentences_sha256, "sentences.json"),
        (policy.rules_sha256, "rules.toml"),
        (policy.points_sha256, "points.toml"),
    ):
        if told != digest((folder / file).read_bytes()):
            return f"it was made with another {file} than the one that is installed"
    if instrument.oracle_sha256 != digest_of_files(oracle_files()):
        return "it was made with another reference than the one that is installed"
    return ""


def unknown(files: Mapping[str, bytes], record: Record) -> Iterator[str]:
    """Yield what cannot be told even though the files can be made again."""
    if cucumber.FILE in files and cucumber.other_parser(files[cucumber.FILE], record):
        yield f"{' and '.join(_READ)}, as another version of gherkin-official was used"


def differences(files: Mapping[str, bytes], record: Record) -> Iterator[str]:
    """Yield how record and files are not what is made here from what the record tells."""
    yield from _told_otherwise(record)
    made = formats.plain(record)
    if any(unknown(files, record)):
        made.update({name: files[name] for name in _READ if name in files})
    # Of the files that are there: what is wrong with one of them is told of that one.
    there = {name: files.get(name, data) for name, data in made.items()}
    there |= {name: files[name] for name in watched.FILES if name in files}
    made[statement.FILE] = statement.statement(record, there)
    if not record.complete:
        # A run that was killed has left nothing but its record.
        made = {name: data for name, data in made.items() if name in files}
    for name, data in made.items():
        if name not in files:
            yield f"{name} is missing"
        elif files[name] != data:
            yield (
                f"{written.FILE} is not written as this version writes it"
                if name == written.FILE
                else f"{name} does not follow from the record"
            )
    for name in files:
        if name not in (*made, *watched.FILES, manifest.FILE):
            yield f"{name} is no file of this evidence"


def _told_otherwise(record: Record) -> Iterator[str]:
    """Yield what a record tells otherwise than the suite of its version does."""
    edition = load(record.policy.edition)
    if record.run.conclusion != conclusion(record):
        yield "the conclusion is not that of the results"
    if record.policy.title != edition.title:
        yield "the title is not that of the edition"
    if record.limits != LIMITS:
        yield "the limits are not those of this version"
    known = specification(edition.id)
    bare = checks(Findings(edition=edition, specification=known, reason=str, command=str))
    if list(map(_identity, record.checks)) != list(map(_identity, bare)):
        yield "the checks are not those of the edition and its specification"
    named = {(one.check, one.name) for one in known.scenarios}
    for check in record.checks:
        if not {(check.id, scenario.name) for scenario in check.scenarios} <= named:
            yield f"{check.id} has a scenario that the specification does not have"


def _identity(check: Check) -> tuple[object, ...]:
    """Return what a check is, whatever came of it."""
    told = (check.id, check.kind, check.part, check.statement)
    return (*told, check.modality, check.origin, check.sentences)
