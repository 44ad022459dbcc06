"""The command ``datausage drift``: what has become of the page since the rules were made."""

from __future__ import annotations

import argparse
import sys

from datausage.commands import drift_report
from datausage.commands.comparing import copy
from datausage.commands.refusing import RefusedError, refuse
from datausage.evidence.visible import shown
from datausage.policy import edition as editions
from datausage.policy import lock as locks
from datausage.policy import source
from datausage.policy.drift import drift, wordings

UNCHANGED, CHANGED, WRONG_USE, UNREACHABLE = range(4)

_ABOUT = """\
Compares your copy of the policy page, Markdown or plain text, with an edition.

A sentence is unchanged, moved, reworded, removed or new. A rule is

  current    all its sentences say what they said
  suspect    one of them, or the row, column or bold line above it, was
             reworded or removed
  orphaned   all its sentences are gone

Nothing of the copy is kept, and its wording is shown with --show alone. What
is no copy of the page (empty, an error page, broken off) is reported as such
and never as removed.

Exit status: 0 nothing changed (moved is not changed), 1 something did, 2 wrong
use, 3 the source is unreachable.

  datausage drift data-usage.md
"""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program."""
    parser = subparsers.add_parser(
        "drift",
        help="what has changed on the policy page, by sentence and by rule",
        description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("page", metavar="PAGE", help="your copy; - reads standard input")
    parser.add_argument("--edition", metavar="E", help="its date (default: the latest locked)")
    parser.add_argument("--all", action="store_true", help="list what is unchanged, too")
    parser.add_argument("--show", action="store_true", help="show the wording of your copy")
    parser.add_argument("--json", action="store_true", help="as JSON, everything in it")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Compare a copy; return 0, 1 for changes, 2 for wrong use, 3 for what is not the page."""
    name = args.edition or locks.editions()[-1]
    if args.json and args.show:
        return refuse("drift", "--json never has the wording; leave out --show")
    try:
        lock, edition = locks.load(name), editions.load(name)
        page = copy(args.page)
        found = drift(page, lock, edition.rules.values())
    except source.UnreachableError as problem:
        sys.stdout.write(drift_report.unreachable(name, str(problem), json=args.json))
        return UNREACHABLE
    except (RefusedError, locks.LockError) as problem:
        return refuse("drift", shown(str(problem)))
    texts = wordings(page, lock) if args.show else {}
    if args.json:
        sys.stdout.write(drift_report.as_json(found))
    else:
        sys.stdout.write(drift_report.as_text(found, texts, every=args.all))
    return CHANGED if found.changed else UNCHANGED
