"""What ``exec:`` names: a program with its arguments, found once and for every call."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Final

from datausage.targets import first_line
from datausage.targets.error import TargetError

if TYPE_CHECKING:
    from collections.abc import Sequence

SCHEME: Final = "exec:"
CHILD: Final = "claude"
"""What a launcher starts where nobody says otherwise."""

_SYSTEM: Final = ("/usr/local/bin", "/usr/bin", "/bin")


@dataclass(frozen=True, slots=True)
class Program:
    """A program as it is started: its words, the first of them a full path, and its child.

    ``name`` is how people call it; ``path`` has the folders in which it finds other programs,
    after the one with the stand-in for its child.
    """

    name: str
    words: tuple[str, ...]
    child: str
    path: tuple[str, ...]


def find(reference: str, child: str, roots: Sequence[Path]) -> Program:
    """Return the program that a reference names.

    Words that name files are made full paths: a launcher runs in a folder of its own.

    Raises:
        TargetError: it is not there, or cannot be run; the message says what to do.
    """
    first, *others = _words(reference)
    _check_child(child)
    program = _program(reference, first, roots)
    if trouble := first_line.trouble(program):
        raise TargetError(f"{reference}: {first} cannot be started: {trouble}")
    words = (str(program), *(_full(word, roots) for word in others))
    interpreter = _interpreter(program)
    folders = (str(program.parent), *interpreter) if os.sep not in first else interpreter
    return Program(Path(first).name, words, child, tuple(dict.fromkeys((*_SYSTEM, *folders))))


def _words(reference: str) -> list[str]:
    try:
        words = shlex.split(reference.removeprefix(SCHEME))
    except ValueError as error:
        raise TargetError(f"{reference}: {error}; quote it as for a shell") from None
    if not words:
        raise TargetError(f"{SCHEME} names no program; write it as in --target=exec:./launcher.sh")
    return words


def is_name(child: str) -> bool:
    """Say whether this can be the name of a program, as it is looked for in PATH."""
    return bool(child) and not {"/", "\0"} & {*child} and child not in (".", "..")


def _check_child(child: str) -> None:
    if not is_name(child):
        raise TargetError(
            f"--child={child}: write the name under which the launcher starts its child from PATH, "
            f"without folders, as in --child={CHILD}"
        )


def _program(reference: str, first: str, roots: Sequence[Path]) -> Path:
    if os.sep not in first:
        found = which(first)
        if found is not None:
            return Path(found).absolute()
        near = next((root / first for root in roots if (root / first).is_file()), None)
        hint = f"write {SCHEME}./{first}" if near else "is it installed?"
        raise TargetError(f"{reference}: there is no program {first!r} on PATH; {hint}")
    place = next((root / first for root in roots if (root / first).is_file()), None)
    if place is None:
        raise TargetError(f"{reference}: there is no file {first!r}; the path counts from here")
    if not os.access(place, os.X_OK):
        raise TargetError(
            f"{reference}: {first} is not executable; run chmod +x on it, or name what runs it, "
            f"as in {SCHEME}'sh {first}'"
        )
    return place.absolute()


def _full(word: str, roots: Sequence[Path]) -> str:
    if word.startswith("-"):
        return word
    return next((str((root / word).absolute()) for root in roots if (root / word).is_file()), word)


def _interpreter(program: Path) -> tuple[str, ...]:
    """Return the folder of what runs a script by way of ``env``, wherever it is installed."""
    named = first_line.named(program)
    found = which(named) if named else None
    return (str(Path(found).absolute().parent),) if found else ()
