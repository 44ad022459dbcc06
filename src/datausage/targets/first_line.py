"""The first line of a script, which says what runs it."""

from __future__ import annotations

from pathlib import Path
from shutil import which
from typing import Final

from datausage.targets.untrusted import one_line

_LONGEST: Final = 256


def words(program: Path) -> list[str]:
    """Return the words after ``#!``; none where a program has none, or cannot be read."""
    return _first(program).removeprefix("#!").split()


def named(program: Path) -> str:
    """Return the program that a first line asks ``env`` for; nothing where it does not."""
    line = words(program)
    if not line or Path(line[0]).name != "env":
        return ""
    return next((word for word in line[1:] if not word.startswith("-") and "=" not in word), "")


def trouble(program: Path) -> str:
    """Return why a script cannot be started, by its first line; nothing where it can."""
    if _first(program).rstrip("\n").endswith("\r"):
        return (
            "its first line ends with a carriage return (CRLF), as on Windows; save it with the "
            "line ends of Unix"
        )
    line = words(program)
    if not line:
        return ""
    if not Path(line[0]).is_file():
        return f"its first line names {one_line(line[0])}, which is not there; is it installed?"
    asked = named(program)
    # After other options of env stand words that are no program.
    plain = asked and (line[1] == asked or line[1] == "-S")
    if plain and which(asked) is None:
        return f"its first line names {one_line(asked)}, which is not on PATH; is it installed?"
    return ""


def _first(program: Path) -> str:
    """Return the first line, if it says what runs the script."""
    try:
        with program.open("rb") as file:
            line = file.readline(_LONGEST).decode("utf-8", "replace")
    except OSError:
        return ""
    return line if line.startswith("#!") else ""
