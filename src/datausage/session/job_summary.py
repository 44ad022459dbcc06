"""The page that GitHub Actions shows about a job: the summary of a run is put there, too."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from datausage.evidence.summary import bounded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.evidence.record import Record

_FILE = "GITHUB_STEP_SUMMARY"
ROOM = 900_000
"""Bytes that the page may have; beyond a megabyte GitHub shows nothing of it."""

# A pipe is not waited for.
_FLAGS = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NONBLOCK", 0)


def page(environment: Mapping[str, str]) -> Path | None:
    """Return the page that the environment names, as an absolute path; None where it has none."""
    named = environment.get(_FILE)
    return Path(named).absolute() if named else None


def append(record: Record, page: Path) -> str:
    """Append the summary to a page; return what went wrong, if anything.

    Nothing of what others have put there is lost, and with them it is not longer than there is
    room. What they wrote last is ended first, so that our heading is one.
    """
    try:
        handle = os.open(page, _FLAGS, 0o644)
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            return "the job summary cannot be written: it is no plain file"
        with os.fdopen(handle, "r+b") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(size - 2, 0))
            ended = _ending(file.read(2))
            if text := bounded(record, ROOM - size - len(ended)):
                file.write(ended + text)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        return f"the job summary cannot be written: {reason}"
    return ""


def _ending(last: bytes) -> bytes:
    """Return what ends the paragraph with these last bytes: the next one begins on a new line."""
    if not last or last == b"\n\n":
        return b""
    return b"\n" if last.endswith(b"\n") else b"\n\n"
