"""The day that a command writes down: the one given, that of the build, or today."""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from datausage.commands.refusing import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def day(
    given: str | None,
    clock: Callable[[], float] = time.time,
    environment: Mapping[str, str] = os.environ,
) -> date:
    """Return the day given, that of SOURCE_DATE_EPOCH, or the one that the clock says, in UTC.

    Raises:
        RefusedError: What is given is no date, or one that is still to come.
    """
    found = fixed(given, "--on", environment)
    if found and not given:
        return found
    today = datetime.fromtimestamp(clock(), UTC).date()
    # Somewhere it is tomorrow already, and never more than that.
    if found and found > today + timedelta(days=1):
        raise RefusedError(f"--on {given}: that day is still to come; today is {today}, in UTC")
    return found or today


def fixed(
    given: str | None, option: str, environment: Mapping[str, str] = os.environ
) -> date | None:
    """Return the day given, or that of SOURCE_DATE_EPOCH; None where there is neither.

    Raises:
        RefusedError: What is given is no date.
    """
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    try:
        if given:
            return date.fromisoformat(given)
        return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else None
    except (ValueError, OverflowError, OSError) as problem:
        named = f"{option} {given}" if given else f"SOURCE_DATE_EPOCH={epoch}"
        raise RefusedError(f"{named}: write a date, as in 2026-01-31") from problem
