"""The command ``datausage telling``: chooses anew what few calls ask about, for developers."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

HELP = "choose anew the situations that --calls asks about first (development)"


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program."""
    parser = subparsers.add_parser(
        "telling",
        help=HELP,
        description=f"{HELP}: those at which planted faults fail. It takes some minutes.",
    )
    parser.add_argument(
        "--jobs",
        type=int,
        default=os.cpu_count() or 1,
        metavar="N",
        help="processes that work on it; as many as there are cores by default",
    )
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Write the file that is shipped."""
    from datausage.strength import telling as choosing  # noqa: PLC0415 - imports Hypothesis
    from datausage.universe import telling  # noqa: PLC0415 - imports Hypothesis

    found = choosing.made(max(args.jobs, 1), _progress)
    Path(telling.__file__).with_name(telling.FILE).write_text(telling.written(found), "utf-8")
    count = sum(len(points) for rules in found.values() for points in rules.values())
    print(f"{count} situations")  # noqa: T201 - a command prints
    return 0


def _progress(done: int, every: int) -> None:
    if done % 20 == 0 or done == every:
        print(f"{done} of {every}", file=sys.stderr, flush=True)  # noqa: T201 - progress
