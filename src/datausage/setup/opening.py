"""Opening a settings file: only a plain file of a bounded size, in its place."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from datausage.setup.places import Place

LARGEST: Final = 1_000_000
"""How many bytes a settings file may have; real ones have some thousand."""

# Without O_NONBLOCK a named pipe would be waited for; O_NOFOLLOW lets no link slip in meanwhile.
_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
)


class UnreadError(Exception):
    """A settings file is there and cannot be read; the message says why, ``line`` where."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


def content(place: Place) -> bytes | None:
    """Return the bytes of the file at a place; None where there is none.

    Raises:
        UnreadError: there is something that is not read.
    """
    try:
        path = _real(place)
        return None if path is None else _bytes(path)
    except PermissionError as problem:
        raise UnreadError("permission to read it is denied") from problem
    except (OSError, RuntimeError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "its path is of no use"
        raise UnreadError(f"it cannot be read: {reason}") from problem


def _real(place: Place) -> Path | None:
    """Return where the file really is; None where there is none.

    A link inside of the folder may be followed; one that leads out of it never is.
    """
    try:
        root = place.root.resolve(strict=True)
        path = place.path.resolve(strict=True)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not path.is_relative_to(root / place.folder):
        raise UnreadError("it is, or lies behind, a link out of its folder; it is not followed")
    return path


def _bytes(path: Path) -> bytes:
    about = path.lstat()
    if not stat.S_ISREG(about.st_mode):
        raise UnreadError("it is no plain file")
    descriptor = os.open(path, _FLAGS)
    with os.fdopen(descriptor, "rb") as file:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise UnreadError("it is no plain file")
        found = file.read(LARGEST + 1)
    if len(found) > LARGEST:
        raise UnreadError(f"it is larger than {LARGEST:,} bytes")
    return found
