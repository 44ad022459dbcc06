"""Fingerprints of files."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def digest(data: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal digits."""
    return sha256(data).hexdigest()


def digest_of_files(files: Mapping[str, bytes]) -> str:
    """Return one digest of several files, by their names in order.

    It is the digest of what the program sha256sum prints about these files, so that anybody can
    compute it again.
    """
    return digest("".join(line(digest(files[name]), name) for name in sorted(files)).encode())


def line(checksum: str, name: str) -> str:
    """Return the line about one file in the format of sha256sum."""
    return f"{checksum}  {name}\n"
