"""The manifest is what the program sha256sum writes and checks, and leads nowhere else."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from datausage.evidence import manifest
from datausage.evidence.digests import digest, digest_of_files

if TYPE_CHECKING:
    from pathlib import Path

FILES = {"b.txt": b"second\n", "a.txt": b"first\n"}
SUM = shutil.which("sha256sum")


def test_it_is_read_as_it_was_written() -> None:
    made = manifest.manifest(FILES)
    assert manifest.read(made) == {name: digest(data) for name, data in FILES.items()}


@pytest.mark.skipif(SUM is None, reason="there is no sha256sum here")
def test_sha256sum_checks_it_and_prints_the_same(tmp_path: Path) -> None:
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / manifest.FILE).write_bytes(manifest.manifest(FILES))

    def run(*words: str) -> bytes:
        return subprocess.run(
            [str(SUM), *words], cwd=tmp_path, check=True, capture_output=True
        ).stdout

    assert run("-c", "--strict", manifest.FILE) == b"a.txt: OK\nb.txt: OK\n"
    printed = run("a.txt", "b.txt")
    assert printed == manifest.manifest(FILES)
    assert digest(printed) == digest_of_files(FILES)


@pytest.mark.parametrize(
    "line",
    [
        b"nothing",
        b"a" * 64 + b"  ../a.txt",
        b"a" * 64 + b"  /etc/passwd",
        b"a" * 64 + b"  .hidden",
        b"a" * 63 + b"  a.txt",
        b"A" * 64 + b"  a.txt",
        b"a" * 64 + b" *a.txt",
        b"a" * 64 + b"  a.txt\x00",
        b"a" * 64 + b"  " + b"a" * 500,
        b"",
    ],
)
def test_any_other_line_is_refused(line: bytes) -> None:
    with pytest.raises(manifest.MalformedManifestError, match="line 3 of it"):
        manifest.read(manifest.manifest(FILES) + line + b"\n")


def test_no_file_stands_there_twice() -> None:
    with pytest.raises(manifest.MalformedManifestError):
        manifest.read(manifest.manifest(FILES) * 2)
