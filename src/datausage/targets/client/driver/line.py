"""Our side of the terminal: what comes is shown on a screen, and keys are pressed."""

from __future__ import annotations

import os
import select
import time
from typing import TYPE_CHECKING, Final

from datausage.targets.client.driver.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable

KEYS: Final = {"enter": "\r", "escape": "\x1b", "down": "\x1b[B", "interrupt": "\x03"}
"""Keys by name, as what a terminal sends for them."""

_PORTION: Final = 65_536
_STROKE: Final = 8
"""How many characters are typed at once: more would be taken for something pasted."""
_BETWEEN: Final = 0.02
_AT_ONCE: Final = 0.1
_TO_TAKE: Final = 5.0
"""Seconds that the client has to take what is typed."""


class GoneError(Exception):
    """The client has ended, or has let go of its terminal."""


class Line:
    """The line to a client, with the screen at its end."""

    def __init__(self, descriptor: int, lines: int, columns: int) -> None:
        """Take our side of a terminal of such a size."""
        os.set_blocking(descriptor, False)
        self._descriptor = descriptor
        self._screen = Screen(lines, columns, self._send)
        self._text: str | None = ""

    @property
    def text(self) -> str:
        """What stands on the screen."""
        if self._text is None:
            self._text = self._screen.text
        return self._text

    def until(self, seen: Callable[[str], object], seconds: float) -> bool:
        """Wait until the screen shows something; say whether it did.

        Args:
            seen: whether a screen, as text, is the one.
            seconds: how long at most.

        Raises:
            GoneError: nothing more comes.
        """
        until = time.monotonic() + seconds
        while not seen(self.text):
            left = until - time.monotonic()
            if left <= 0:
                return False
            self._take(left)
        return True

    def still(self, seconds: float) -> bool:
        """Say whether nothing changes on the screen for so long; wait no longer than needed.

        Raises:
            GoneError: nothing more comes.
        """
        before = self.text
        return not self.until(lambda now: now != before, seconds)

    def rest(self, seconds: float) -> None:
        """Show what comes, for a while.

        Raises:
            GoneError: nothing more comes.
        """
        self.until(lambda _: False, seconds)

    def press(self, key: str) -> None:
        """Press a key, by its name."""
        self._send(KEYS[key])

    def type(self, text: str) -> None:
        """Type a text, a few characters at a time."""
        for at in range(0, len(text), _STROKE):
            self._send(text[at : at + _STROKE])
            self.rest(_BETWEEN)

    def _take(self, seconds: float) -> None:
        """Wait for something to come, and show all that comes at once with it.

        Looking at the screen takes longer than showing what comes: it is done now and then only.
        """
        until = time.monotonic() + _AT_ONCE
        while select.select([self._descriptor], [], [], seconds)[0]:
            self._show_some()
            if time.monotonic() > until:
                return
            seconds = 0.0

    def _show_some(self) -> None:
        try:
            data = os.read(self._descriptor, _PORTION)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            raise GoneError
        self._text = None
        self._screen.take(data)

    def _send(self, text: str) -> None:
        """Send what a client has to take; what it does not take in time is lost."""
        data = text.encode()
        until = time.monotonic() + _TO_TAKE
        while data and time.monotonic() < until:
            _, ready, _ = select.select([], [self._descriptor], [], until - time.monotonic())
            if not ready:
                return
            try:
                data = data[os.write(self._descriptor, data) :]
            except BlockingIOError:
                continue
            except OSError:
                return
