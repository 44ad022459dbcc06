"""Replacing a settings file at once, with a backup beside it."""

from __future__ import annotations

import os
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Final

from datausage.setup.opening import UnreadError, content

if TYPE_CHECKING:
    from pathlib import Path

    from datausage.setup.places import Place

BACKUP: Final = ".before-fix"
MOST_BACKUPS: Final = 1_000

# Made anew or not at all: nothing that is there is written to, be it a link or not.
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def replaced(place: Place, old: bytes, new: bytes) -> str:
    """Replace the file at a place, and return the name of the backup.

    Raises:
        UnreadError: it is, or lies behind, a link, has changed meanwhile, or cannot be written.
    """
    path = place.root.resolve() / place.folder / place.name
    if path.resolve() != path:
        raise UnreadError("it is, or lies behind, a link; fix what the link leads to")
    try:
        return _replaced(place, path, old, new)
    except OSError as problem:
        raise UnreadError(f"it cannot be written: {problem.strerror}") from problem


def _replaced(place: Place, path: Path, old: bytes, new: bytes) -> str:
    mode = path.stat().st_mode & 0o777
    backup = _made(path, BACKUP, old, mode)
    written = None
    try:
        written = _made(path, ".being-fixed", new, mode)
        _check_unchanged(place, old)
        written.replace(path)
    except BaseException:
        _remove(backup)
        if written:
            _remove(written)
        raise
    return backup.name


def _check_unchanged(place: Place, old: bytes) -> None:
    if content(place) != old:
        raise UnreadError("it has changed meanwhile; nothing was written")


def _made(beside: Path, suffix: str, data: bytes, mode: int) -> Path:
    """Write a new file beside another one, down to the disk, under the first name that is free."""
    for number in count(1):
        path = beside.with_name(f"{beside.name}{suffix}{'' if number == 1 else f'-{number}'}")
        try:
            descriptor = os.open(path, _NEW, mode)
        except FileExistsError:
            if number == MOST_BACKUPS:
                raise
            continue
        try:
            _fill(descriptor, data)
        except BaseException:
            _remove(path)
            raise
        return path
    raise AssertionError


def _fill(descriptor: int, data: bytes) -> None:
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
