"""The pipe to the suite, whose end is the end of everything in the sealed network."""

from __future__ import annotations

import select
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

REFUSED: Final = "refused: "
"""How the trouble begins that there is a way out of the network, and nothing was started."""

_INPUT: Final = 0


class GoneError(Exception):
    """The suite has ended, however it did."""


class TroubleError(Exception):
    """The run is none; the message says why, in one line."""


def pause(seconds: float, pipes: Iterable[int] = ()) -> list[int]:
    """Wait until there is something in a pipe, and return in which.

    Args:
        seconds: how long at most.
        pipes: those that are waited for.

    Raises:
        GoneError: the suite has ended.
    """
    ready, _, _ = select.select([_INPUT, *pipes], [], [], seconds)
    if _INPUT in ready:
        raise GoneError
    return ready
