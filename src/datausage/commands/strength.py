"""The command ``datausage strength``: how many planted faults the suite catches, and how soon."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from datausage.commands.refusing import refuse

if TYPE_CHECKING:
    from datausage.strength.matrix import Matrix
    from datausage.strength.running import Spend

BUDGETS = ("standard", "400", "64", "400-untold", "64-untold")
UNTOLD = "-untold"
LINES = 10
"""How many lines of progress a log has at most."""

BEGIN, END = "<!-- matrix -->\n", "<!-- end of matrix -->\n"

_ABOUT = """\
Plants known mistakes into an implementation that is right, one at a time, and
tells which checks of the suite catch them, and after how many calls of the
target. Every rule has several, and so has every kind of mistake.

  datausage strength --seeds 1 --question opt_in    some seconds
  datausage strength                                all, many minutes

A budget is 'standard', as much as the standard effort asks, or the most calls
that each question may get. Few calls begin with situations that have given
planted faults away; with a budget like '64-untold' those are left out that
only the fault itself has told of, as if it had never been planted. Promised
is that all runs catch their fault at standard effort, 97 % at 400 calls and
95 % at 64; 95 % and 80 % where it is untold.
"""

_AFTER = """\
The exit code is 0 where every promise is kept, 1 where one is not, and 2 for
wrong use. What is promised for numbers of calls is promised of all questions
together; with --question it is shown and does not count. The same code gives
the same matrix on every machine, with any number of processes.
"""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program."""
    parser = subparsers.add_parser(
        "strength",
        help="measure which planted faults the suite catches, and how soon",
        description=_ABOUT,
        epilog=_AFTER,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--seeds", type=_count, default=10, metavar="N", help="runs of each fault; 10 by default"
    )
    parser.add_argument(
        "--budget",
        action="append",
        type=_budget,
        metavar="BUDGET",
        help="'standard', or a number of calls per question, with '-untold' if wanted; "
        "can be repeated; "
        f"by default {', '.join(BUDGETS)}",
    )
    parser.add_argument(
        "--question",
        action="append",
        metavar="QUESTION",
        help="only the faults about this question; can be repeated",
    )
    parser.add_argument(
        "--jobs",
        type=_count,
        default=os.cpu_count() or 1,
        metavar="N",
        help="processes that work on it; as many as there are cores by default",
    )
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="also write everything to this file, as JSON"
    )
    parser.add_argument(
        "--markdown",
        type=Path,
        metavar="FILE",
        help="also write the tables into this page, between its two comments about the matrix",
    )
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Measure and print; return 1 where less was caught than promised, 2 for wrong use."""
    from datausage.oracle.questions import QUESTIONS  # noqa: PLC0415 - not for other commands

    unknown = [name for name in args.question or () if name not in QUESTIONS]
    if unknown:
        return refuse(
            "strength", f"there is no question {unknown[0]}; there is {', '.join(QUESTIONS)}"
        )
    if args.markdown and not _has_place(args.markdown):
        return refuse("strength", f"{args.markdown} has no lines {BEGIN.strip()} and {END.strip()}")
    matrix = _built(args)
    _print(matrix)
    if args.json:
        text = json.dumps(matrix.to_json(), indent=2, ensure_ascii=False)
        args.json.write_text(f"{text}\n", "utf-8")
    if args.markdown:
        _write(matrix, args.markdown)
    below = matrix.below()
    for budget, rate in below.items():
        print(f"datausage strength: {budget}: {rate:.1%} are too few", file=sys.stderr)  # noqa: T201 - a command prints
    return 1 if below else 0


def _built(args: argparse.Namespace) -> Matrix:
    from datausage.strength.matrix import built  # noqa: PLC0415 - imports Hypothesis

    spends = [_spend(name) for name in dict.fromkeys(args.budget or BUDGETS)]
    return built(args.seeds, spends, frozenset(args.question or ()), jobs=args.jobs, told=_progress)


def _spend(name: str) -> Spend:
    from datausage.strength.running import Spend  # noqa: PLC0415 - imports Hypothesis

    calls = name.removesuffix(UNTOLD)
    return Spend(name, int(calls) if calls.isdigit() else None, untold=name.endswith(UNTOLD))


def _print(matrix: Matrix) -> None:
    from datausage.strength.tables import shown  # noqa: PLC0415 - imports Hypothesis

    print(shown(matrix))  # noqa: T201 - a command prints


def _progress(done: int, every: int) -> None:
    text = told(done, every, terminal=sys.stderr.isatty())
    print(text, end="", file=sys.stderr, flush=True)  # noqa: T201 - progress


def told(done: int, every: int, *, terminal: bool) -> str:
    """Return what to write after each step: on a terminal one line that changes, and ends at last.

    A log keeps whatever is written; there every tenth of the work has a line.
    """
    text = f"{done} of {every}"
    if terminal:
        return f"\r{text}" if done < every else f"\r{text}\n"
    return f"{text}\n" if LINES * done // every > LINES * (done - 1) // every else ""


def _has_place(page: Path) -> bool:
    text = page.read_text("utf-8") if page.is_file() else ""
    return BEGIN in text and END in text


def _write(matrix: Matrix, page: Path) -> None:
    from datausage.strength.tables import page as generated  # noqa: PLC0415 - imports Hypothesis

    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n{generated(matrix)}\n{END}{after}", "utf-8")


def _count(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"{text} is no whole number, 1 or more")
    return int(text)


def _budget(text: str) -> str:
    if text == "standard":
        return text
    return f"{_count(text.removesuffix(UNTOLD))}{UNTOLD if text.endswith(UNTOLD) else ''}"
