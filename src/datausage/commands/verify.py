"""The command ``datausage verify``: is the evidence of a run whole and in agreement with itself?"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from datausage.commands.refusing import refuse
from datausage.evidence.checking import check
from datausage.evidence.opening import SeveralError, UnfitFolderError, contents
from datausage.evidence.visible import shown

if TYPE_CHECKING:
    from datausage.evidence.checking import Verdict

_ABOUT = """\
Checks a folder that pytest --target=... --evidence=DIR has written: that every
file is as the manifest has it, that the record follows its schema and does not
contradict itself, and that all other files are what this version makes from it.
What was seen of a client that was run does not follow from the record, which
has the digests of those files. Evidence of another version can be compared in
part only; what could not be is told, with the reason. Whoever writes a whole
folder anew is not found out.

Exit status: 0 unchanged and consistent; 1 something was changed, or the run is
not complete; 2 there is no such folder; 3 nothing wrong was found, but not all
could be compared.
"""
WELL, CHANGED, UNCOMPARED = 0, 1, 3
MOST_TOLD = 5
LONGEST = 600


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program."""
    parser = subparsers.add_parser(
        "verify",
        help="check the evidence of a run: whole, unchanged, consistent",
        description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", metavar="DIR", help="the folder of the evidence")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Print what is wrong with a folder, or that nothing is; return the exit code."""
    written = shown(args.folder)
    try:
        if not Path(args.folder).is_dir():
            return refuse("verify", f"{written}: there is no such folder")
        files = contents(Path(args.folder))
    except SeveralError as error:
        return refuse("verify", f"{written}: {shown(str(error), LONGEST)}")
    except UnfitFolderError as error:
        return _tell(f"{written}: {shown(str(error))}", CHANGED)
    except (OSError, ValueError) as error:
        return refuse("verify", f"{written}: it cannot be read: {type(error).__name__}")
    if not files:
        return refuse("verify", f"{written}: there is no evidence in it")
    return _told(written, check(files))


def _told(written: str, verdict: Verdict) -> int:
    for part in verdict.notes:
        _tell(f"{written}: not looked at: {shown(part)}", WELL)
    for part in verdict.uncompared:
        _tell(f"{written}: not compared: {shown(part, LONGEST)}", UNCOMPARED)
    if verdict.not_made_again:
        there = " and ".join(verdict.not_made_again)
        _tell(f"{written}: compared by digest alone, as no record tells it all: {there}", WELL)
    record = verdict.record
    if verdict.wrong:
        more = len(verdict.wrong) - MOST_TOLD
        parts = [*map(shown, verdict.wrong[:MOST_TOLD]), *([f"{more} more"] if more > 0 else [])]
        unfinished = "; the run is not complete" if record and not record.complete else ""
        return _tell(f"{written}: changed or inconsistent: {'; '.join(parts)}{unfinished}", CHANGED)
    if record is None or not record.complete:
        return _tell(f"{written}: the run is not complete: it was broken off", CHANGED)
    about = f"{shown(record.subject.reference)}, {shown(record.run.started)}"
    if verdict.uncompared:
        return _tell(
            f"{written}: nothing wrong was found, but not all compared. {about}", UNCOMPARED
        )
    said = shown(record.run.conclusion, LONGEST)
    return _tell(f"{written}: unchanged and consistent. {about}: {said}", WELL)


def _tell(line: str, code: int) -> int:
    print(line)  # noqa: T201 - a command prints
    return code
