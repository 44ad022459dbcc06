"""The command ``datausage client``: a page about versions of the client that were run."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from datausage.commands.client_page import Kept, page
from datausage.commands.refusing import RefusedError, refuse
from datausage.evidence import runs
from datausage.evidence.checking import check
from datausage.evidence.opening import UnfitFolderError, contents
from datausage.evidence.plain import MalformedError
from datausage.evidence.visible import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from datausage.evidence.checking import Verdict

_ABOUT = """\
Writes a page, in Markdown, about the real client from the evidence of a run:

  pytest --target=claude-code --evidence=evidence
  datausage client evidence --markdown client.md

It says what was run, what went to which service under which setting, where a
variable counts, every finding with what the page says and what it leaves open,
what went where nobody knows, and what was not looked at. With the evidence of
several versions they stand side by side:

  datausage client evidence-2.0.30 evidence-2.1.330

Evidence is refused that 'datausage verify' would not call unchanged and
consistent. The same evidence gives the same page.

Exit status: 0 the page was written, whatever it says; 2 it cannot be.
"""
_CUT = 600


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program."""
    parser = subparsers.add_parser(
        "client",
        help="write a page about the real client, from the evidence of its runs",
        description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folders", metavar="DIR", nargs="+", help="the evidence of a version")
    parser.add_argument(
        "--markdown", type=Path, metavar="FILE", help="where to write it (default: standard output)"
    )
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Write the page; return 2 where that is not possible."""
    try:
        _once(args.folders)
        text = page([_kept(name) for name in args.folders])
    except RefusedError as problem:
        return refuse("client", str(problem))
    if args.markdown is None:
        print(text, end="")  # noqa: T201 - a command prints
        return 0
    try:
        args.markdown.write_text(text, "utf-8")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return refuse("client", f"--markdown={shown(str(args.markdown))}: {reason}")
    return 0


def _once(folders: Sequence[str]) -> None:
    seen: set[Path] = set()
    for name in folders:
        place = Path(name).resolve()
        if place in seen:
            raise RefusedError(f"{shown(name)}: it is named twice; a version beside itself")
        seen.add(place)


def _kept(name: str) -> Kept:
    written = shown(name)
    try:
        files = contents(Path(name))
    except UnfitFolderError as error:
        raise RefusedError(f"{written}: {shown(str(error))}") from error
    except (OSError, ValueError) as error:
        raise RefusedError(f"{written}: there is no evidence that can be read") from error
    verdict = check(files)
    if trouble := _trouble(verdict):
        raise RefusedError(f"{written}: {shown(trouble, _CUT)}")
    if verdict.record and verdict.record.asked.shard:
        raise RefusedError(
            f"{written}: it is shard {shown(verdict.record.asked.shard)} of a run, and a page is "
            "about a whole one"
        )
    if verdict.record and verdict.record.watched and runs.FILE not in files:
        raise RefusedError(
            f"{written}: it has no {runs.FILE}: it was joined from shards, with each of which that "
            "stays, and a page is about a run that was made whole"
        )
    if verdict.record is None or runs.FILE not in files:
        raise RefusedError(
            f"{written}: it has no {runs.FILE}: it is not of runs of the client "
            "(pytest --target=claude-code --evidence=DIR)"
        )
    try:
        head, found = runs.read(files[runs.FILE])
    except MalformedError as error:
        raise RefusedError(f"{written}: {runs.FILE}: {shown(str(error))}") from error
    return Kept(verdict.record, head, found.runs)


def _trouble(verdict: Verdict) -> str:
    """Return why evidence is refused; nothing where it is not."""
    if verdict.wrong:
        return f"changed or inconsistent: {'; '.join(verdict.wrong[:5])}"
    if verdict.record is None or not verdict.record.complete:
        return "the run is not complete: it was broken off"
    if verdict.uncompared:
        return f"not all of it can be compared: {verdict.uncompared[0]}; write the page there"
    return ""
