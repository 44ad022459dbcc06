"""The sentence in which a run ends; it follows from what was found, and is checked by it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from datausage.evidence.totals import failing, totals
from datausage.grading.grades import Grade

if TYPE_CHECKING:
    from collections.abc import Iterable

    from datausage.evidence.record import Record

BROKEN_OFF: Final = "The run was broken off. "
UNDER_WAY: Final = "The run has not come to its end: this record says nothing about the target."


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a run has found, as far as its last sentence tells it.

    Attributes:
        judged: Whether anything was judged at all.
        left_out_by: If no scenario was left, what left them out.
        failing: The checks that did not pass: rules in the page's order, then the others by name.
        disagreeing: Those beside the rules that are violated, in the same order.
        checked: How many rules were checked.
        violated: How many of them are violated.
        exposing: How many of those expose data.
    """

    judged: bool
    left_out_by: tuple[str, ...]
    failing: tuple[str, ...]
    disagreeing: tuple[str, ...]
    checked: int
    violated: int
    exposing: int


def closing(found: Found) -> str:
    """Return the sentence in which a run ends."""
    if not found.judged and found.left_out_by:
        reasons = " and ".join(found.left_out_by)
        return f"Nothing was checked: no scenario is left by {reasons}; select at least one."
    if not found.judged:
        return "Nothing was checked: this run says nothing about the target."
    if not found.failing:
        return (
            "No violation was found in what was asked, under these readings; "
            "that is what passing means."
        )
    if found.violated:
        rules = "1 rule" if found.checked == 1 else f"{found.checked:,} rules"
        return (
            f"Violated: {found.violated} of {rules} checked; "
            f"exposing data: {found.exposing or 'none'} of those."
        )
    if found.disagreeing:
        return f"Violated: no rule by itself, but {', '.join(found.disagreeing)}; see above."
    wrong = ", ".join(found.failing)
    return f"No rule is violated in what was asked, but not everything passed: {wrong}."


def conclusion(record: Record) -> str:
    """Return the sentence in which a run with this record has ended."""
    if record.run.exit is None:
        return UNDER_WAY
    counted = totals(record.checks)
    wrong = [check for check in failing(record.checks) if check.kind == "rule"]
    beside = [check for check in failing(record.checks) if check.kind != "rule"]
    beside.sort(key=lambda check: check.id)
    said = closing(
        Found(
            judged=counted.judged > 0,
            left_out_by=_left_out_by(record),
            failing=tuple(check.id for check in (*wrong, *beside)),
            disagreeing=tuple(check.id for check in beside if check.grade is Grade.VIOLATES),
            checked=counted.checked,
            violated=counted.violated,
            exposing=counted.exposing,
        )
    )
    return said if record.complete else f"{BROKEN_OFF}{said}"


def left_out_by(reasons: Iterable[str]) -> tuple[str, ...]:
    """Return what left scenarios out, in an order that does not depend on the processes."""
    return tuple(sorted(set(reasons)))


def _left_out_by(record: Record) -> tuple[str, ...]:
    if record.selection.selected:
        return ()
    return left_out_by(one.reason for one in record.selection.deselected)
