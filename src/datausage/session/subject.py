"""The target, for the record: what it says of itself, and a digest of its source."""

from __future__ import annotations

import os
import shlex
import sys
from contextlib import suppress
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Final

from datausage.evidence.digests import digest, digest_of_files
from datausage.evidence.record import Digest, Subject
from datausage.targets.reaching import is_address, is_client, is_command, is_launcher
from datausage.targets.reference import parse
from datausage.targets.registered import resolved

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from datausage.targets.reaching import Reached

LARGEST: Final = 100_000_000
"""Files of a command or a launcher that have more bytes than this are not read for a digest."""


def subject(reference: str, met: Reached, roots: Sequence[Path]) -> Subject:
    """Return the target that was met, in the words of the record."""
    found = (met.digest, met.description.name) if met.digest else _source(reference, roots)
    return Subject(
        reference=reference,
        name=met.description.name,
        version=met.description.version,
        digest=Digest(sha256=found[0]) if found else None,
        digest_of=found[1] if found else None,
        offered=met.capabilities.offered,
        not_offered=met.capabilities.not_offered,
        declared_readings=dict(met.description.readings),
    )


def _source(reference: str, roots: Sequence[Path]) -> tuple[str, str] | None:
    """Return the digest of the target's source and what it is of; None where there is none."""
    if is_command(reference) or is_launcher(reference):
        return _programs(reference, roots)
    # The digest of the client is told by meeting it, where it can be run.
    if is_address(reference) or is_client(reference):
        return None
    file = _file(resolved(reference), roots)
    if file is None or file.suffix != ".py":
        return None
    try:
        if file.name != "__init__.py":
            return digest(file.read_bytes()), file.name
        files = {name: path.read_bytes() for name, path in _package(file.parent)}
    except (OSError, ValueError):
        return None
    return digest_of_files(files), f"{file.parent.name}/ ({len(files)} files)"


def _programs(reference: str, roots: Sequence[Path]) -> tuple[str, str] | None:
    """Return the digest of the files that a command names; what else it runs is not known."""
    files: dict[str, bytes] = {}
    first, *others = shlex.split(reference.partition(":")[2])
    # A launcher on PATH is itself what is judged; a command is often an interpreter.
    found = which(first) if is_launcher(reference) else None
    for word in (first, *others):
        on_path = [Path(found)] if found and word == first else []
        for path in (*(root / word for root in roots), *on_path):
            if word not in files and path.is_file() and path.stat().st_size <= LARGEST:
                with suppress(OSError):
                    files[word] = path.read_bytes()
    return (digest_of_files(files), ", ".join(sorted(files))) if files else None


def _file(reference: str, roots: Sequence[Path]) -> Path | None:
    parsed = parse(reference)
    if parsed.is_file:
        places = [root / parsed.place for root in roots]
        return next((place.resolve() for place in places if place.is_file()), None)
    # It was imported when the target was met.
    written = getattr(sys.modules.get(parsed.place), "__file__", None)
    return Path(written) if isinstance(written, str) else None


def _package(folder: Path) -> Iterator[tuple[str, Path]]:
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            if path.suffix == ".py" and path.is_file():
                yield path.relative_to(folder).as_posix(), path
