"""What a record tells of a target that was watched, and the files beside it that tell the rest."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - types are looked at when a record is read
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from datausage.evidence import har
from datausage.evidence import runs as told_runs
from datausage.evidence.digests import digest
from datausage.evidence.plain import MalformedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from datausage.evidence.record import Record

FILES: Final = (told_runs.FILE, har.FILE)
"""The files that do not follow from a record: the record has their digests."""
MOST_STRANGERS: Final = 200
UNCLASSIFIED: Final = "unclassified traffic"
"""What the finding is called beside the rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """How often a target was run, and what went from there to destinations that nobody knows.

    Attributes:
        runs: how many runs there were.
        kept: how many of those were not made for this one, but kept from an earlier one.
        again: how often one was begun again, since what went wrong was none of the target's.
        strangers: what went where nobody knows, in words, with the number of runs.
        more_strangers: how many more of those there were than are listed.
        files: the digests of the files that tell of every run; none where they are not kept.
        beyond: what was answered otherwise where the page may not speak of it; nothing is judged
            by that.
    """

    runs: int
    kept: int
    again: int
    strangers: Mapping[str, int]
    more_strangers: int
    files: Mapping[str, str] = field(default_factory=dict)
    beyond: tuple[str, ...] = field(default=(), metadata={"optional": True})

    @property
    def unclassified(self) -> int:
        """How many different things went where nobody knows."""
        return len(self.strangers) + self.more_strangers


def watched(
    runs: int, kept: int, again: int, strangers: Mapping[str, int], beyond: Iterable[str] = ()
) -> Watched:
    """Return what is told of a target: numbers of runs, and as many strangers as are listed."""
    ordered = sorted(strangers.items())
    return Watched(
        runs=runs,
        kept=kept,
        again=again,
        strangers=dict(ordered[:MOST_STRANGERS]),
        more_strangers=len(ordered[MOST_STRANGERS:]),
        beyond=tuple(sorted(set(beyond)))[:MOST_STRANGERS],
    )


def naming(record: Record, files: Mapping[str, bytes]) -> Record:
    """Return a record with the digests of the files that tell of its runs."""
    if record.watched is None:
        return record
    named = {name: digest(data) for name, data in files.items()}
    return replace(record, watched=replace(record.watched, files=named))


def joined(several: Iterable[Watched | None]) -> Watched | None:
    """Return what shards tell together; the files of each tell of its own runs, and stay there."""
    found = [one for one in several if one is not None]
    if not found:
        return None
    strangers: dict[str, int] = {}
    for one in found:
        for words, count in one.strangers.items():
            strangers[words] = strangers.get(words, 0) + count
    listed = watched(
        sum(one.runs for one in found),
        sum(one.kept for one in found),
        sum(one.again for one in found),
        strangers,
        (words for one in found for words in one.beyond),
    )
    more = listed.more_strangers + sum(one.more_strangers for one in found)
    return replace(listed, more_strangers=more)


def contradictions(record: Record) -> Iterator[str]:
    """Yield what a record tells of its runs and contradicts elsewhere."""
    found = record.watched
    if found is None:
        return
    if found.unclassified and record.run.exit == 0:
        yield f"the run ended with 0 in spite of {UNCLASSIFIED}"
    if not set(found.files) <= set(FILES):
        yield "a file is named that tells of no runs"
    if found.kept > found.runs:
        yield "more runs were kept than there are"


def disagreements(files: Mapping[str, bytes], record: Record) -> Iterator[str]:
    """Yield how the files that tell of the runs are not those that the record names."""
    named = record.watched.files if record.watched else {}
    for name in FILES:
        if name in files and name not in named:
            yield f"{name} is no file of this evidence"
        elif name in named and name not in files:
            yield f"{name} is missing"
        elif name in named and digest(files[name]) != named[name]:
            yield f"{name} is not the one that the record names"
        elif name == told_runs.FILE and name in named:
            yield from _told_otherwise(files[name], record)


def _told_otherwise(data: bytes, record: Record) -> Iterator[str]:
    told = record.watched
    try:
        found = told_runs.read(data)[1].runs
    except MalformedError as error:
        yield f"{told_runs.FILE}: {error}"
        return
    kept = sum(run.since is not None for run in found)
    if told and (told.runs, told.kept, told.again) != (len(found), kept, told_runs.again(found)):
        yield f"{told_runs.FILE} has other runs than the record tells of"
