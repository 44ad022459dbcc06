"""The program ``datausage``: what belongs to the policy and its specification, beside pytest."""

from __future__ import annotations

import argparse
import errno
import os
import re
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_ABOUT = """\
A compliance suite for the documented Data usage policy of Claude Code.
Not affiliated with the vendor, and no legal advice.

An implementation is judged with pytest:  pytest --target=impl
This program is for the rest:
"""
_UNREAD = 141
"""What a shell says of a program that wrote where nobody read any more."""
_WRONG_USE = 2
_FULL: Final = {
    getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EIO", "EFBIG") if hasattr(errno, name)
}
COMMANDS: Final[Mapping[str, str]] = {
    name: f"datausage.commands.{name}"
    for name in (
        "explain",
        "lint",
        "harden",
        "whatif",
        "timeline",
        "init",
        "smoke",
        "contract",
        "points",
        "table",
        "vocabulary",
        "spec",
        "strength",
        "verify",
        "merge",
        "client",
        "lock",
        "drift",
        "review",
        "arrays",
        "telling",
    )
} | {"lock": "datausage.policy.commands"}
"""By name: the module that registers the command."""


class _Command(argparse.ArgumentParser):
    """Refuses itself what it does not know, so that its own usage is shown, and not another."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Return what was given, and nothing that is left over."""
        found, left = super().parse_known_args(args, namespace)
        if left:
            self.error(self._unknown(left))
        return found, left

    def _unknown(self, left: Sequence[str]) -> str:
        from difflib import get_close_matches  # noqa: PLC0415 - rarely needed

        option = next((word.partition("=")[0] for word in left if word.startswith("-")), None)
        if option is None:
            return f"there is no use for {' '.join(left)}"
        known = re.findall(r"--[a-z-]+", self.format_usage())
        hint = "".join(f"; did you mean {one}?" for one in get_close_matches(option, known, 1))
        return f"there is no {option}{hint}"


class _Version(argparse.Action):
    """Prints the version; it takes some time to be found, so only where it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from importlib.metadata import version  # noqa: PLC0415 - see above

        print(f"datausage {version('datausage')}")  # noqa: T201 - a command prints
        parser.exit()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; return 0 where all is well, 1 for findings, 2 for wrong use."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    try:
        return _run(words)
    except BrokenPipeError:
        _drop_output()
        return _UNREAD
    except OSError as problem:
        if problem.errno not in _FULL or problem.filename is not None:
            raise
        _drop_output()
        told = f"datausage: the output cannot be written: {problem.strerror}"
        print(told, file=sys.stderr)  # noqa: T201 - a command prints
        return _WRONG_USE


def _drop_output() -> None:
    """Let what has not been written yet go nowhere, so that the end of Python is silent too."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(words: Sequence[str]) -> int:
    try:
        args = _parser(_wanted(words)).parse_args(words)
        return int(args.func(args))
    finally:
        print(end="", flush=True)  # noqa: T201 - what was printed is written while it can be told


def _parser(commands: Iterable[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="datausage", description=_ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version, and end")
    subparsers = parser.add_subparsers(
        title="commands", required=True, metavar="COMMAND", parser_class=_Command
    )
    for name in commands:
        import_module(COMMANDS[name]).register(subparsers)
    return parser


def _wanted(words: Sequence[str]) -> Iterable[str]:
    """Return the command that is asked for alone; all, where help or a wrong one is."""
    return words[:1] if words and words[0] in COMMANDS else COMMANDS
