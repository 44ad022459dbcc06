"""Under which readings a value sets its variable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datausage.oracle.switches import POINTS

if TYPE_CHECKING:
    from datausage.policy.edition import Edition
    from datausage.setup.values import Value


def uncertainty(variable: str, value: Value, edition: Edition) -> str | None:
    """Say why it is not certain that a value sets its variable; None where it is."""
    point = edition.points[POINTS[variable]]
    counting = [r.id for r in point.readings if r.id in value.counting]
    others = [r.id for r in point.readings if r.id not in value.counting]
    if not others:
        return None
    if not counting:
        return f"no reading takes that for setting it ({point.id})"
    return (
        f"it counts as set on the {_named(counting)}, and not on the {_named(others)} ({point.id})"
    )


def may_count(variable: str, value: Value, edition: Edition) -> bool:
    """Say whether a value sets its variable on some reading."""
    return not edition.points[POINTS[variable]].names.isdisjoint(value.counting)


def _named(readings: list[str]) -> str:
    return f"reading{'s' if len(readings) > 1 else ''} {', '.join(readings)}"
