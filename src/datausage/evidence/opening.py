"""Reading a folder of evidence that may come from anybody: bounded, and never out of the folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from datausage.evidence.written import FILE
from datausage.policy import plain_file

if TYPE_CHECKING:
    from pathlib import Path

MOST_FILES = 40
MOST_BYTES = 16 * 2**20
"""How much a file may hold; what is made of a run is a small part of it."""
MOST_IN_ALL = 4 * MOST_BYTES
"""How much all files together may hold."""


class UnfitFolderError(Exception):
    """A folder is none of evidence, or too much of one; the message says why."""


class SeveralError(UnfitFolderError):
    """A folder has a folder of evidence for each of several targets; the message names one."""


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by their names, in order.

    Raises:
        SeveralError: it holds the evidence of several targets.
        UnfitFolderError: it holds anything else than plain files, or too much.
        OSError: something cannot be read.
    """
    with os.scandir(folder) as entries:
        names = []
        for entry in entries:
            if entry.is_dir(follow_symlinks=False) and (folder / entry.name / FILE).is_file():
                raise SeveralError(
                    "it has the evidence of several targets, a folder each; name one of them, "
                    f"as in {folder / entry.name}"
                )
            names.append(entry.name)
            if len(names) > MOST_FILES:
                raise UnfitFolderError(f"it holds more than {MOST_FILES} files")
    found: dict[str, bytes] = {}
    room = MOST_IN_ALL
    for name in sorted(names):
        found[name] = content(folder, name)
        room -= len(found[name])
        if room < 0:
            raise UnfitFolderError(f"its files are larger than {MOST_IN_ALL // 2**20} MiB in all")
    return found


def content(folder: Path, name: str) -> bytes:
    """Return a file of a folder.

    Raises:
        UnfitFolderError: it is no plain file, or holds too much.
        OSError: it cannot be read.
    """
    try:
        data = plain_file.content(folder / name, MOST_BYTES, links=False)
    except plain_file.NotPlainError as error:
        raise UnfitFolderError(f"{name} is no plain file") from error
    if len(data) > MOST_BYTES:
        raise UnfitFolderError(f"{name} is larger than {MOST_BYTES // 2**20} MiB")
    return data
