"""The moment of the planted error: while the model is being asked for the first time."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

CALLED: Final = "model_called"
PLANTED: Final = ("planted", "marks/planted")
"""Where the mark may stand that says that it went off."""
_LONGEST: Final = 10.0
_POLL: Final = 0.01


class Planting:
    """Tells that the model is asked, and holds its first answer back until the error went off."""

    def __init__(self, folder: Path, *, fails: bool) -> None:
        """Say where the marks stand, and whether there is an error to wait for."""
        self._folder = folder
        self._waits = fails

    async def asked(self, *, main: bool) -> None:
        """Return when the model may answer; ``main`` where it is the conversation itself."""
        (self._folder / CALLED).touch()
        if not main or not self._waits:
            return
        self._waits = False
        until = time.monotonic() + _LONGEST
        while time.monotonic() < until and not self._gone_off():
            await asyncio.sleep(_POLL)

    def _gone_off(self) -> bool:
        return any((self._folder / mark).exists() for mark in PLANTED)
