"""The command ``datausage arrays``: makes the covering arrays anew, for developers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from datausage.commands.refusing import refuse
from datausage.extras import installing

if TYPE_CHECKING:
    import argparse

HELP = "make the covering arrays of changed domains anew (development)"


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program."""
    parser = subparsers.add_parser("arrays", help=HELP, description=HELP)
    parser.add_argument(
        "question", nargs="*", help="questions whose arrays are made; the stale ones otherwise"
    )
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Write the arrays; return 2 where a question does not exist or the tool is missing."""
    from datausage.universe import arrays  # noqa: PLC0415 - imports Hypothesis
    from datausage.universe.catalogue import SPACES  # noqa: PLC0415 - imports Hypothesis

    unknown = [name for name in args.question if name not in SPACES]
    if unknown:
        return refuse("arrays", f"there is no question {unknown[0]}; there is {', '.join(SPACES)}")
    folder = Path(arrays.__file__).parent / "arrays"
    chosen = args.question or [name for name, space in SPACES.items() if not arrays.fresh(space)]
    for number, name in enumerate(chosen, 1):
        print(f"[{number}/{len(chosen)}] {name}", flush=True)  # noqa: T201 - progress
        try:
            text = arrays.make(SPACES[name])
        except ModuleNotFoundError as error:
            return refuse("arrays", f"{error.name} is missing: {installing('dev')}")
        (folder / f"{name}.json").write_text(text, "utf-8")
    if not chosen:
        print("all arrays are fresh")  # noqa: T201 - a command prints
    return 0
