"""The command ``datausage lint``: risky values and near misses, and fixing them."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from datausage.commands.refusing import RefusedError, refuse
from datausage.commands.set_up_arguments import add_places, set_up
from datausage.evidence.visible import shown

if TYPE_CHECKING:
    from datausage.policy.edition import Edition
    from datausage.setup.findings import Finding
    from datausage.setup.set_up import SetUp

CLEAR, FOUND = 0, 1
_NOTHING = "Nothing was fixed: what is found is yours to decide."

_ABOUT = """\
Looks for values that set a variable on one reading and not on another, for
names that are nearly right, and for places that a variable does not reach.

  datausage lint
  datausage lint --repository --github     in a CI, before a merge
  datausage lint --fix                     write what is clear beyond doubt

Of the environment only names are looked at, and the values of those variables
that the page names. --fix replaces values such as true, 1 (a number) and " 1 "
by "1" in settings files, except in the managed one; everything else in them
stays as it is, and the file of before is kept beside it. With --guess it also
writes names right that are nearly so.

Exit status: 0 nothing but notes, 1 an error or a warning, 2 wrong use.
"""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program."""
    parser = subparsers.add_parser(
        "lint",
        help="risky values and near misses in your own environment and settings",
        description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_places(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON, everything in it")
    form.add_argument("--markdown", action="store_true", help="as Markdown")
    form.add_argument("--sarif", action="store_true", help="as SARIF 2.1.0")
    form.add_argument("--github", action="store_true", help="as annotations of GitHub Actions")
    parser.add_argument("--fix", action="store_true", help="write what is clear beyond doubt")
    parser.add_argument("--guess", action="store_true", help="with --fix: nearly right names, too")
    parser.add_argument("--strict", action="store_true", help="notes count as findings, too")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Tell what is risky; return 1 where something is, 2 for wrong use."""
    from datausage.commands import lint_report as report  # noqa: PLC0415 - not for others
    from datausage.policy.edition import load  # noqa: PLC0415 - not for others

    if args.guess and not args.fix:
        return refuse("lint", "--guess only says what --fix may write; add --fix")
    edition = load()
    try:
        found = set_up(args)
        done = _fixed(found, edition, guess=args.guess) if args.fix else ()
        found = set_up(args) if done else found
    except RefusedError as problem:
        return refuse("lint", shown(str(problem), 1000))
    findings = _findings(found, edition, args)
    failing = any(one.fails for one in findings)
    if args.fix and not done and failing and _form(args) in ("text", "markdown"):
        done = (_NOTHING,)
    sys.stdout.write(report.written(_form(args), found, findings, done, edition))
    return FOUND if failing or (args.strict and findings) else CLEAR


def _form(args: argparse.Namespace) -> str:
    return next((n for n in ("json", "markdown", "sarif", "github") if getattr(args, n)), "text")


def _findings(found: SetUp, edition: Edition, args: argparse.Namespace) -> list[Finding]:
    from datausage.setup.linting import findings  # noqa: PLC0415 - asks the oracle

    names = () if args.repository else sorted(os.environ)
    return list(findings(found, names, edition, here=not args.repository))


def _fixed(found: SetUp, edition: Edition, *, guess: bool) -> tuple[str, ...]:
    from datausage.setup.fixing import fixed  # noqa: PLC0415 - rarely needed
    from datausage.setup.linting import in_file  # noqa: PLC0415 - asks the oracle
    from datausage.setup.opening import UnreadError  # noqa: PLC0415 - rarely needed

    told = []
    for file in found.files:
        try:
            backup, gone = fixed(file.place, lambda one: in_file(one, edition), guess=guess)
        except UnreadError as problem:
            if file.found and not file.unread:
                told.append(f"{file.place.label} is not fixed: {problem}.")
            continue
        told += [
            f"Fixed in {one.where}: {one.message}. Now it is {one.edit.text}."
            for one in gone
            if one.edit
        ]
        if backup:
            told.append(f"{file.place.label} as it was is kept in {backup} beside it.")
    return tuple(told)
