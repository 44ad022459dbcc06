"""The command ``datausage points``: the register of open points, to read and to pin from."""

from __future__ import annotations

import argparse
import textwrap
from typing import TYPE_CHECKING

from datausage.commands.lines import WIDTH
from datausage.commands.refusing import refuse
from datausage.policy.edition import FIRST_EDITION, UnknownEditionError, editions, load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from datausage.policy.edition import OpenPoint

_ABOUT = """\
Where the page does not decide, the suite accepts every admissible reading.
A team whose counsel has settled a point pins the reading, and the suite
becomes stricter by exactly that:

  pytest --target=impl --reading bug-under-zdr=five-years
"""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program."""
    parser = subparsers.add_parser(
        "points",
        help="list the open points of the policy and their readings",
        description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("point", nargs="*", help="ids of points; all, where none is given")
    parser.add_argument("--part", help="only the points of one part of the page")
    parser.add_argument("--edition", default=FIRST_EDITION, help="the edition of the policy")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Print the points asked for; return 2 where something asked for does not exist."""
    try:
        edition = load(args.edition)
    except UnknownEditionError:
        return refuse("points", f"--edition {args.edition}: there is only {', '.join(editions())}")
    unknown = [name for name in args.point if name not in edition.points]
    if unknown:
        return refuse(
            "points", f"there is no open point {unknown[0]}; 'datausage points' lists all"
        )
    if args.part and args.part not in {part.id for part in edition.parts}:
        there = ", ".join(part.id for part in edition.parts)
        return refuse("points", f"--part {args.part}: there is no such part; there is {there}")
    chosen = [edition.points[name] for name in args.point] or list(edition.points.values())
    for point in chosen:
        if not args.part or point.part == args.part:
            print("\n".join(_lines(point)), end="\n\n")  # noqa: T201 - a command prints
    return 0


def _lines(point: OpenPoint) -> Iterator[str]:
    asked = ", for the register only" if point.register_only else ""
    yield f"{point.id} ({point.kind}, part {point.part}{asked})"
    yield from textwrap.wrap(point.question, WIDTH, initial_indent="  ", subsequent_indent="  ")
    for reading in point.readings:
        weak = " (weak)" if reading.weak else ""
        text = f"{reading.id}{weak}: {reading.means}"
        yield from textwrap.wrap(text, WIDTH, initial_indent="  - ", subsequent_indent="    ")
    rules = f"rules: {', '.join(point.rules)}"
    yield from textwrap.wrap(
        rules, WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False
    )
