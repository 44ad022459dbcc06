"""Ending the process of a target, with all that it has started."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import subprocess

_TO_TERMINATE: Final = 1.0
"""Seconds to end after SIGTERM."""


def end_group(process: subprocess.Popen[bytes], patience: float = 0.0) -> int | None:
    """End a process and its group; return the exit code where it had ended by itself.

    Its input and output are closed first, and it has some ``patience``, in seconds, to end by
    itself. The group is signalled while its leader is not reaped: until then nobody else gets its
    number.
    """
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    by_itself = _has_ended(process, patience)
    _signal(process, signal.SIGTERM)
    if not by_itself:
        _has_ended(process, _TO_TERMINATE)
    _signal(process, signal.SIGKILL)
    code = process.wait()
    return code if by_itself else None


def close_errors(process: subprocess.Popen[bytes]) -> None:
    """Close the last pipe, from which what it said at its end can be read until now."""
    if process.stderr is not None:
        process.stderr.close()


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def _has_ended(process: subprocess.Popen[bytes], patience: float) -> bool:
    """Say whether the process ends within some seconds, without reaping it."""
    until = monotonic() + patience
    pause = 0.001
    while not os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
        if monotonic() >= until:
            return False
        sleep(pause)
        pause = min(2 * pause, 0.05)
    return True
