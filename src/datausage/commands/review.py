"""The command ``datausage review``: who has reviewed which rule, kept in a file of the team."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from datausage.commands import drift_report, review_report
from datausage.commands.comparing import compared
from datausage.commands.days import day
from datausage.commands.refusing import RefusedError, refuse
from datausage.commands.review_arguments import add_arguments, chosen, consistent
from datausage.evidence.visible import shown
from datausage.policy import edition as editions
from datausage.policy import lock as locks
from datausage.policy import replacing, review_file
from datausage.policy.review_table import ReviewError
from datausage.policy.reviews import (
    DEFAULT_FILE,
    LARGEST,
    Clearance,
    Review,
    digest,
    parse,
    read,
    sentences,
    text,
    uncleared,
)
from datausage.policy.source import UnreachableError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from datausage.policy.drift import Drift
    from datausage.policy.edition import Edition
    from datausage.policy.lock import Lock

_ABOUT = f"""\
Keeps who has reviewed which rule, on which day, in a file that you commit:
{DEFAULT_FILE}, or the one that --file names.

  datausage review RULE... --by NAME    these rules were reviewed: our
                                        statement, and their sentences
  datausage review --all --by NAME      every rule; or --part PART
  datausage review --status             by rule: reviewed, stale or never

A review is stale once our statement, or the sentences of the edition that it
rests on, have changed. With a copy of today's page, its changes show too, and
a rule that holds in the new wording can be cleared:

  datausage review --status --page COPY
  datausage review RULE --cleared --by NAME --reason TEXT --page COPY

Only names, days, reasons and fingerprints are kept. The day is today's in UTC,
that of SOURCE_DATE_EPOCH, or the one of --on.

Exit status: 0 done; for --status, every rule is reviewed and none is waiting.
1 for --status, some rule is not. 2 wrong use. 3 the page is unreachable.
"""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program."""
    parser = subparsers.add_parser(
        "review",
        help="keep who has reviewed which rule, and see which reviews are out of date",
        description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_arguments(parser, DEFAULT_FILE)
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Do what is asked; return the exit code."""
    try:
        consistent(args)
        name = args.edition or locks.editions()[-1]
        lock, edition = locks.load(name), editions.load(name)
        names = chosen(args, edition)
        found = compared(args.page, lock, edition) if args.page else None
        if args.status:
            return _status(args, names, lock, edition, found)
        return _record(args, names, lock, edition, found)
    except BrokenPipeError:
        raise
    except UnreachableError as problem:
        sys.stdout.write(drift_report.unreachable(name, str(problem), json=args.json))
        return 3
    except (ReviewError, replacing.ReplacingError) as problem:
        return refuse("review", f"{shown(str(args.file))}: {shown(str(problem), 1000)}")
    except (RefusedError, locks.LockError) as problem:
        return refuse("review", shown(str(problem), 1000))
    except OSError as problem:
        return refuse("review", f"{shown(str(args.file))} cannot be written: {problem.strerror}")


def _record(
    args: argparse.Namespace, names: list[str], lock: Lock, edition: Edition, found: Drift | None
) -> int:
    with replacing.alone(args.file):
        before = replacing.read(args.file, LARGEST)
        known = parse(text(before)) if before else {}
        made = _clearing(args, known, found) if found else _reviewing(args, known, lock, edition)
        # With what `text` takes away: the mark of byte order stays in the file.
        fresh = (before or b"").decode()
        for name in names:
            fresh = review_file.edited(fresh, name, made(name), list(edition.rules))
        replacing.replace(args.file, fresh.encode(), before)
    verb = "cleared" if found else "reviewed"
    rules = "1 rule" if len(names) == 1 else f"{len(names)} rules"
    again = 0 if found else sum(name in known for name in names)
    replaced = f"; replaced {again}" if again else ""
    sys.stdout.write(f"{rules} {verb}, in {shown(str(args.file))}{replaced}.\n")
    return 0


def _reviewing(
    args: argparse.Namespace, known: Mapping[str, Review], lock: Lock, edition: Edition
) -> Callable[[str], Review]:
    on = day(args.on)

    def made(name: str) -> Review:
        rule = edition.rules[name]
        old = known[name].cleared if name in known else None
        return Review(args.by, on, edition.id, digest(rule), sentences(rule, lock), old)

    return made


def _clearing(
    args: argparse.Namespace, known: Mapping[str, Review], found: Drift
) -> Callable[[str], Review]:
    on = day(args.on)
    now = {one.id: one.wording for one in found.sentences if one.id}
    because = {one.rule: one.because for one in found.rules}

    def made(name: str) -> Review:
        if name not in known:
            raise RefusedError(f"{name} was never reviewed; do that first")
        if not because[name]:
            raise RefusedError(f"{name} is current; there is nothing to clear")
        wording = {one: now[one] for one in because[name]}
        return replace(known[name], cleared=Clearance(args.by, on, args.reason, wording))

    return made


def _status(
    args: argparse.Namespace, names: list[str], lock: Lock, edition: Edition, found: Drift | None
) -> int:
    known = parse(read(args.file)) if args.file.exists() else {}
    waiting = frozenset(uncleared(found, known)) if found else frozenset()
    drifted = {one.rule: one for one in found.rules} if found else {}
    states = [
        review_report.state(edition.rules[name], known.get(name), lock, drifted.get(name), waiting)
        for name in names
    ]
    others = [name for name in known if name not in edition.rules]
    written = review_report.as_json if args.json else review_report.as_text
    sys.stdout.write(written(edition.id, states, others))
    return 0 if all(one.settled for one in states) else 1
