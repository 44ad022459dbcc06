"""Arguments on where to look, and on what no file tells."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from datausage.commands.refusing import RefusedError
from datausage.evidence.visible import shown
from datausage.oracle.facts import CONSUMER_PLANS, Provider
from datausage.setup.accounts import ACCESSES, OPT_INS, PLANS, SETTINGS, UNKNOWN, Told
from datausage.setup.places import managed_folder, places
from datausage.setup.set_up import found

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from datausage.setup.set_up import SetUp

QUESTIONS: Final = {
    "plan": ("Which plan is the account on?", PLANS),
    "access": ("How does the account reach the model?", ACCESSES),
    "setting": ("May data improve models: the consumer's setting, none if never chosen?", SETTINGS),
    "opted_in": ("Has somebody opted in to providing material for training?", OPT_INS),
}
PROVIDERS: Final = tuple(map(str, Provider))


def add_places(parser: argparse.ArgumentParser) -> None:
    """Add where to look."""
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path(),
        metavar="FOLDER",
        help="where a session is started (default: here)",
    )
    add_elsewhere(parser)


def add_elsewhere(parser: argparse.ArgumentParser) -> None:
    """Add what is looked at beside a folder."""
    parser.add_argument(
        "--home", type=Path, metavar="DIR", help="another home folder to look at than yours"
    )
    parser.add_argument(
        "--managed", type=Path, metavar="DIR", help="another folder of the managed settings"
    )
    parser.add_argument(
        "--repository",
        action="store_true",
        help="only the files in FOLDER: no environment, no home, no managed settings",
    )


def add_account(parser: argparse.ArgumentParser) -> None:
    """Add what no file tells."""
    group = parser.add_argument_group("what no file tells; each may be 'unknown'")
    for name, (about, choices) in QUESTIONS.items():
        group.add_argument(
            f"--{name.replace('_', '-')}", choices=(*choices, UNKNOWN), help=about.rstrip("?")
        )
    group.add_argument(
        "--provider",
        choices=(*PROVIDERS, UNKNOWN),
        help="who serves the requests, whatever the variables say",
    )
    group.add_argument(
        "--ask",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="ask for what is not given (default: where there is a terminal)",
    )


def set_up(args: argparse.Namespace, environment: Mapping[str, str] = os.environ) -> SetUp:
    """Return what is set where the arguments say.

    Raises:
        RefusedError: the folder is none, or another one that is named.
    """
    if not args.folder.is_dir():
        raise RefusedError(f"{shown(str(args.folder))} is no folder")
    for option, given in (("--home", args.home), ("--managed", args.managed)):
        # A slip would be answered as if nothing were set there.
        if given and not given.is_dir():
            raise RefusedError(f"{option} {shown(str(given))} is no folder")
    if args.repository:
        return found({}, places(args.folder, None, None))
    managed = args.managed or managed_folder(platform.system())
    return found(environment, places(args.folder, args.home or _home(), managed))


def told(args: argparse.Namespace, ask: Callable[[str], str] = input) -> Told:
    """Return what is told of the account; what is not, is asked for where there is a terminal."""
    asking = _on_a_terminal(args) if args.ask is None else args.ask
    answers: dict[str, str] = {}
    for name, (about, choices) in QUESTIONS.items():
        given = getattr(args, name)
        needed = given is None and asking and _matters(name, answers.get("plan"))
        answers[name] = _asked(about, choices, ask) if needed else given or UNKNOWN
    return Told(**answers, provider=args.provider)


def _matters(name: str, plan: str | None) -> bool:
    return name != "setting" or plan == UNKNOWN or plan in CONSUMER_PLANS


def _asked(about: str, choices: tuple[str, ...], ask: Callable[[str], str]) -> str:
    print(f"{about}\n  {', '.join((*choices, UNKNOWN))}", file=sys.stderr)  # noqa: T201 - a question
    try:
        while (answer := ask(f"[{UNKNOWN}] ").strip().lower()) not in (*choices, UNKNOWN, ""):
            print("One of these, please.", file=sys.stderr)  # noqa: T201 - a question
    except EOFError:
        return UNKNOWN
    except KeyboardInterrupt:
        raise RefusedError("ended while asking; --no-ask asks nothing") from None
    return answer or UNKNOWN


def _on_a_terminal(args: argparse.Namespace) -> bool:
    if getattr(args, "json", False) or getattr(args, "markdown", False):
        return False
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:
        return None
