"""What a picture consists of; a template writes it down as SVG.

Colours are names of the palette. What a colour says is always said once more by words, letters or
hatching.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_APART: Final = 6
"""How far the lines of a hatching are apart."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    fill: str = "none"
    stroke: str = "none"
    dashed: bool = False
    radius: float = 3


@dataclass(frozen=True, slots=True)
class Stroke:
    """Lines and curves, written as the data of an SVG path."""

    path: str
    stroke: str = "ink"
    width: float = 1
    dashed: bool = False
    fill: str = "none"
    x: float = 0
    y: float = 0


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text."""

    x: float
    y: float
    text: str
    fill: str = "ink"
    size: float = 13
    anchor: str = "start"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Overlay:
    """What a run adds to a picture; it is switched off with the results."""

    title: str
    shapes: tuple[Box | Stroke, ...]


Shape = Box | Stroke | Words | Overlay


@dataclass(frozen=True, slots=True)
class Linked:
    """Shapes that lead to another place of the document."""

    href: str
    title: str
    shapes: tuple[Shape, ...]


Item = Shape | Linked


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture with its name, its description and the same as a table.

    ``narrowest`` is the width in pixels below which it is scrolled and not made smaller.
    """

    id: str
    title: str
    description: str
    caption: str
    width: float
    height: float
    items: tuple[Item, ...]
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    narrowest: int = 640


def hatched(box: Box, stroke: str) -> Stroke:
    """Return diagonal lines that fill a rectangle."""
    pieces = []
    for along in range(_APART, int(box.width + box.height), _APART):
        left = box.x + max(0, along - box.height), box.y + min(along, box.height)
        right = box.x + min(along, box.width), box.y + max(0, along - box.width)
        pieces.append(f"M{left[0]:g} {left[1]:g}L{right[0]:g} {right[1]:g}")
    return Stroke("".join(pieces), stroke, 1.2)


def horizontal(x: float, y: float, length: float, stroke: str = "line") -> Stroke:
    """Return a line to the right."""
    return Stroke(f"M{x:g} {y:g}h{length:g}", stroke)


def vertical(x: float, y: float, length: float, stroke: str = "line") -> Stroke:
    """Return a dashed line downwards."""
    return Stroke(f"M{x:g} {y:g}v{length:g}", stroke, dashed=True)
