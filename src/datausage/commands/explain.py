"""The command ``datausage explain``: what the policy says of one's own set-up."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from datausage.commands.refusing import RefusedError, refuse
from datausage.commands.set_up_arguments import add_account, add_places, set_up, told
from datausage.evidence.visible import shown

ANSWERED, UNREAD = 0, 1

_ABOUT = """\
Reads what is set on this machine and in a repository, and says which services
may send something, how long each kind of data may be kept, whether it may
train models, and on what each answer turns.

  datausage explain
  datausage explain --plan team --access login

Of the environment only the variables are read that the page names, and of the
settings files only these. A value that is no usual spelling is never shown.
What is unknown may be anything: the answer then holds for all of it.

Exit status: 0 answered, 1 answered, but a settings file cannot be read and may
hold anything, 2 wrong use.
"""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program."""
    parser = subparsers.add_parser(
        "explain",
        help="what the policy says of your own machine and repository",
        description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_places(parser)
    add_account(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON, everything in it")
    form.add_argument("--markdown", action="store_true", help="as Markdown")
    form.add_argument(
        "--page", type=Path, metavar="FILE", help="write a page (HTML) with the egress matrix"
    )
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Say what follows from what is set; return 1 where a file is not read, 2 for wrong use."""
    from datausage.commands import explain_report as report  # noqa: PLC0415 - asks the oracle

    try:
        explained = report.explained(set_up(args), told(args))
        if args.page:
            report.write_page(args.page, explained)
        elif args.json:
            sys.stdout.write(report.as_json(explained))
        elif args.markdown:
            sys.stdout.write(report.as_markdown(explained))
        else:
            sys.stdout.write(report.as_text(explained))
    except RefusedError as problem:
        return refuse("explain", shown(str(problem), 1000))
    return UNREAD if explained.found.unread else ANSWERED
