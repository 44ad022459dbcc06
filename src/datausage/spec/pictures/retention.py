"""How long what is kept: one bar for each rule that names a period."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from datausage.spec.pictures.drawing import (
    Box,
    Drawing,
    Item,
    Linked,
    Stroke,
    Words,
    horizontal,
    vertical,
)

if TYPE_CHECKING:
    from datausage.policy.edition import Edition, Rule

LABELS: Final = {
    "retention-consumer-allowed": "session data of consumers who allow its use",
    "retention-consumer-refused": "session data of consumers who do not allow it",
    "retention-commercial": "session data of Team, Enterprise and API customers",
    "retention-zero": "chat transcripts with a zero-retention key: not retained",
    "feedback-kept": "transcripts shared with the bug command, whatever the account",
    "local-cache-default": "sessions on the user's own machine, unless configured",
}
"""What is kept, by rule; in the order in which the bars stand."""

_WIDTH, _TOP, _LANE, _BAR, _LONGEST = 720, 40, 44, 16, 660.0
_DAYS_IN_YEAR: Final = 365.25


def drawn(edition: Edition) -> Drawing:
    """Return the picture; the periods are the edges of the rules."""
    periods = {name: _period(edition.rules[name]) for name in LABELS}
    longest = max(days for days, _ in periods.values())
    bottom = _TOP + _LANE * len(LABELS)
    items: list[Item] = [horizontal(0, 26, _WIDTH)]
    for days, text in sorted(set(periods.values())):
        x = _along(days, longest)
        anchor = "end" if x > _LONGEST / 2 else "start"
        items += [Words(x, 16, text, anchor=anchor, bold=True), vertical(x, 26, bottom - 26)]
    for number, (name, label) in enumerate(LABELS.items()):
        length = _along(periods[name][0], longest)
        items.append(_bar(name, label, length, _TOP + number * _LANE))
    return Drawing(
        id="retention",
        title="How long what is kept",
        description="One bar for each rule that names a period, as long as the period: "
        + "; ".join(f"{label}: {periods[name][1]}" for name, label in LABELS.items())
        + ".",
        caption="Short periods are drawn longer than they are (the scale is that of square "
        "roots). The dashed bar is about the user's own machine, the others are about "
        "servers. From when a period runs, and whether its last day belongs to it, is open "
        "(period-start, period-end).",
        width=_WIDTH,
        height=bottom,
        items=tuple(items),
        heads=("what is kept", "how long", "by the rule"),
        rows=tuple((label, periods[name][1], name) for name, label in LABELS.items()),
    )


def _period(rule: Rule) -> tuple[float, str]:
    """Return the days of a rule's period, and the period in words."""
    if "years" in rule.edges:
        return rule.edges["years"] * _DAYS_IN_YEAR, f"{rule.edges['years']} years"
    if "days" in rule.edges:
        return float(rule.edges["days"]), f"{rule.edges['days']} days"
    return 0.0, "none"


def _along(days: float, longest: float) -> float:
    return _LONGEST * math.sqrt(days / longest)


def _bar(name: str, label: str, length: float, y: float) -> Linked:
    words = Words(8, y + 8, label)
    if not length:
        ring = Stroke("M1.5 6a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z", "accent", 2, x=0, y=y + 15)
        return Linked(f"#rule-{name}", f"{label} (rule {name})", (words, ring))
    local = name.startswith("local")
    box = Box(0, y + 14, length, _BAR, "raised" if local else "accent", "accent", dashed=local)
    return Linked(f"#rule-{name}", f"{label} (rule {name})", (words, box))
