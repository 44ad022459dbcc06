"""A file that somebody names, read without waiting for anybody: bounded, no pipe and no device."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

NOT_PLAIN: Final = "it is no plain file"

# A pipe is not waited for.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_OWN = getattr(os, "O_NOFOLLOW", 0)


class NotPlainError(OSError):
    """It is a folder, a pipe, a device, or a link where none is followed."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EINVAL, NOT_PLAIN, str(path))


def content(path: Path, most: int, *, links: bool = True) -> bytes:
    """Return what a file holds; one byte more than `most` where it holds more.

    Args:
        path: The file.
        most: How many bytes are wanted at most.
        links: Whether a link at the end of the path is followed.

    Raises:
        NotPlainError: It is anything but a plain file.
        OSError: It cannot be read.
        ValueError: No file can have such a name.
    """
    if not stat.S_ISREG((path.stat() if links else path.lstat()).st_mode):
        raise NotPlainError(path)
    handle = os.open(path, _FLAGS if links else _FLAGS | _OWN)
    with os.fdopen(handle, "rb") as file:
        # Asked again of what was opened: somebody may have put another thing there since.
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise NotPlainError(path)
        return file.read(most + 1)
