"""The folder of a run, outside: what is written for it, and what it leaves."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

ROOT: Final = "root"
"""Where the client's file system is put together; empty for all but the run itself."""
BEFORE: Final = "before"
"""The folder of the run before this one, of a session that is resumed."""


def make() -> Path:
    """Make a folder for a run, which only this user can look into."""
    folder = Path(tempfile.mkdtemp(prefix="datausage-")).resolve()
    for name in (ROOT, BEFORE):
        (folder / name).mkdir()
    return folder


def remove(folder: Path) -> None:
    """Remove it, unless a file system is still mounted there: nothing of that is ever deleted."""
    with suppress(OSError):
        (folder / ROOT).rmdir()
    if not (folder / ROOT).exists():
        shutil.rmtree(folder, ignore_errors=True)
