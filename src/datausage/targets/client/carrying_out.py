"""Carrying out a plan behind the seal, and ending it in time."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import datausage
from datausage.targets.client import folders, places, reading
from datausage.targets.untrusted import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

PATH: Final = "/usr/sbin:/usr/bin:/sbin:/bin"
"""Where the programs are found that make the seal, and those within it."""

_SCRIPT: Final = """\
import sys
from pathlib import Path
sys.path.append(sys.argv[1])
from datausage.targets.client.inside import main
sys.exit(main(Path(sys.argv[2])))
"""
_MARGIN: Final = 60.0
"""Seconds beyond the time of the client for all else: to set up, to listen, to end."""
_TO_CLEAN_UP: Final = 5.0
_LEAST_ROOM: Final = 100_000


def carried_out(words: Sequence[str], folder: Path, plan: dict[str, Any]) -> dict[str, Any]:
    """Have a plan carried out behind the seal, and return how that ended."""
    outside = Path("/proc/self/ns/net").stat().st_ino
    (folder / "plan.json").write_text(json.dumps({**plan, "outside": outside}), "utf-8")
    bound = (2 if plan["first"] else 1) * (plan["seconds"] + _MARGIN)
    home = str(Path(datausage.__file__).parents[1])
    python = [sys.executable, "-I", "-S", "-X", "utf8", "-c", _SCRIPT, home, str(folder)]
    with (folder / "seal.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - found above, and our own script
            [*words, "--", *python],
            # It ends with this pipe, however the suite ends.
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            env={"PATH": PATH},
            cwd="/",
            start_new_session=True,
        )
        try:
            process.wait(bound)
        except subprocess.TimeoutExpired:
            return {"trouble": f"it still ran after {bound:g} seconds, and was ended"}
        finally:
            _end(process)
    with suppress(reading.UnreadableError):
        return reading.ended(folder)
    if shutil.disk_usage(folder).free < _LEAST_ROOM:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))
    lines = (folder / "seal.log").read_text("utf-8", "replace").splitlines()
    last = one_line(lines[-1]) if lines else "it said nothing"
    return {"trouble": f"it ended with {process.returncode} before it began: {last}"}


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a run, if it still goes on: it cleans up by itself once the pipe is closed."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(_TO_CLEAN_UP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def alone(words: Sequence[str], binds: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Return a plan for a program without an observer, and so without a network to speak of."""
    return {
        "words": [*words],
        "environment": {"PATH": "/usr/bin:/bin", "HOME": places.HOME},
        "folder": places.HOME,
        "binds": [[*pair] for pair in binds],
        "files": [],
        "watched": {},
        "first": None,
        "seconds": 20.0,
        "observer": [],
        "driver": [],
        "observer_environment": {},
    }


def unwatched(words: Sequence[str], plan: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Have a plan carried out, and return how that ended, and what was said."""
    folder = folders.make()
    try:
        said = carried_out(words, folder, plan)
        output = folder / "output"
        return said, output.read_text("utf-8", "replace") if output.exists() else ""
    finally:
        folders.remove(folder)


def of_disk(error: OSError) -> str:
    """Return what is wrong with the disk, in one line."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"the folder for temporary files is full: {one_line(str(error))}"
    return one_line(str(error))
