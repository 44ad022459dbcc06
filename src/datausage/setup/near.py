"""Names that are nearly those of the known variables."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from datausage.oracle.switches import VARIABLES

LONGEST: Final = 80
"""Names that are longer are near to none."""

_PREFIX: Final = re.compile(r"^(CLAUDE_?CODE_?|CLAUDE_?|ANTHROPIC_?)")
_LETTERS_PER_SLIP: Final = 6


@lru_cache(1_000)
def near(name: str) -> str | None:
    """Return the known variable that a name may be meant for; None for a known one, and for none.

    Letters of another case, other marks between words, another prefix, and a slip for every six
    letters are near. A slip is a letter too many, too few, another one, or two exchanged.
    """
    if name in VARIABLES or len(name) > LONGEST:
        return None
    plain = _plain(name)
    slips = {variable: _slips(plain, _plain(variable)) for variable in VARIABLES}
    closest = min(slips, key=slips.__getitem__)
    return closest if slips[closest] <= len(_plain(closest)) // _LETTERS_PER_SLIP else None


def only_case_differs(name: str, variable: str) -> bool:
    """Say whether a name is that of a variable but for capital and small letters."""
    return name != variable and name.upper() == variable


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", _PREFIX.sub("", name.strip().upper()))


def _slips(one: str, other: str) -> int:
    """Return the distance of two words in single slips (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        above, row, last = before, [number], row
        for place, sign in enumerate(other, 1):
            cost = min(last[place] + 1, row[-1] + 1, last[place - 1] + (letter != sign))
            if number > 1 and place > 1 and letter == other[place - 2] and one[number - 2] == sign:
                cost = min(cost, above[place - 2] + 1)
            row.append(cost)
        before = last
    return row[-1]
