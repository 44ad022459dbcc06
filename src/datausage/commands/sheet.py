"""Reports of paragraphs and tables, as text of eighty columns and as Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from datausage.commands.columns import fitted
from datausage.commands.lines import WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterable

_MARKS: Final = re.compile(r"([\\`*_{}\[\]<>#|~&!])")


@dataclass(frozen=True, slots=True)
class Heading:
    """What the following is about."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; each cell is one line."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list; each item begins with its name, if it has one."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Lines that are shown as they are, to be copied."""

    text: str
    language: str = ""


Block = str | Heading | Table | Items | Verbatim


def as_text(blocks: Iterable[Block]) -> str:
    """Return a report as text of eighty columns; only what is to be copied may be wider."""
    return "\n\n".join(filter(None, map(_text, blocks))) + "\n"


def as_markdown(blocks: Iterable[Block]) -> str:
    """Return a report as Markdown, in which nothing that somebody else wrote is a mark."""
    return "\n\n".join(filter(None, map(_markdown, blocks))) + "\n"


def _text(block: Block) -> str:
    match block:
        case Heading(text):
            return f"{text}\n{'-' * len(text)}"
        case Table(heads, rows):
            return fitted(heads, rows) if rows else ""
        case Items(items):
            return "\n".join(_item(name, text) for name, text in items)
        case Verbatim(text):
            return text.rstrip("\n")
    return "\n".join(wrap(block, WIDTH, break_on_hyphens=False))


def _item(name: str, text: str) -> str:
    indent = " " * (len(name) - len(name.lstrip()))
    told = f"{name.lstrip()}: {text}" if name else f"- {text}"
    lines = wrap(told, WIDTH - len(indent) - 4, break_on_hyphens=False)
    return "\n".join(f"{indent}{'    ' * bool(n)}{line}" for n, line in enumerate(lines))


def _markdown(block: Block) -> str:
    match block:
        case Heading(text):
            return f"## {_escaped(text)}"
        case Table(heads, rows):
            lines = [heads, ("---",) * len(heads), *(map(_escaped, row) for row in rows)]
            return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) if rows else ""
        case Items(items):
            named = ((f"{name}: " if name else "", text) for name, text in items)
            return "\n".join(f"- {_escaped(name + text)}" for name, text in named)
        case Verbatim(text, language):
            return f"```{language}\n{text.rstrip()}\n```"
    return _escaped(block)


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)
