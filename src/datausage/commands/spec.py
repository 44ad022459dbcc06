"""The command ``datausage spec``: the specification as one document to read and to sign."""

from __future__ import annotations

import argparse
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from datausage.commands.comparing import copy
from datausage.commands.days import fixed
from datausage.commands.refusing import RefusedError, refuse
from datausage.evidence.opening import UnfitFolderError, contents
from datausage.evidence.visible import shown
from datausage.extras import installing
from datausage.policy import lock as locks
from datausage.policy.drift import drift
from datausage.policy.edition import FIRST_EDITION, UnknownEditionError, editions, load
from datausage.policy.lock import LockError
from datausage.policy.review_table import ReviewError
from datausage.policy.reviews import DEFAULT_FILE, reviews
from datausage.policy.source import UnreachableError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.evidence.record import Record
    from datausage.policy.drift import Drift
    from datausage.policy.edition import Edition
    from datausage.policy.lock import Lock
    from datausage.policy.reviews import Review

SUFFIXES = (".html", ".md", ".pdf")

_ABOUT = """\
Writes the whole specification as one document, to be read from top to bottom:
every rule with its source, its open points and its scenarios, the register of
open points, and what is not covered. The suffix says in which form.

  datausage spec -o spec.html
  datausage spec -o spec.pdf
  datausage spec -o spec.md

With the evidence of a run, its results lie over the document, and can be
switched off there; evidence that was changed is refused. With your own copy of
the page (Markdown), its sentences stand beside the rules; they are taken from
your copy and kept nowhere else. Who has reviewed which rule is read from the
file of 'datausage review', and what has changed since stands with the rule.

  datausage spec -o spec.html --evidence evidence --page data-usage.md

The same input gives the same bytes. The document has a date only with --date
or where SOURCE_DATE_EPOCH is set.
"""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program."""
    parser = subparsers.add_parser(
        "spec",
        help="write the specification as one document to read and to sign",
        description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help="*.html, *.md or *.pdf"
    )
    parser.add_argument(
        "--evidence", type=Path, metavar="DIR", help="the folder with the evidence of a run"
    )
    parser.add_argument("--page", metavar="COPY", help="your own copy of the page; - reads it")
    parser.add_argument(
        "--review",
        type=Path,
        metavar="FILE",
        help=f"who has reviewed which rule (default: {DEFAULT_FILE}, if it is there)",
    )
    parser.add_argument("--date", metavar="DAY", help="the date of the document, as 2026-01-31")
    parser.add_argument("--edition", default=FIRST_EDITION, help="the edition of the policy")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Write the document; return 2 where that is not possible."""
    try:
        written = _written(args)
        args.output.write_bytes(written)
    except RefusedError as problem:
        return refuse("spec", str(problem))
    except OSError as problem:
        return refuse("spec", f"{args.output} cannot be written: {problem.strerror}")
    print(f"written: {args.output}")  # noqa: T201 - a command prints
    return 0


def _written(args: argparse.Namespace) -> bytes:
    suffix = args.output.suffix.lower()
    if suffix not in SUFFIXES:
        raise RefusedError(f"-o {args.output}: the suffix is one of {', '.join(SUFFIXES)}")
    try:
        from datausage.spec import rendering  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as missing:
        # The extra that is needed in the end, and has this one in it.
        extra = "pdf" if suffix == ".pdf" else "spec"
        raise RefusedError(f"{missing.name} is missing: {installing(extra)}") from missing
    from datausage.spec.assembling import Material, assembled  # noqa: PLC0415 - slow to import
    from datausage.spec.printing import NoPrinterError, pdf  # noqa: PLC0415 - not for others
    from datausage.spec.signing import changes  # noqa: PLC0415 - imports Hypothesis
    from datausage.spec.wording import wordings  # noqa: PLC0415 - not for other commands

    edition = _edition(args.edition)
    lock = locks.load(edition.id)
    own = _page(args.page, lock, edition)
    known = _reviews(args.review)
    document = assembled(
        Material(
            edition=edition,
            lock=lock,
            suite=version("datausage"),
            date=_date(args.date),
            wordings=wordings(own[0], lock, own[1]) if own else None,
            record=_record(args.evidence, edition),
            reviews=known,
            changes=changes(known or {}, edition, lock, own[1] if own else None),
        )
    )
    if suffix == ".md":
        return rendering.markdown(document).encode()
    page = rendering.html(document)
    try:
        return pdf(page) if suffix == ".pdf" else page.encode()
    except NoPrinterError as missing:
        raise RefusedError(str(missing)) from missing


def _edition(name: str) -> Edition:
    try:
        return load(name)
    except UnknownEditionError as unknown:
        raise RefusedError(f"--edition {name}: there is only {', '.join(editions())}") from unknown


def _date(given: str | None) -> str:
    from datausage.spec.words import day  # noqa: PLC0415 - imports Hypothesis

    found = fixed(given, "--date")
    return day(found) if found else ""


def _reviews(file: Path | None) -> Mapping[str, Review] | None:
    """Return the reviews in the file named, or else in the usual one, if it is there."""
    place = file or Path(DEFAULT_FILE)
    # Asked first: a pipe would be waited for.
    if not place.is_file():
        if file is None:
            return None
        raise RefusedError(f"--review {file}: there is no such file; 'datausage review' writes one")
    try:
        return reviews(place)
    except ReviewError as wrong:
        raise RefusedError(f"--review {shown(str(wrong), 400)}") from wrong


def _page(name: str | None, lock: Lock, edition: Edition) -> tuple[str, Drift] | None:
    """Return the reader's copy, and how it compares with the edition."""
    if name is None:
        return None
    try:
        page = copy(name)
        return page, drift(page, lock, edition.rules.values())
    except UnreachableError as problem:
        raise RefusedError(f"--page {name}: this is not a copy of the page, {problem}") from problem
    except (RefusedError, LockError) as problem:
        raise RefusedError(f"--page {problem}") from problem


def _record(folder: Path | None, edition: Edition) -> Record | None:
    from datausage.evidence.checking import check  # noqa: PLC0415 - not for other commands

    if folder is None:
        return None
    try:
        files = contents(folder)
    except UnfitFolderError as wrong:
        raise RefusedError(f"--evidence {folder}: {shown(str(wrong))}") from wrong
    except (OSError, ValueError) as wrong:
        raise RefusedError(f"--evidence {folder} cannot be read: {_why(wrong)}") from wrong
    if not files:
        raise RefusedError(f"--evidence {folder}: there is no evidence in it")
    verdict = check(files)
    if verdict.wrong or verdict.record is None:
        first, more = shown(verdict.wrong[0]), len(verdict.wrong) - 1
        others = f" and {more} more, which 'datausage verify' tells" if more else ""
        raise RefusedError(f"--evidence {folder}: changed or inconsistent: {first}{others}")
    if verdict.record.policy.edition != edition.id:
        theirs = shown(verdict.record.policy.edition)
        raise RefusedError(f"--evidence {folder}: of edition {theirs}, not {edition.id}")
    for part in (*verdict.uncompared, *verdict.notes):
        print(f"datausage spec: {folder}: not checked: {shown(part)}", file=sys.stderr)  # noqa: T201
    return verdict.record


def _why(problem: Exception) -> str:
    return getattr(problem, "strerror", None) or type(problem).__name__
