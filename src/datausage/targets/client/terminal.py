"""A terminal for the client, whose other end is in the hands of a program outside of its sight.

That program, the driver, is started as ``DRIVER... FOLDER NUMBER``: the folder of the run, with its
``scene.json``, and the number of the descriptor that is its end of the terminal. It does what the
scene says under ``keys``, and leaves two files in the folder: ``output``, with what stood on the
screen last, and ``screens.json``, with a picture in text for each name. It ends with 0 once the
client is gone, on which reading from its end fails or yields nothing.
"""

from __future__ import annotations

import fcntl
import os
import struct
import subprocess
import time
from typing import TYPE_CHECKING, Any, Final

from datausage.targets.client.lifeline import TroubleError, pause

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from datausage.targets.client.world import World

_UNLOCK, _NUMBER = 0x4004_5431, 0x8004_5430
_GLANCE: Final = 0.01


class Terminal:
    """A terminal of the client's own world, and the driver at its other end."""

    def __init__(self, folder: Path, plan: Mapping[str, Any], world: World) -> None:
        """Open it, and start the driver.

        Args:
            folder: that of the run.
            plan: it names the driver, and says how long that has after the client.
            world: what the client sees.

        Raises:
            OSError: there is no terminal to be had.
        """
        self._folder = folder
        self._to_end = plan["patience"]["to_end"]
        end = os.open(world.outside("/dev/pts/ptmx"), os.O_RDWR | os.O_NOCTTY)
        fcntl.ioctl(end, _UNLOCK, struct.pack("i", 0))
        (number,) = struct.unpack("I", fcntl.ioctl(end, _NUMBER, struct.pack("I", 0)))
        self.path = f"/dev/pts/{number}"
        world.give(self.path)
        with (folder / "driver.log").open("wb") as log:
            self._driver = subprocess.Popen(  # noqa: S603 - our own program, no shell
                [*plan["driver"], str(folder), str(end)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=plan["observer_environment"],
                pass_fds=[end],
                cwd="/",
            )
        os.close(end)

    def end(self) -> None:
        """Wait for the driver, once the client has ended; raise TroubleError if it fails."""
        until = time.monotonic() + self._to_end
        while self._driver.poll() is None:
            if time.monotonic() > until:
                self._driver.kill()
                raise TroubleError("what drives the terminal does not end")
            pause(_GLANCE)
        if self._driver.returncode:
            lines = (self._folder / "driver.log").read_text("utf-8", "replace").splitlines()
            last = f": {lines[-1]}" if lines else ""
            code = self._driver.returncode
            raise TroubleError(f"what drives the terminal ended with {code}{last}")
