"""The folder of the evidence: only ours is written over, and nothing is ever half written."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING

from datausage.evidence import manifest, written

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

_DRAFT = ".datausage-"


class ForeignFolderError(Exception):
    """A folder holds what is not ours; the message says what."""


def examine(folder: Path, ours: Collection[str]) -> None:
    """Make sure that the evidence can be written here: into nothing, or over evidence of ours.

    Args:
        folder: where it is to be written.
        ours: the names of all files that we may have written.

    Raises:
        ForeignFolderError: it is no folder, or holds files that are not ours.
        OSError: it cannot be looked into.
    """
    if not folder.exists() and not folder.is_symlink():
        return
    if not folder.is_dir():
        raise ForeignFolderError("it is no folder")
    found = sorted(entry.name for entry in folder.iterdir())
    foreign = [name for name in found if name not in ours and not name.startswith(_DRAFT)]
    if found and not _is_record(folder / written.FILE):
        raise ForeignFolderError(f"it holds {found[0]}, and no evidence of ours")
    if foreign:
        raise ForeignFolderError(f"beside evidence it holds {foreign[0]}, which is not ours")


def _is_record(file: Path) -> bool:
    if file.is_symlink() or not file.is_file():
        return False
    with file.open("rb") as opened:
        return opened.read(len(written.BEGINNING)) == written.BEGINNING


def replace_all(folder: Path, files: Mapping[str, bytes], ours: Collection[str]) -> None:
    """Write the files, in their order, and the manifest of all; take away older ones of ours.

    Whatever moment it is broken off at, what is there does not pass for whole.

    Raises:
        OSError: something cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith(_DRAFT) or (entry.name in ours and entry.name not in files):
            entry.unlink(missing_ok=True)
    for name, data in files.items():
        _write(folder, name, data)
    _write(folder, manifest.FILE, manifest.manifest(files))
    _sync(folder)


def _write(folder: Path, name: str, data: bytes) -> None:
    # A new file under a new name: nobody who has put a link here can have it written through.
    handle, draft = tempfile.mkstemp(prefix=_DRAFT, dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # Evidence is read by others, such as the steps of a CI that run as somebody else.
        os.chmod(draft, 0o644)  # noqa: PTH101 - a name as mkstemp gives it
        os.replace(draft, folder / name)  # noqa: PTH105 - the same
    except BaseException:
        with suppress(OSError):
            os.unlink(draft)  # noqa: PTH108 - the same
        raise


def _sync(folder: Path) -> None:
    # Not every system has folders that can be opened; the files themselves are safe by then.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
