"""The colours of the page, each for a light and for a dark background.

Text stands on ``paper`` or ``raised``; every colour that text has differs from both by a contrast
of at least 4.5 to 1. A test measures that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

COLOURS: Final[Mapping[str, tuple[str, str]]] = {
    "paper": ("#fdfcf9", "#16181c"),
    "raised": ("#f4f1ea", "#20242a"),
    "ink": ("#1c1d20", "#e9e6df"),
    "soft": ("#57534b", "#b3aea3"),
    "line": ("#cfc8b9", "#474c55"),
    "accent": ("#234f80", "#9cc3ee"),
    "open": ("#7a4b00", "#e6b35c"),
    "good": ("#1e6236", "#86cf9b"),
    "bad": ("#a11d26", "#ff9c97"),
    "muted": ("#5f6268", "#a2a7af"),
}
TEXT: Final = ("ink", "soft", "accent", "open", "good", "bad", "muted")


def stylesheet() -> str:
    """Return the colours as custom properties, and classes that fill and stroke with them."""
    light = "".join(f"--{name}:{colours[0]};" for name, colours in COLOURS.items())
    dark = "".join(f"--{name}:{colours[1]};" for name, colours in COLOURS.items())
    classes = "".join(
        f".f-{name}{{fill:var(--{name})}}.s-{name}{{stroke:var(--{name})}}" for name in COLOURS
    )
    return (
        f":root{{color-scheme:light dark;{light}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{classes}\n"
    )
