"""The command ``datausage init``: what a repository needs to begin, written once."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING

from datausage.commands import starting
from datausage.commands.refusing import RefusedError, refuse
from datausage.evidence.visible import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

_ABOUT = """\
Writes what a repository needs to begin: the file of its CI, and, unless a
target is named, a target to fill in. Where no configuration of pytest exists,
it writes one; where one does, it prints what may be added there.

  datausage init --ci github    .github/workflows/datausage.yml
  datausage init --ci gitlab    datausage.gitlab-ci.yml, and .gitlab-ci.yml with
                                it where there is none
  datausage init --ci plain     datausage-check.sh

No file is overwritten. --force writes the file of the CI anew; a target and
the configuration of pytest are never touched once they are there.
"""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program."""
    parser = subparsers.add_parser(
        "init",
        help="write the CI file, a target to fill in and a configuration to begin with",
        description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--ci", choices=starting.CI, required=True, help="which kind of CI")
    parser.add_argument("--target", metavar="REF", help="your target, if you have one")
    parser.add_argument("--dir", type=Path, default=Path(), help="where (default: here)")
    parser.add_argument("--force", action="store_true", help="write the file of the CI anew")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Write the files; return 2 where one of them is there or cannot be written."""
    try:
        sys.stdout.write("\n".join(_begun(args)) + "\n")
    except BrokenPipeError:
        raise
    except RefusedError as problem:
        return refuse("init", shown(str(problem), 1000))
    except OSError as problem:
        place = shown(str(problem.filename or args.dir))
        return refuse("init", f"{place} cannot be written: {problem.strerror}")
    return 0


def _begun(args: argparse.Namespace) -> Iterator[str]:
    files = {args.dir / path: text for path, text in starting.files(args.ci, args.target).items()}
    target = args.dir / starting.TARGET
    if args.force and os.path.lexists(target):
        files.pop(target, None)
    there = [] if args.force else [str(path) for path in files if os.path.lexists(path)]
    if there:
        raise RefusedError(f"{' and '.join(there)}: already there; --force writes {_anew(there)}")
    if not args.dir.is_dir():
        raise RefusedError(f"--dir {args.dir}: there is no such folder")
    found = starting.configured(args.dir.resolve())
    if not found:
        files[args.dir / starting.CONFIGURATION] = starting.configuration()
    pipeline = args.dir / starting.GITLAB
    taken_up = args.ci != "gitlab" or not os.path.lexists(pipeline)
    if args.ci == "gitlab" and taken_up:
        files[pipeline] = starting.included()
    ours = args.dir / starting.CI[args.ci][0]
    for path, text in files.items():
        _write(path, text, anew=args.force and path == ours)
        yield f"written: {shown(str(path))}"
    yield from ("", "Next:", *_next(args))
    if not taken_up:
        yield f"- take it up in {shown(str(pipeline))}; there you may add"
        yield indent(starting.included().rstrip("\n"), "    ")
    yield from _configured(found)


def _write(path: Path, text: str, *, anew: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if anew and os.path.lexists(path):
        # What a link leads to is not ours to write.
        path.unlink()
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
    if path.suffix == ".sh":
        path.chmod(path.stat().st_mode | 0o111)


def _next(args: argparse.Namespace) -> Iterator[str]:
    if args.target is None:
        yield f"- fill in {starting.TARGET}; until then a run ends with 1"
    else:
        yield f"- try your target, which was not looked at: datausage smoke {shown(args.target)}"
    if args.ci == "plain":
        yield f"- run it: sh {shown(str(args.dir / starting.CI['plain'][0]))}"
    else:
        yield f"- commit the wheel as {starting.wheel()}:"
        yield "    python -m pip wheel --no-deps --wheel-dir vendor PATH-OF-A-CLONE"
    yield f"- add .hypothesis/ and {starting.EVIDENCE}/ to your .gitignore"


def _anew(there: list[str]) -> str:
    if any(path.endswith(starting.TARGET) for path in there):
        return f"the file of the CI anew, and --target {starting.TARGET} keeps your target"
    return "it anew"


def _configured(found: Path | None) -> Iterator[str]:
    if found:
        yield f"- pytest is configured in {shown(str(found))}; there you may add"
        lines = starting.configuration().partition("\n")[2]
        toml = found.suffix == ".toml"
        yield indent(_TOML if toml else lines.rstrip("\n"), "    ")


_TOML = """\
datausage_effort = "standard"
# Points that your counsel has settled; 'datausage points' lists them all.
# datausage_readings = ["both-providers=bedrock"]"""
