"""What comes to a terminal, piece by piece: plain text, and sequences that begin with an escape."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_ESCAPE: Final = "\x1b"
_WHOLE: Final = re.compile(
    r"""
    \x1b (?:
        \[ [0-?]* [ -/]* [@-~]                   # control sequences
      | \] [^\x07\x1b]* (?: \x07 | \x1b\\ )      # commands to the operating system
      | [PX^_] [^\x1b]* \x1b\\                   # strings for devices, privacy, applications
      | [ -/]* [0-OQ-WYZ\\`-~]                   # all else
    )
    """,
    re.VERBOSE,
)
_MOST: Final = 65_536
"""How long a sequence may be; what is longer is none."""


class Pieces:
    """Takes apart what comes in whatever portions."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""

    def of(self, data: bytes) -> Iterator[str]:
        """Yield the pieces that are whole: each a text without an escape, or one sequence."""
        text = self._rest + self._decoder.decode(data)
        self._rest = ""
        at = 0
        while at < len(text):
            if text[at] != _ESCAPE:
                end = text.find(_ESCAPE, at)
                end = len(text) if end < 0 else end
                yield text[at:end]
                at = end
                continue
            found = _WHOLE.match(text, at)
            if found:
                yield found.group()
                at = found.end()
            elif _begins_again(text, at) or len(text) - at > _MOST:
                at += 1
            else:
                self._rest = text[at:]
                return


def _begins_again(text: str, at: int) -> bool:
    """Say whether another escape comes before this sequence is over, and is not its end."""
    following = text.find(_ESCAPE, at + 1)
    return 0 <= following < len(text) - 1 and text[following + 1] != "\\"
