"""Tables of eighty columns, as text."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from datausage.commands.lines import WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP: Final = "  "
_WORDS: Final = re.compile(r"[^ _-]*[ _-]|[^ _-]+")


def fitted(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Draw a table; where it is too wide, cells are wrapped, at first where words allow it."""
    columns = list(zip(heads, *rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    needed = [max(map(len, _WORDS.findall(" ".join(column)))) for column in columns]
    while sum(widths) + len(_GAP) * (len(widths) - 1) > WIDTH:
        spare = [n for n, width in enumerate(widths) if width > needed[n]]
        widths[max(spare or range(len(widths)), key=widths.__getitem__)] -= 1
    cells = [[_wrapped(c, width) for c, width in zip(r, widths, strict=True)] for r in rows]
    apart = "\n\n" if any(len(cell) > 1 for row in cells for cell in row) else "\n"
    head = [_wrapped(name, width) for name, width in zip(heads, widths, strict=True)]
    line = [["-" * width] for width in widths]
    return "\n".join(
        (_drawn(head, widths), _drawn(line, widths), apart.join(_drawn(c, widths) for c in cells))
    )


def _drawn(cells: Sequence[Sequence[str]], widths: Sequence[int]) -> str:
    lines = zip_longest(*cells, fillvalue="")
    padded = ([part.ljust(w) for part, w in zip(line, widths, strict=True)] for line in lines)
    return "\n".join(_GAP.join(line).rstrip() for line in padded)


def _wrapped(cell: str, width: int) -> list[str]:
    """Return a cell in lines, parted after spaces, hyphens and underscores where possible."""
    lines = [""]
    for piece in _WORDS.findall(cell):
        if lines[-1] and len(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        rest = lines.pop() + piece
        while len(rest.rstrip()) > width:
            lines.append(rest[:width])
            rest = rest[width:]
        lines.append(rest)
    return [line.rstrip() for line in lines]
