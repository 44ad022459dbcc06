"""The page that GitHub Actions shows about a job: the summary of a run is put there, too."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from datausage.evidence.summary import bounded

if TYPE_CHECKING:
    from datausage.evidence.record import Record

_FILE = "GITHUB_STEP_SUMMARY"
ROOM = 900_000
"""Bytes that the page may have; beyond a megabyte GitHub shows nothing of it."""


def append(record: Record) -> str:
    """Append the summary where the environment names a page; return what went wrong, if anything.

    Nothing of what others have put there is lost, and with them it is not longer than there is
    room.
    """
    file = os.environ.get(_FILE)
    if not file:
        return ""
    try:
        with Path(file).open("ab") as page:
            page.write(bounded(record, ROOM - page.tell()))
    except OSError as error:
        return f"the job summary cannot be written: {error.strerror or type(error).__name__}"
    return ""
