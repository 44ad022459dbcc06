"""Ending the process of a target, with all that it has started."""

from __future__ import annotations

import os
from contextlib import suppress
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import subprocess

_TO_TERMINATE: Final = 1.0
"""Seconds to end after being asked to."""
_TO_KILL: Final = 10.0
"""Seconds in which the launcher has to kill everything, before it is killed itself."""


def end_all(process: subprocess.Popen[bytes], control: int, patience: float = 0.0) -> int | None:
    """End a program and what it has started; return the exit code where it had ended by itself.

    Its input and output are closed first, and it has some ``patience``, in seconds, to end by
    itself. ``process`` is the launcher that stays beside it, and ``control`` the pipe to that.
    """
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    by_itself = _has_ended(process, patience)
    if not by_itself:
        with suppress(BrokenPipeError):
            os.write(control, b"t")
        _has_ended(process, _TO_TERMINATE)
    os.close(control)
    if not _has_ended(process, _TO_KILL):
        process.kill()
    code = process.wait()
    return code if by_itself else None


def close_errors(process: subprocess.Popen[bytes]) -> None:
    """Close the last pipe, from which what it said at its end can be read until now."""
    if process.stderr is not None:
        process.stderr.close()


def _has_ended(process: subprocess.Popen[bytes], patience: float) -> bool:
    """Say whether the process ends within some seconds."""
    until = monotonic() + patience
    pause = 0.001
    while process.poll() is None:
        if monotonic() >= until:
            return False
        sleep(pause)
        pause = min(2 * pause, 0.05)
    return True
