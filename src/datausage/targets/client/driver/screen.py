"""The screen of a terminal, as text; and what a terminal says when it is asked."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import pyte

from datausage.targets.client.driver.sequences import Pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_CONTROL: Final = re.compile(r"\x1b\[([<=>?]?)([0-9;]{0,32})([ -/]*)([@-~])")
_MOVING: Final = frozenset("@ABCDEFGHJKLMPXadefgr`")
"""Sequences that move the cursor, and that write or erase."""
_MODES: Final = {("", "4"), ("?", "6"), ("?", "7")}
"""Modes that change where text comes to stand."""
_PLAIN: Final = frozenset(f"\x1b{one}" for one in "78DEMH")
_NO_TEXT: Final = re.compile(r"[\x80-\x9f\x0e\x0f]")


class Screen:
    """A screen that shows what comes, and answers what a terminal is asked."""

    def __init__(self, lines: int, columns: int, answer: Callable[[str], None]) -> None:
        """Begin with an empty one; ``answer`` takes what the terminal says."""
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.Stream(self._screen)
        self._pieces = Pieces()
        self._answer = answer

    @property
    def text(self) -> str:
        """What stands on it, without blanks at the ends of lines and without empty lines around."""
        return "\n".join(line.rstrip() for line in self._screen.display).strip("\n")

    def take(self, data: bytes) -> None:
        """Show what has come."""
        for piece in self._pieces.of(data):
            if not piece.startswith("\x1b"):
                self._show(_NO_TEXT.sub("", piece))
            elif piece in _PLAIN:
                self._show(piece)
            elif piece == "\x1bc":
                self._screen.reset()
            else:
                self._control(piece)

    def _control(self, piece: str) -> None:
        found = _CONTROL.fullmatch(piece)
        if found is None:
            return
        kind, values, middle, final = found.groups()
        if final in _MOVING and not kind and not middle:
            self._show(piece)
        elif final in "JK" and kind == "?":
            self._show(f"\x1b[{values}{final}")
        elif final in "hl" and not middle and (kind, values) in _MODES:
            self._show(piece)
        else:
            self._asked(kind, values, middle + final)

    def _asked(self, kind: str, values: str, name: str) -> None:
        cursor = self._screen.cursor
        at = f"{cursor.y + 1};{min(cursor.x, self._screen.columns - 1) + 1}"
        said: Mapping[tuple[str, str, str], str] = {
            ("", "5", "n"): "0n",
            ("", "6", "n"): f"{at}R",
            ("?", "6", "n"): f"?{at}R",
            ("", "", "c"): "?62;22c",
            ("", "0", "c"): "?62;22c",
            (">", "", "c"): ">1;10;0c",
            (">", "0", "c"): ">1;10;0c",
            ("", "18", "t"): f"8;{self._screen.lines};{self._screen.columns}t",
        }
        if name == "$p":
            # A mode that this terminal does not know.
            self._answer(f"\x1b[{kind}{values};0$y")
        elif (kind, values, name) in said:
            self._answer(f"\x1b[{said[kind, values, name]}")

    def _show(self, piece: str) -> None:
        # Whatever a client sends, the terminal goes on.
        with suppress(Exception):
            self._stream.feed(piece)
