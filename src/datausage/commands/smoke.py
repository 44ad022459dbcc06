"""The command ``datausage smoke``: whether everything is in place, before anything is judged."""

from __future__ import annotations

import argparse
import textwrap
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from datausage.commands.lines import WIDTH
from datausage.commands.refusing import refuse
from datausage.evidence.visible import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from datausage.targets.reaching import Reached

HELP = "try a target once, and say what it offers, before it is judged"
HARNESS = "datausage.examples.faithful"


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program."""
    usage = "%(prog)s [-h] [--call-timeout SECONDS] [--child NAME] TARGET"
    parser = subparsers.add_parser("smoke", help=HELP, description=HELP, usage=usage)
    parser.add_argument("words", nargs="+", metavar="TARGET", help="as after pytest --target=")
    parser.add_argument(
        "--call-timeout",
        type=_seconds,
        default=10.0,
        metavar="SECONDS",
        help="how long a call may take (default: 10)",
    )
    parser.add_argument(
        "--child",
        default="claude",
        metavar="NAME",
        help="the program that an exec: target starts (default: claude)",
    )
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Say what is in place; return 1 where an answer was none, 2 where nothing can be asked."""
    from datausage.targets.error import TargetError  # noqa: PLC0415 - not for other commands

    if len(args.words) > 1:
        whole = shown(" ".join(args.words))
        return refuse("smoke", f'one target at a time; quote the whole of it, as in "{whole}"')
    try:
        problems = list(_problems(HARNESS, args.call_timeout))
    except TargetError as error:
        problems = [str(error)]
    if problems:
        return refuse("smoke", f"the suite itself is broken, not your target: {problems[0]}")
    _say("The suite is in place: the bundled example answers every question.")
    try:
        target = _reached(args.words[0], args.call_timeout, args.child)
    except TargetError as error:
        return refuse("smoke", str(error))
    with closing(target.caller):
        return _told(target)


def _told(target: Reached) -> int:
    from datausage.grading.handshake import handshake  # noqa: PLC0415 - imports Hypothesis

    about, offered = target.description, target.capabilities.offered
    _say(f"Target: {about.name} {about.version or '(no version)'}")
    if about.edition:
        _say(f"It follows edition {about.edition}.")
    for note in target.notes:
        _say(note)
    if not offered:
        return refuse("smoke", "nothing is offered, and so nothing can be asked")
    _say(f"Offered: {', '.join(offered)}")
    if target.capabilities.not_offered:
        _say(f"Not offered: {', '.join(target.capabilities.not_offered)}")
    for name, question in target.capabilities.lookalikes:
        _say(f"It has {name}, which is no question; is it {question}?")
    tried = list(handshake(target.caller, offered))
    for one in tried:
        if one.complaint or one.fault:
            _say(f"{one.question}: {one.complaint or one.fault}")
    bad = any(one.complaint or (one.fault and not one.answered) for one in tried)
    if len(tried) < len(offered):
        _say(f"Not tried any more: {', '.join(offered[len(tried) :])}")
    _say("Something is wrong." if bad else "Every question offered was answered in its form.")
    return 1 if bad else 0


def _problems(reference: str, timeout: float) -> Iterator[str]:
    from datausage.grading.handshake import handshake  # noqa: PLC0415 - imports Hypothesis

    reached = _reached(reference, timeout)
    with closing(reached.caller):
        yield from (f"{name} is not offered" for name in reached.capabilities.not_offered)
        for tried in handshake(reached.caller, reached.capabilities.offered):
            if tried.complaint or tried.fault:
                yield f"{tried.question}: {tried.complaint or tried.fault}"


def _reached(reference: str, timeout: float, child: str = "claude") -> Reached:
    from datausage.oracle.questions import QUESTIONS  # noqa: PLC0415 - not for other commands
    from datausage.targets.reaching import reach  # noqa: PLC0415 - not for other commands

    arguments = {name: question.arguments for name, question in QUESTIONS.items()}
    return reach(reference, (Path.cwd(),), arguments, timeout, child=child)


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError("write a number of seconds, more than 0")
    return seconds


def _say(text: str) -> None:
    from datausage.targets.untrusted import one_line  # noqa: PLC0415 - not for other commands

    line = one_line(text, 1_000)
    print(textwrap.fill(line, WIDTH, subsequent_indent="  ", break_on_hyphens=False))  # noqa: T201
