"""The command ``datausage contract``: what targets in other languages receive and answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from datausage.commands.refusing import refuse

if TYPE_CHECKING:
    import argparse

HELP = "print the contract with targets in other languages, as JSON Schema"


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program."""
    parser = subparsers.add_parser("contract", help=HELP, description=HELP)
    parser.add_argument(
        "question", nargs="?", help="only what is said about one question, or describe"
    )
    parser.add_argument("--version", action="store_true", help="print the version alone")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Print the documents asked for; return 2 where there is no such question."""
    from datausage.targets.contract import shipped  # noqa: PLC0415 - not for other commands
    from datausage.targets.contract.generating import (  # noqa: PLC0415 - not for other commands
        NAMES,
        VERSION,
        bundle,
    )

    if args.question is not None and args.question not in NAMES:
        return refuse(
            "contract", f"there is no question {args.question}; there is {', '.join(NAMES)}"
        )
    if args.version:
        print(VERSION)  # noqa: T201 - a command prints
    elif args.question is not None:
        print(shipped.text(args.question), end="")  # noqa: T201 - a command prints
    else:
        whole = bundle({name: shipped.document(name) for name in NAMES})
        print(json.dumps(whole, indent=2))  # noqa: T201 - a command prints
    return 0
