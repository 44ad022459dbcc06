"""Texts in Markdown, as pages of a CI show it: nothing in them is a mark, a link or a mention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datausage.evidence.visible import inert, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

# With letters and figures, what means nothing inside a line in any dialect. In a text of anybody's
# a colon or a full stop may make a link.
_MEANINGLESS = frozenset(" ,-=/()%")
_MEANINGLESS_OF_OURS = _MEANINGLESS | frozenset(".:;'")


def code(text: str, limit: int) -> str:
    """Return a text of anybody's, bounded, in one line, as code.

    Mentions and references are looked for everywhere but in code, and marks everywhere that has
    any: so it is both code, and written in references to characters.
    """
    return f"<code>{_referring(shown(text, limit), _MEANINGLESS)}</code>" if text else ""


def command(text: str, limit: int) -> str:
    """Return a command as code, in one line that can be copied."""
    return f"<code>{_referring(inert(text, limit), _MEANINGLESS)}</code>"


def escaped(text: str, limit: int) -> str:
    """Return a text of ours in which no character is a mark, in one bounded line."""
    return _referring(shown(text, limit), _MEANINGLESS_OF_OURS)


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a table of cells that are escaped already."""
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _referring(text: str, meaningless: frozenset[str]) -> str:
    return "".join(
        char if (char.isascii() and char.isalnum()) or char in meaningless else f"&#{ord(char)};"
        for char in text
    )
