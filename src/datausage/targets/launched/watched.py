"""The keeper, as the suite sees it: one launch after the other, and a certain end."""

from __future__ import annotations

import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import weakref
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import IO, TYPE_CHECKING, Any, Final

from datausage.targets.error import TargetError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SCRIPT: Final = str(Path(__file__).with_name("keeper.py"))
_MARGIN: Final = 15.0
"""Seconds that the keeper has, beyond the time of the launcher, to end what is left."""
_MOST_REPORT: Final = 500_000_000


@dataclass(frozen=True, slots=True)
class Launched:
    """What came of a launch.

    ``how`` is ``ended``, ``left`` (something had to be ended after the launcher), ``timed-out``,
    ``too-many`` children, or ``lost``: the keeper itself was ended. ``heard`` has what each child
    sent, ``left`` counts the processes that had to be ended.
    """

    how: str
    code: int | None = None
    left: int = 0
    heard: tuple[bytes, ...] = ()
    errors: str = ""


LOST: Final = Launched("lost")


class Keeper:
    """A running keeper; asked by one thread at a time."""

    def __init__(self, scratch: Path) -> None:
        """Start it; it removes the folder at its end."""
        if sys.platform == "win32":
            raise TargetError("exec: targets need a system with process groups, and not Windows")
        self._process = subprocess.Popen(  # noqa: S603 - our own script, no shell
            [sys.executable, "-I", "-S", "-X", "utf8", _SCRIPT, str(scratch)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # What it starts can read its environment.
            env={},
            cwd="/",
            bufsize=0,
            start_new_session=True,
        )
        self._begun = bytearray()
        self._end = weakref.finalize(self, _let_go, self._process, scratch)

    def launch(
        self,
        words: Sequence[str],
        environment: Mapping[str, str],
        *,
        folder: Path,
        socket: Path,
        timeout: float,
    ) -> Launched:
        """Run a launcher to its end, and return what came of it."""
        asked = {
            "words": [*words],
            "environment": {**environment},
            "folder": str(folder),
            "socket": str(socket),
            "timeout": timeout,
        }
        started = None
        try:
            self._write(json.dumps(asked).encode() + b"\n")
            until = monotonic() + timeout + _MARGIN
            started = self._line(until)["started"]
            said = self._line(until)
        except (OSError, ValueError, KeyError):
            self.end(started)
            return LOST
        heard = tuple(one.encode("latin-1") for one in said["heard"])
        return Launched(said["how"], said["code"], said["left"], heard, said["errors"])

    @property
    def gone(self) -> bool:
        """Whether it has ended, or was lost."""
        return not self._end.alive or self._process.poll() is not None

    def end(self, launcher: int | None = None) -> None:
        """End it, with the launcher that it has started, where it cannot do so itself any more."""
        if launcher is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(launcher, signal.SIGKILL)
            self._process.kill()
        self._end()

    def _write(self, data: bytes) -> None:
        pipe = self._process.stdin
        left = memoryview(data)
        while left and pipe is not None:
            left = left[pipe.write(left) or 0 :]

    def _line(self, until: float) -> dict[str, Any]:
        """Return its next message; raise OSError or ValueError where there will be none."""
        pipe = self._process.stdout
        if pipe is None:
            raise TypeError("the process was started with pipes")
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while b"\n" not in self._begun:
                if not selector.select(max(0.0, until - monotonic())):
                    raise TimeoutError
                data = os.read(pipe.fileno(), 65_536)
                if not data or len(self._begun) > _MOST_REPORT:
                    raise BrokenPipeError
                self._begun += data
        line, _, rest = bytes(self._begun).partition(b"\n")
        self._begun[:] = rest
        said: dict[str, Any] = json.loads(line)
        return said


def _let_go(process: subprocess.Popen[bytes], scratch: Path) -> None:
    """Close the input, on which it ends all that it has started, and wait for that."""
    _close(process.stdin)
    try:
        process.wait(_MARGIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    # Another thread may read it until now.
    _close(process.stdout)
    # It does so itself where it ends by itself.
    shutil.rmtree(scratch, ignore_errors=True)


def _close(pipe: IO[bytes] | None) -> None:
    if pipe is not None:
        with suppress(OSError):
            pipe.close()
