"""The one error of this package: the target cannot be used as it is."""

from __future__ import annotations

from datausage.targets.untrusted import one_line


class TargetError(Exception):
    """The target cannot be used; the message is one line that says what to do about it."""

    def __init__(self, message: str) -> None:
        super().__init__(one_line(message, 600))
