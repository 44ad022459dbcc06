"""The command ``datausage spec``: the specification as one document to read and to sign."""

from __future__ import annotations

import argparse
import os
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from datausage.commands.refusing import RefusedError, refuse
from datausage.policy import lock as locks
from datausage.policy.edition import FIRST_EDITION, UnknownEditionError, editions, load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.policy.edition import Edition
    from datausage.spec.record import Record
    from datausage.spec.wording import Wording

SUFFIXES = (".html", ".md", ".pdf")

_ABOUT = """\
Writes the whole specification as one document, to be read from top to bottom:
every rule with its source, its open points and its scenarios, the register of
open points, and what is not covered. The suffix says in which form.

  datausage spec -o spec.html
  datausage spec -o spec.pdf
  datausage spec -o spec.md

With the evidence of a run, its results lie over the document, and can be
switched off there. With your own copy of the page (Markdown), its sentences
stand beside the rules; they are taken from your copy and kept nowhere else.

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
    parser.add_argument("--page", type=Path, metavar="COPY", help="your own copy of the page")
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
        raise RefusedError(f"{missing.name} is missing: pip install 'datausage[spec]'") from missing
    from datausage.spec.assembling import Material, assembled  # noqa: PLC0415 - slow to import
    from datausage.spec.printing import NoPrinterError, pdf  # noqa: PLC0415 - not for others

    edition = _edition(args.edition)
    document = assembled(
        Material(
            edition=edition,
            lock=locks.load(edition.id),
            suite=version("datausage"),
            date=_date(args.date),
            wordings=_wordings(args.page, edition),
            record=_record(args.evidence, edition),
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

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        if given:
            return day(date.fromisoformat(given))
        return day(datetime.fromtimestamp(int(epoch), UTC).date()) if epoch else ""
    except (ValueError, OverflowError, OSError) as wrong:
        named = f"--date {given}" if given else f"SOURCE_DATE_EPOCH={epoch}"
        raise RefusedError(f"{named}: that is no date") from wrong


def _wordings(copy: Path | None, edition: Edition) -> Mapping[str, Wording] | None:
    from datausage.spec.wording import wordings  # noqa: PLC0415 - not for other commands

    if copy is None:
        return None
    try:
        return wordings(copy.read_text("utf-8-sig"), locks.load(edition.id))
    except UnicodeDecodeError as wrong:
        raise RefusedError(f"--page {copy}: not UTF-8 text (byte {wrong.start})") from wrong
    except OSError as wrong:
        raise RefusedError(f"--page {copy} cannot be read: {wrong.strerror}") from wrong
    except locks.LockError as wrong:
        raise RefusedError(f"--page {copy}: {wrong}") from wrong


def _record(folder: Path | None, edition: Edition) -> Record | None:
    from datausage.spec.assembling import known_checks  # noqa: PLC0415 - imports Hypothesis
    from datausage.spec.fields import RecordError  # noqa: PLC0415 - not for other commands
    from datausage.spec.recorded import read  # noqa: PLC0415 - not for other commands

    if folder is None:
        return None
    try:
        record = read(folder, known_checks(edition))
    except RecordError as wrong:
        raise RefusedError(f"--evidence: {wrong}") from wrong
    if record.edition != edition.id:
        raise RefusedError(f"--evidence: made of edition {record.edition}, not {edition.id}")
    return record
