"""The clock of a run: the one place that reads it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_FIXED = "SOURCE_DATE_EPOCH"
"""The variable that replaces the clock, as https://reproducible-builds.org has it."""


def clock(environment: Mapping[str, str]) -> Callable[[], datetime]:
    """Return the clock: the time in whole seconds, or the one that the environment fixes.

    The environment is read now and never again: a target may change it.

    Raises:
        pytest.UsageError: the environment fixes a time that there is not.
    """
    fixed = environment.get(_FIXED)
    if not fixed:
        return lambda: datetime.now(UTC).replace(microsecond=0)
    try:
        time = datetime.fromtimestamp(int(fixed), UTC)
    except (ValueError, OverflowError, OSError):
        raise pytest.UsageError(
            f"{_FIXED} in the environment: write a whole number of seconds since 1970"
        ) from None
    return lambda: time
