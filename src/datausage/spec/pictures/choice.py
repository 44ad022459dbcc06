"""The time of the choice: when a consumer may choose, and where that is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from datausage.spec.pictures.drawing import (
    Box,
    Drawing,
    Item,
    Linked,
    Shape,
    Stroke,
    Words,
    hatched,
    horizontal,
    vertical,
)
from datausage.spec.words import day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from datausage.policy.edition import Edition

_WIDTH, _TOP, _LANE, _BAR = 720, 44, 46, 16
_EARLY, _START, _DEADLINE, _LATE = 0.0, 130.0, 450.0, 706.0
_NAMES: Final = {
    _EARLY: "before the choice",
    _START: "the first day",
    _DEADLINE: "the last day named",
    _LATE: "ever after",
}


@dataclass(frozen=True, slots=True)
class _Lane:
    """A bar from one moment to another: of a rule, or of an open point."""

    text: str
    begin: float
    end: float
    leads_to: str
    is_open: bool = False


_LANES: Final = (
    _Lane("before: open", _EARLY, _START, "before-start", is_open=True),
    _Lane("every consumer may choose", _START, _DEADLINE, "choice-from-start"),
    _Lane(
        "a current user who has not selected may do so", _START, _DEADLINE, "choice-until-deadline"
    ),
    _Lane("a first selection later: open", _DEADLINE, _LATE, "choice-after-deadline", is_open=True),
    _Lane("who signs up may choose while doing so", _START, _LATE, "choice-at-sign-up"),
    _Lane(
        "who has selected may select again; the latest counts", _START, _LATE, "choice-changeable"
    ),
)


def drawn(edition: Edition) -> Drawing:
    """Return the picture; the two days are the edges of the rules."""
    start, deadline = edition.day("choice-from-start"), edition.day("choice-until-deadline")
    bottom = _TOP + _LANE * len(_LANES)
    items: list[Item] = [
        Words(_START, 16, day(start), bold=True),
        Words(_DEADLINE, 16, day(deadline), bold=True),
        horizontal(0, 26, _LATE),
        Stroke(f"M{_LATE:g} 21l8 5l-8 5z", "none", fill="line"),
        vertical(_START, 26, bottom - 26),
        vertical(_DEADLINE, 26, bottom - 26),
    ]
    for number, lane in enumerate(_LANES):
        items += _bar(lane, _TOP + number * _LANE)
    moments = {_START: day(start), _DEADLINE: day(deadline)}
    return Drawing(
        id="choice",
        title="When a consumer may choose",
        description=f"A line of time with two days, {day(start)} and {day(deadline)}. Below it one "
        "bar for each rule on choosing, and hatched bars where an open point stands instead.",
        caption="Filled bars are rules. Hatched bars are open points: there the page does not "
        "decide. What the last day itself is, and where on earth a day begins, is open as well "
        "(deadline-day, choice-day-boundary).",
        width=_WIDTH,
        height=bottom,
        items=tuple(items),
        heads=("what holds", "from", "to", "by"),
        rows=tuple(
            (
                lane.text,
                moments.get(lane.begin, _NAMES[lane.begin]),
                moments.get(lane.end, _NAMES[lane.end]),
                f"{'open point' if lane.is_open else 'rule'} {lane.leads_to}",
            )
            for lane in _LANES
        ),
    )


def _bar(lane: _Lane, y: float) -> Iterator[Item]:
    place = (lane.begin, y + 14, lane.end - lane.begin, _BAR)
    kind = "point" if lane.is_open else "rule"
    words = Words(lane.begin + (0 if lane.begin == _EARLY else 6), y + 9, lane.text)
    if lane.is_open:
        plate = Box(*place, "paper", "open", dashed=True)
        shapes = (words, plate, hatched(plate, "open"))
        yield Linked(
            f"#{kind}-{lane.leads_to}", f"{lane.text} (open point {lane.leads_to})", shapes
        )
        return
    filled: tuple[Shape, ...] = (words, Box(*place, "accent"))
    if lane.end == _LATE:
        tip = f"M{_LATE - 3:g} {y + 12:g}l12 {_BAR / 2 + 2:g}l-12 {_BAR / 2 + 2:g}z"
        filled = (*filled, Stroke(tip, "none", fill="accent"))
    yield Linked(f"#{kind}-{lane.leads_to}", f"{lane.text} (rule {lane.leads_to})", filled)
