"""How a command refuses what was asked of it."""

from __future__ import annotations

import sys

from datausage.commands.lines import whole

WRONG_USE = 2


class RefusedError(ValueError):
    """What was asked for cannot be had; the message says why, or what there is instead."""


def refuse(command: str, message: str) -> int:
    """Say what is wrong, in lines of 80 columns; return the exit code for wrong use."""
    print(whole(f"datausage {command}: {message}"), file=sys.stderr)  # noqa: T201 - a command prints
    return WRONG_USE
