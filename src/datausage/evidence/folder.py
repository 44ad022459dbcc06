"""The folder of the evidence: it holds one run, and only ours is written over."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING

from datausage.evidence import manifest, written
from datausage.evidence.opening import UnfitFolderError, content

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from pathlib import Path

_DRAFT = ".datausage-"


class ForeignFolderError(Exception):
    """A folder holds what is not ours; the message says what."""


class BusyFolderError(Exception):
    """Another run writes into a folder; the message says what to do."""


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
    names = sorted(entry.name for entry in folder.iterdir())
    # A run that was killed may have left a draft, and nothing else.
    found = [name for name in names if not name.startswith(_DRAFT)]
    foreign = [name for name in found if name not in ours]
    if found and _is_record(folder / found[0] / written.FILE):
        raise ForeignFolderError(f"it holds the evidence of several targets, of {found[0]} first")
    if found and not _is_record(folder / written.FILE):
        raise ForeignFolderError(f"it holds {found[0]}, and no evidence of ours")
    if foreign:
        raise ForeignFolderError(f"beside evidence it holds {foreign[0]}, which is not ours")


def examine_above(folder: Path) -> None:
    """Make sure that the evidence of several targets can be written into folders in here.

    Raises:
        ForeignFolderError: it holds the evidence of one target, beside which theirs would stand.
        OSError: it cannot be looked into.
    """
    if _is_record(folder / written.FILE):
        raise ForeignFolderError("it holds the evidence of one target, and there are several now")


def _is_record(file: Path) -> bool:
    if file.is_symlink() or not file.is_file():
        return False
    with file.open("rb") as opened:
        return opened.read(len(written.BEGINNING)) == written.BEGINNING


def hold(folder: Path) -> Callable[[], None]:
    """Make the folder, and keep other runs out of it; return what lets them in again.

    Whatever becomes of this process, the system then lets others in. Where it has no such locks,
    `taken_over` alone finds out.

    Raises:
        BusyFolderError: another run writes there.
        OSError: it cannot be made or opened.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if sys.platform == "win32":
        return lambda: None
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        if error.errno not in (errno.EAGAIN, errno.EACCES):
            # A file system without locks is no reason to keep no evidence.
            return lambda: None
        raise BusyFolderError(
            "another run is writing its evidence there; wait for it, or name another folder"
        ) from None

    def release() -> None:
        # Said in so many words: a process that a target has forked has this handle, too.
        fcntl.flock(handle, fcntl.LOCK_UN)
        os.close(handle)

    return release


def begin(folder: Path, record: bytes, ours: Collection[str]) -> None:
    """Write the record of a run that begins; take away all that an earlier one has left.

    From its first moment on what is there says that it is not complete.

    Raises:
        OSError: something cannot be written.
    """
    _write(folder, written.FILE, record)
    _clear(folder, (name for name in ours if name not in (written.FILE, manifest.FILE)))
    _write(folder, manifest.FILE, manifest.manifest({written.FILE: record}))
    _sync(folder)


def taken_over(folder: Path, record: bytes) -> bool:
    """Say whether another run has put its record in the place of the one that this run began."""
    try:
        return content(folder, written.FILE) != record
    except FileNotFoundError:
        return False
    except UnfitFolderError:
        return True


def replace_all(folder: Path, files: Mapping[str, bytes], ours: Collection[str]) -> None:
    """Write the files and the manifest of all, the record last; take away older ones of ours.

    Whatever moment it is broken off at, what is there does not pass for whole.

    Raises:
        OSError: something cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _clear(folder, (name for name in ours if name not in (*files, manifest.FILE)))
    for name, data in files.items():
        if name != written.FILE:
            _write(folder, name, data)
    _write(folder, manifest.FILE, manifest.manifest(files))
    # Until this one is there the record is that of a run that has not come to its end.
    _write(folder, written.FILE, files[written.FILE])
    _sync(folder)


def _clear(folder: Path, names: Iterable[str]) -> None:
    gone = frozenset(names)
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith(_DRAFT) or entry.name in gone:
            entry.unlink(missing_ok=True)


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
