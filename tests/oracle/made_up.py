"""A made-up edition with two open points, and verdicts by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from datausage.oracle.aspects import Aspect
from datausage.oracle.verdicts import verdict
from datausage.policy.edition import Edition, OpenPoint, Reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from datausage.oracle.rulings import ReadPolicy, Ruling

FRUIT: Final = OpenPoint(
    "fruit",
    "part",
    "gap",
    "?",
    (),
    (Reading("apple", False, ""), Reading("pear", True, ""), Reading("plum", False, "")),
)
DAY_POINT: Final = OpenPoint(
    "day", "part", "gap", "?", (), (Reading("one", False, ""), Reading("other", False, ""))
)
EDITION: Final = Edition("made up", "", (), {}, {"fruit": FRUIT, "day": DAY_POINT})


def judged(rule: Callable[[Any, ReadPolicy], Ruling], **pins: str) -> Any:
    """Return the verdict of a rule by the made-up edition."""
    return verdict(Aspect("a", "", ("x", "y", "z"), rule), None, EDITION, pins)
