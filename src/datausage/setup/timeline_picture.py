"""The timeline as a picture: one lane for each kind of data."""

from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING, Final

from datausage.setup.timeline_marks import placed
from datausage.spec.pictures.drawing import (
    Box,
    Drawing,
    Item,
    Words,
    hatched,
    horizontal,
    vertical,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from datausage.setup.answers import Answer
    from datausage.setup.story import Story
    from datausage.setup.timeline import Lane, Span

_WIDTH, _LANE, _BAR, _THIN = 760.0, 58, 14, 8
_FIRST, _ROW, _BELOW = 14, 18, 24
"""Where the first row of words stands, how far rows are apart, and what is below the last."""
_LEAST: Final = 6.0
"""How wide a time is drawn at least: a day that is open must be seen."""

HELD, OPEN, NOTHING, UNSAID = "held", "open", "nothing", "unsaid"


def drawn(story: Story, lanes: Sequence[Lane]) -> Drawing:
    """Return the picture; open times are hatched, and what is not said is dotted."""
    scale = _Scale(story.added, max(s.begin for lane in lanes for s in _all(lane)))
    heading = f"added {day(story.added)}"
    told_at = ((scale.place(moment), text) for moment, text in sorted(_marks(story)))
    marks = placed(told_at, heading, _WIDTH)
    line = _FIRST + _ROW * max((mark.row for mark in marks), default=0) + 8
    top = line + _BELOW
    bottom = top + _LANE * len(lanes)
    items: list[Item] = [
        Words(0, _FIRST, heading, bold=True),
        horizontal(0, line, _WIDTH),
    ]
    for mark in marks:
        y = _FIRST + _ROW * mark.row
        items += [
            Words(mark.x, y, mark.text, "soft", 12, mark.anchor),
            vertical(mark.x, line, bottom - line),
        ]
    for number, lane in enumerate(lanes):
        items += _lane(lane, top + number * _LANE, scale)
    return Drawing(
        id="timeline",
        title="When data must be gone, and when it may train models",
        description="One lane for each kind of data, from the day on which it was added. The "
        "table says the same in words.",
        caption="The upper bar of a lane is data on servers (the last one: on your machine), the "
        "thin one below it training. Filled: it may be so. Hatched: open, since readings differ "
        "or something is not known. Dotted: the page says nothing. No bar: it must not be so. "
        "The scale is that of square roots, and short times are drawn wider than they are.",
        width=_WIDTH,
        height=bottom,
        items=tuple(items),
        heads=("data", "from", "on servers", "training"),
        rows=tuple(_rows(lanes)),
        narrowest=680,
    )


def day(moment: datetime) -> str:
    """Return a moment as a day, with the time where it is not midnight; in UTC."""
    return f"{moment:%Y-%m-%d}" if not _time(moment) else f"{moment:%Y-%m-%d %H:%M} UTC"


def state(answer: Answer, may: str) -> str:
    """Return how a time is drawn: whether something may be so, is open, or is not said."""
    if not answer.values:
        return UNSAID
    other = [value for value in answer.demanded if value != may]
    if may in answer.values:
        return OPEN if other or answer.unsaid else HELD
    return OPEN if answer.unsaid else NOTHING


def _all(lane: Lane) -> tuple[Span, ...]:
    return (*lane.presence, *lane.training)


def _time(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def _marks(story: Story) -> Iterator[tuple[datetime, str]]:
    for at, allow in story.choices:
        yield at, f"{day(at)}: {'on' if allow else 'off'}"
    for at, plan in story.moves:
        yield at, f"{day(at)}: {plan}"
    for moment, text in ((story.opted_in, "opted in"), (story.withdrew, "withdrew")):
        if moment:
            yield moment, f"{day(moment)}: {text}"


class _Scale:
    """Places moments on the line of time."""

    def __init__(self, begin: datetime, end: datetime) -> None:
        self._begin = begin
        self._whole = max((end - begin).total_seconds(), 1.0)

    def place(self, moment: datetime) -> float:
        """Return where a moment is; what was before the beginning is at the beginning."""
        along = max((moment - self._begin).total_seconds(), 0.0) / self._whole
        return round(math.sqrt(min(along, 1.0)) * (_WIDTH - 60), 1)


def _lane(lane: Lane, y: float, scale: _Scale) -> Iterator[Item]:
    yield Words(0, y, f"{lane.name}: {told(lane)}")
    yield from _bars(lane.presence, "held", scale.place, (y + 7, _BAR))
    # What is gone trains nothing any more.
    end = _WIDTH if lane.gone is None or lane.unsaid else scale.place(lane.gone)

    def cut(moment: datetime) -> float:
        return min(scale.place(moment), end)

    yield from _bars(lane.training, "permitted", cut, (y + 9 + _BAR, _THIN), end)


def told(lane: Lane) -> str:
    """Return when data of a lane must be gone, in a few words."""
    if lane.gone is None:
        return "not said" if lane.gone_first is None else f"{day(lane.gone_first)}, or later"
    first = lane.gone_first or lane.gone
    unsaid = ", or not said" if lane.unsaid else ""
    if first == lane.gone:
        return f"gone from {day(first)} on{unsaid}"
    return f"gone from {day(first)} or, at the latest, from {day(lane.gone)} on{unsaid}"


def _bars(
    spans: Sequence[Span],
    may: str,
    place: Callable[[datetime], float],
    band: tuple[float, float],
    whole: float = _WIDTH,
) -> Iterator[Item]:
    y, height = band
    groups = [
        (name, next(members).begin)
        for name, members in groupby(spans, key=lambda span: state(span.answer, may))
    ]
    reached = 0.0
    for number, (name, begin) in enumerate(groups):
        x = max(place(begin), reached)
        last = number + 1 == len(groups)
        end = whole if last else max(place(groups[number + 1][1]), x + _LEAST)
        reached = end
        if name != NOTHING and end > x:
            yield from _bar(name, Box(x, y, end - x, height, radius=1))


def _bar(name: str, place: Box) -> Iterator[Item]:
    at = (place.x, place.y, place.width, place.height)
    if name == HELD:
        yield Box(*at, "accent", radius=1)
    elif name == OPEN:
        plate = Box(*at, "paper", "open", dashed=True, radius=1)
        yield plate
        yield hatched(plate, "open")
    else:
        yield Box(*at, "none", "soft", dashed=True, radius=1)


def _rows(lanes: Sequence[Lane]) -> Iterator[tuple[str, ...]]:
    for lane in lanes:
        for span in lane.presence:
            yield lane.name, day(span.begin), " or ".join(span.answer.values), ""
        for span in lane.training:
            yield lane.name, day(span.begin), "", " or ".join(span.answer.values)
