"""What reports say of waivers: which scenarios they cover, and who answers for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datausage.evidence.visible import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.evidence.checks import Check
    from datausage.evidence.record import Record, Waiver


def covered(record: Record) -> Mapping[str, str]:
    """Return, by the name of a scenario that is waived, by whom that is and until when."""
    found: dict[str, list[str]] = {}
    for waiver in record.waivers:
        for name in waiver.waives:
            found.setdefault(name, []).append(signed(waiver))
    return {name: f"waived {', '.join(by)}" for name, by in found.items()}


def of(check: Check, record: Record) -> tuple[Waiver, ...]:
    """Return the waivers of a check."""
    by = check.waiver.by if check.waiver else ()
    return tuple(waiver for waiver in record.waivers if waiver.number in by)


def signed(waiver: Waiver) -> str:
    """Return who answers for a waiver, where it is followed up, and until when it holds."""
    return f"by {shown(waiver.owner)} until {waiver.expiry} ({shown(waiver.ticket)})"
