"""Open domains: from where to where the values of a fact go, beyond those that are listed.

They are data: whoever lists or describes situations need not load Hypothesis, which takes as long
as asking thousands of times. :mod:`datausage.universe.drawing` makes values of them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Numbers:
    """The whole numbers from ``least`` to ``most``."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Moments:
    """The moments, as RFC 3339 texts, up to ``most`` times ``step`` seconds after the first."""

    first: str
    step: int
    most: int


@dataclass(frozen=True, slots=True)
class Texts:
    """Short texts that an environment variable can hold, those that are listed among them."""

    listed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JsonTexts:
    """Texts of plain JSON values, those that are listed among them."""

    listed: tuple[str, ...]


OpenDomain = Numbers | Moments | Texts | JsonTexts
