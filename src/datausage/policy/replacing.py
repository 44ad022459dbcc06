"""Replacing a file that several people may write to: at once, and never what was not seen."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from datausage.policy import plain_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

if sys.platform != "win32":
    import fcntl

PATIENCE: Final = 10.0
"""Seconds that one waits for another."""

_MODE: Final = 0o644


class ReplacingError(Exception):
    """A file is not replaced; the message says why."""


@contextmanager
def alone(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Let nobody else who asks for it write into the folder of a file.

    It is the folder that is locked, since the file itself is replaced. Where the system has no such
    locks, `replace` alone finds out.

    Raises:
        ReplacingError: Somebody else does, for longer than that.
        OSError: There is no such folder.
    """
    if sys.platform == "win32":
        yield
        return
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        _lock(handle, time.monotonic() + patience)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise ReplacingError("somebody else is writing it; do it again later") from None
            time.sleep(0.05)
        except OSError:
            # A file system without locks.
            return
        else:
            return


def read(path: Path, most: int) -> bytes | None:
    """Return what a file holds, one byte more than `most` where it holds more; None without one.

    Raises:
        ReplacingError: It is a link, or no file.
        OSError: It cannot be read.
    """
    try:
        return plain_file.content(path, most, links=False)
    except FileNotFoundError:
        return None
    except plain_file.NotPlainError as problem:
        kind = "it is a link; name the file itself" if path.is_symlink() else plain_file.NOT_PLAIN
        raise ReplacingError(kind) from problem


def replace(path: Path, data: bytes, before: bytes | None) -> None:
    """Write a file at once: whoever reads it meanwhile has the old one or the new one.

    Args:
        path: The file; no link is followed.
        data: What it is to hold.
        before: What it held when it was read; None where there was none.

    Raises:
        ReplacingError: It holds something else by now, or is no plain file.
        OSError: It cannot be written.
    """
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        now = read(path, len(before or b""))
        if now != before:
            raise ReplacingError("somebody else has changed it meanwhile; do it again")
        os.chmod(draft, _MODE if now is None else path.stat().st_mode & 0o777)  # noqa: PTH101 - a name as mkstemp gives it
        os.replace(draft, path)  # noqa: PTH105 - the same
    finally:
        with suppress(FileNotFoundError):
            os.unlink(draft)  # noqa: PTH108 - the same
