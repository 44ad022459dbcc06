"""A user at the terminal: types, waits for screens that are known, and keeps pictures of them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping

    from datausage.targets.client.driver.line import Line
    from datausage.targets.client.driver.words import Words

TO_SHOW: Final = 15.0
"""Seconds that a screen may take to come."""
_SETTLED: Final = 0.2
"""Seconds for which a screen has to stay as it is, before it is believed."""


class UnknownScreenError(Exception):
    """The screen is not the one that was expected; the message says which that was."""


class User:
    """Uses a client as people do, for a limited time."""

    def __init__(self, line: Line, words: Words, until: float) -> None:
        """Sit down.

        Args:
            line: our side of the terminal.
            words: by which the screens of this client are known.
            until: when to stop waiting for screens, on the monotonic clock.
        """
        self.line = line
        self.words = words
        self.screens: dict[str, str] = {}
        self._until = until

    def expect(self, seen: Callable[[str], object], what: str, seconds: float = TO_SHOW) -> None:
        """Wait for a screen, and until it stays for a moment.

        Args:
            seen: whether a screen, as text, is the one.
            what: which one, in words.
            seconds: how long at most.

        Raises:
            GoneError: the client is gone.
            UnknownScreenError: it does not come.
        """
        until = min(time.monotonic() + seconds, self._until)
        while self.line.until(seen, until - time.monotonic()):
            if self.line.still(_SETTLED) or seen(self.line.text):
                return
        raise UnknownScreenError(what)

    def one_of(self, screens: Mapping[str, re.Pattern[str]]) -> str:
        """Wait for one of several screens, and return its name; raises as ``expect`` does."""
        what = f"one of: {', '.join(screens)}"
        self.expect(lambda text: any(one.search(text) for one in screens.values()), what)
        return next(name for name, one in screens.items() if one.search(self.line.text))

    def expect_to_type(self, after: str) -> None:
        """Wait until the client waits for the user; raises as ``expect`` does."""
        self.expect(self.waited_for, f"a place to type in, after {after}")

    def waited_for(self, text: str) -> bool:
        """Say whether a screen is that of a client which waits for the user."""
        return bool(self.words.ready.search(text)) and not self.words.busy.search(text)

    def enter(self, text: str) -> None:
        """Type a text and the key that ends it; raises as ``type`` does."""
        self.type(text)
        self.line.press("enter")

    def type(self, text: str) -> None:
        """Type a text, and see it appear.

        Raises:
            GoneError: the client is gone.
            UnknownScreenError: it does not appear.
        """
        if not text.isprintable():
            raise UnknownScreenError(f"{text!r} to be something that can be typed")
        before = squeezed(self.line.text).count(squeezed(text))
        self.line.type(text)
        self.expect(
            lambda now: squeezed(now).count(squeezed(text)) > before, f"{text!r} as it was typed"
        )

    def keep(self, name: str, what: str = "") -> None:
        """Keep a picture of the screen; ``what`` is what is to be said of it."""
        self.screens[name] = f"{what}\n{self.line.text}" if what else self.line.text


def squeezed(text: str) -> str:
    """Return a text without blanks, since it may be broken anywhere."""
    return "".join(text.split())
