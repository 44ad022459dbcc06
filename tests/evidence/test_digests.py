"""A digest of files is what a program that everybody has prints about them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from datausage.evidence.digests import digest_of_files

if TYPE_CHECKING:
    from pathlib import Path

# As Python names a file whose name is no UTF-8: with half of a surrogate pair.
ODD = os.fsdecode(b"caf\xe9.py")


def test_a_name_that_is_no_text_has_a_digest_like_any_other() -> None:
    empty = sha256(b"").hexdigest().encode()
    wanted = sha256(empty + b"  a.py\n" + empty + b"  caf\xe9.py\n").hexdigest()
    assert digest_of_files({"caf\udce9.py": b"", "a.py": b""}) == wanted


@pytest.mark.skipif(
    sys.platform != "linux" or not shutil.which("sha256sum"), reason="no such program or names"
)
def test_the_program_says_the_same(tmp_path: Path) -> None:
    files = {"a.py": b"one", ODD: b"two", "\u6771.py": b"three"}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    printed = subprocess.run(
        ["sha256sum", *sorted(files)], cwd=tmp_path, capture_output=True, check=True
    ).stdout
    assert digest_of_files(files) == sha256(printed).hexdigest()
