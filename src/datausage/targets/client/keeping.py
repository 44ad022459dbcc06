"""Keeping what runs have shown for later runs of the suite, in a folder that may hold anything.

A run is found again only by the client, what it was given, our own code and the kind of machine.
What is read is bounded and taken apart strictly; what does not fit is as good as not there.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import stat
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from datausage.policy import plain_file
from datausage.targets.client.kept import UnfitError, observation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from datausage.targets.client.observation import Observation
    from datausage.targets.client.scene import Scene

MOST: Final = 32 * 2**20
"""How many bytes a run has at most; one that has more is not kept."""
_FORMAT: Final = "datausage-client-run-1"
_DRAFT: Final = ".draft-"
_OF_A_NAME: Final = 32
_OURS: Final = (".py", ".json")


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder in which runs are kept, and the day that those are of which are made now."""

    folder: Path
    today: str

    def around(
        self, observe: Callable[[Scene], Observation], client: str
    ) -> Callable[[Scene], Observation]:
        """Return what gives the runs that are kept, and makes and keeps the others.

        Args:
            observe: what makes a run.
            client: the digest of the client.
        """

        def found_or_made(scene: Scene) -> Observation:
            file = self.folder / f"{_kind(client)}-{_named(scene)}.json"
            found = self._found(file)
            if found is not None:
                return found
            seen = observe(scene)
            # Evidence that could not be kept is still evidence.
            with suppress(OSError):
                self._keep(file, seen)
            return seen

        return found_or_made

    def there(self, client: str) -> int:
        """Return how many runs of a client are kept here that this code can take.

        Raises:
            OSError: the folder cannot be made or looked into.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        start = _kind(client)
        return sum(entry.name.startswith(start) for entry in os.scandir(self.folder))

    def is_open_to_others(self) -> bool:
        """Say whether somebody else may write into the folder: what is there is believed."""
        state = self.folder.stat()
        return _is_writable(state.st_mode) or state.st_uid not in {0, os.geteuid()}

    def _found(self, file: Path) -> Observation | None:
        try:
            if _is_writable(file.lstat().st_mode):
                return None
            data = plain_file.content(file, MOST, links=False)
            plain: Any = json.loads(data) if len(data) <= MOST else None
            if not isinstance(plain, dict) or plain.keys() != {"format", "name", "day", "seen"}:
                return None
            if (plain["format"], plain["name"]) != (_FORMAT, file.name):
                return None
            seen = observation(plain["seen"])
        except (OSError, ValueError, RecursionError, UnfitError):
            return None
        if not _worth_keeping(seen) or not _is_day(plain["day"]):
            return None
        return replace(seen, since=plain["day"], tries=1)

    def _keep(self, file: Path, seen: Observation) -> None:
        if not _worth_keeping(seen):
            return
        whole = {
            "format": _FORMAT,
            "name": file.name,
            "day": self.today,
            "seen": asdict(replace(seen, since="")),
        }
        data = json.dumps(whole).encode("ascii")
        if len(data) <= MOST:
            _write(file, data)


def _is_writable(mode: int) -> bool:
    """Say whether others than the owner may write."""
    return bool(mode & (stat.S_IWGRP | stat.S_IWOTH))


def _worth_keeping(seen: Observation) -> bool:
    return not seen.trouble and not seen.controls.lacking


def _is_day(text: object) -> bool:
    return (
        isinstance(text, str)
        and len(text) == len("2025-11-22")
        and all((char.isascii() and char.isdigit()) or char == "-" for char in text)
    )


def _write(file: Path, data: bytes) -> None:
    handle, draft = tempfile.mkstemp(prefix=_DRAFT, dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(data)
        os.replace(draft, file)  # noqa: PTH105 - a name as mkstemp gives it
    except BaseException:
        with suppress(OSError):
            os.unlink(draft)  # noqa: PTH108 - the same
        raise


def _named(scene: Scene) -> str:
    return hashlib.sha256(scene.written().encode("utf-8", "surrogatepass")).hexdigest()


def _kind(client: str) -> str:
    whole = json.dumps([client, harness(), platform.machine()])
    return hashlib.sha256(whole.encode()).hexdigest()[:_OF_A_NAME]


@cache
def harness() -> str:
    """Return the digest of all that runs the client and watches it."""
    whole = hashlib.sha256()
    for name, data in sorted(_files(resources.files(__package__), "")):
        whole.update(f"{name}:{hashlib.sha256(data).hexdigest()}\n".encode())
    return whole.hexdigest()


def _files(folder: Traversable, above: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        name = f"{above}/{entry.name}"
        if entry.is_dir():
            yield from _files(entry, name)
        elif entry.name.endswith(_OURS):
            yield name, entry.read_bytes()
