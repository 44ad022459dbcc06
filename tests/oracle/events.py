"""Events some hours from one noon."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from datausage.oracle.situations import Event, Happening

NOON: Final = datetime(2025, 12, 1, 12, tzinfo=UTC)
HOUR: Final = timedelta(hours=1)


def at(hours: int, what: Happening, **details: Any) -> Event:
    """Return an event some hours after noon."""
    return Event(NOON + hours * HOUR, what, **details)
