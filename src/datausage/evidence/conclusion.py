"""The sentence in which a run ends; it follows from what was found, and is checked by it again."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from datausage.evidence.closing import Ended, closing, coherence_grades
from datausage.evidence.totals import failing, totals

if TYPE_CHECKING:
    from collections.abc import Iterable

    from datausage.evidence.record import Record

BROKEN_OFF: Final = "The run was broken off. "
UNDER_WAY: Final = "The run has not come to its end: this record says nothing about the target."


def conclusion(record: Record) -> str:
    """Return the sentence in which a run with this record has ended."""
    if record.run.exit is None:
        return UNDER_WAY
    counts = totals(record.checks)
    rules = {check.id for check in record.checks if check.kind == "rule"}
    wrong = failing(record.checks)
    beside = sorted((c for c in wrong if c.id not in rules), key=lambda check: check.id)
    said = closing(
        Ended(
            nothing=not counts.judged,
            left_out=_left_out_by(record),
            failing={
                check.id: check.grade
                for check in (*(c for c in wrong if c.id in rules), *beside)
                if check.grade is not None
            },
            rules=frozenset(rules),
            checked=counts.checked,
            exposing=counts.exposing,
            waived=counts.waived,
            standings=Counter(waiver.standing for waiver in record.waivers),
            whole=coherence_grades(record.coherence),
            strangers=record.watched.unclassified if record.watched else 0,
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
