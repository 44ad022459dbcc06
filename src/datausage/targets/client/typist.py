"""Who sits at the terminal of a run, as the first process starts and ends it."""

from __future__ import annotations

import fcntl
import os
import struct
import subprocess
import termios
import time
from typing import TYPE_CHECKING, Any, Final

from datausage.targets.client.lifeline import TroubleError, pause

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from datausage.targets.client.world import World

LINES, COLUMNS = 60, 200
"""The size of the terminal: large, so that little is broken in two."""

LEFT: Final = "terminal.json"
"""What the one who sits at it has seen."""

_DEVICES: Final = "/dev/pts"
_UNLOCK, _NUMBER = 0x4004_5431, 0x8004_5430
_TO_END: Final = 10.0
_GLANCE: Final = 0.01


class Terminal:
    """A terminal among the devices of the client, of which this is the other side."""

    def __init__(self, world: World) -> None:
        """Open it."""
        flags = os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC
        self.line = os.open(world.outside(f"{_DEVICES}/ptmx"), flags)
        fcntl.ioctl(self.line, _UNLOCK, struct.pack("i", 0))
        (number,) = struct.unpack("i", fcntl.ioctl(self.line, _NUMBER, bytes(4)))
        self.path = f"{_DEVICES}/{number}"
        world.hand_over(self.path)
        size = struct.pack("HHHH", LINES, COLUMNS, 0, 0)
        fcntl.ioctl(self.line, termios.TIOCSWINSZ, size)

    def close(self) -> None:
        """Let go of it; for the client the line is dead once nobody else holds it."""
        os.close(self.line)


class Typist:
    """A program that runs, types what the scene says, and looks at the screen."""

    def __init__(self, folder: Path, plan: Mapping[str, Any], terminal: Terminal) -> None:
        """Start it.

        Args:
            folder: where it finds the scene, and leaves what it sees.
            plan: that of the run; it names the program.
            terminal: at which it sits.
        """
        self._folder = folder
        with (folder / "typist.log").open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own program, no shell
                [*plan["typist"], str(folder)],
                stdin=terminal.line,
                stdout=log,
                stderr=log,
                env=plan["observer_environment"],
                cwd="/",
            )

    def check(self) -> None:
        """Raise TroubleError where it broke down."""
        if self._process.poll():
            raise TroubleError(f"at the terminal, the typist {self._how()}")

    def end(self) -> None:
        """Wait until it has written down what it saw; raise TroubleError if it does not."""
        until = time.monotonic() + _TO_END
        while self._process.poll() is None:
            if time.monotonic() > until:
                self._process.kill()
                raise TroubleError("at the terminal, the typist does not end")
            pause(_GLANCE)
        self.check()

    def _how(self) -> str:
        code = self._process.returncode
        lines = (self._folder / "typist.log").read_text("utf-8", "replace").splitlines()
        said = f": {lines[-1]}" if lines else ""
        return f"ended with {code}{said}" if code >= 0 else f"was ended by signal {-code}{said}"
