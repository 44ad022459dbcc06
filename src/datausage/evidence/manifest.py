"""The manifest: the digest of every file, as the program sha256sum writes and checks it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from datausage.evidence.digests import digest, line

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "manifest.sha256"
# A plain name, so that no line of a manifest leads out of its folder.
_LINE = re.compile(r"([0-9a-f]{64})  ([a-z0-9][a-z0-9.-]{0,99})")


class MalformedManifestError(ValueError):
    """A manifest is not as this suite writes it; the message says where."""


def manifest(files: Mapping[str, bytes]) -> bytes:
    """Return the manifest of some files, in the order of their names."""
    return "".join(line(digest(files[name]), name) for name in sorted(files)).encode("ascii")


def read(data: bytes) -> dict[str, str]:
    """Return the digests by file.

    Raises:
        MalformedManifestError: a line has another form, or a name stands twice.
    """
    found: dict[str, str] = {}
    for number, text in enumerate(data.decode("ascii", "replace").splitlines(), 1):
        match = _LINE.fullmatch(text)
        if match is None or match[2] in found:
            raise MalformedManifestError(f"line {number} of it is none of a manifest")
        found[match[2]] = match[1]
    return found
