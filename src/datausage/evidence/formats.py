"""The files that are made from a record, and nothing but the record: one function for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from datausage.evidence import (
    cucumber,
    cucumber_page,
    junit,
    manifest,
    oscal,
    statement,
    summary,
    watched,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from datausage.evidence.record import Record

FORMATS: Final[Mapping[str, Callable[[Record], bytes]]] = {
    junit.FILE: junit.junit,
    summary.FILE: summary.summary,
    cucumber.FILE: cucumber.cucumber,
    cucumber_page.FILE: cucumber_page.cucumber_page,
    oscal.FILE: oscal.oscal,
}
"""The formats by the names of their files; a further one is a further line here."""

NAMES: Final = (*FORMATS, statement.FILE, written.FILE, manifest.FILE)
"""All files of a folder of evidence that are made from its record, and the manifest."""

OURS: Final = (*NAMES, *watched.FILES)
"""All files that a folder of evidence may have."""


def files(record: Record, beside: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """Return all files but the manifest, in the order in which they are to be written.

    Args:
        record: what they are made from.
        beside: the files that are not: the record has their digests.
    """
    made = {**plain(record), **(beside or {})}
    # The record last, so that nothing passes for complete before all of it is there.
    itself = made.pop(written.FILE)
    stated = statement.statement(record, {**made, written.FILE: itself})
    return {**made, statement.FILE: stated, written.FILE: itself}


def plain(record: Record) -> dict[str, bytes]:
    """Return the files that are made from the record alone, and so without each other's digests."""
    made = {file: make(record) for file, make in FORMATS.items()}
    return {**made, written.FILE: written.written(record)}
