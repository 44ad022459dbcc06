"""The command ``datausage merge``: the evidence of one run from that of its shards."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from datausage.commands import lines
from datausage.commands.refusing import refuse
from datausage.evidence import folder, formats, watched
from datausage.evidence.checking import check
from datausage.evidence.following import made_elsewhere
from datausage.evidence.merging import UnmergeableError, merged
from datausage.evidence.opening import UnfitFolderError, contents
from datausage.evidence.visible import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from datausage.evidence.record import Record

_ABOUT = """\
Joins the evidence that the shards of a run have left, each written by
pytest --target=... --shard=K/N --evidence=DIR, into that of the whole run.
It refuses shards of different runs, and names what is missing or there twice.
What was seen of each run of a client stays with its shard.

Exit code: 0 nothing failed in the whole run; 1 something did; 2 it cannot be
joined, or nothing was checked.
"""
MOST_TOLD = 6


class _RefusedError(Exception):
    """A folder cannot be joined; the message says why."""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program."""
    parser = subparsers.add_parser(
        "merge",
        help="join the evidence of the shards of a run",
        description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folders", metavar="DIR", nargs="+", help="the evidence of a shard")
    parser.add_argument("-o", "--output", metavar="OUT", required=True, help="where to write it")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Write the evidence of the whole run, and say how it ended; return the exit code."""
    out = Path(args.output)
    try:
        records = _records(args.folders, out)
        whole = merged(records)
        folder.examine(out, formats.OURS)
        folder.replace_all(out, formats.files(whole), formats.OURS)
    except UnmergeableError as error:
        for complaint in error.complaints[:MOST_TOLD]:
            refuse("merge", shown(complaint, 600))
        more = len(error.complaints) - MOST_TOLD
        return refuse("merge", f"and {more} more of the kind") if more > 0 else 2
    except folder.ForeignFolderError as error:
        return refuse("merge", f"-o {shown(args.output)}: {shown(str(error))}")
    except (OSError, ValueError, _RefusedError) as error:
        return refuse("merge", shown(str(error), 600))
    said = f"{shown(args.output)}: joined {len(records)} shards. {shown(whole.run.conclusion, 600)}"
    print(lines.whole(said))  # noqa: T201 - a command prints
    if any(record.watched and record.watched.files for record in records.values()):
        left = f"{' and '.join(watched.FILES)} tell of the runs of a shard, and are left there."
        print(lines.whole(left))  # noqa: T201 - a command prints
    return whole.run.exit if whole.run.exit in (0, 1) else 2


def _records(names: Sequence[str], out: Path) -> dict[str, Record]:
    places = [Path(name).resolve() for name in names]
    if len(set(places)) < len(places):
        raise _RefusedError("a folder is named twice")
    if out.resolve() in places:
        raise _RefusedError(f"-o {out}: it is one of the shards")
    return {shown(name): _record(name) for name in names}


def _record(name: str) -> Record:
    try:
        verdict = check(contents(Path(name)))
    except (UnfitFolderError, OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise _RefusedError(f"{name}: there is no evidence to be read: {why}") from error
    if verdict.record is None or verdict.wrong:
        raise _RefusedError(f"{name}: changed or inconsistent: {'; '.join(verdict.wrong[:5])}")
    if reason := made_elsewhere(verdict.record):
        raise _RefusedError(f"{name}: {reason}; join it there")
    return verdict.record
