"""The clock of a run: the one place that reads it."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest

_FIXED = "SOURCE_DATE_EPOCH"
"""The variable that replaces the clock, as https://reproducible-builds.org has it."""


def now() -> datetime:
    """Return the time, in whole seconds; the one that the environment fixes, where it does.

    Raises:
        pytest.UsageError: the environment fixes none that there is.
    """
    fixed = os.environ.get(_FIXED)
    if not fixed:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(fixed), UTC)
    except (ValueError, OverflowError, OSError):
        raise pytest.UsageError(
            f"{_FIXED} in the environment: write a whole number of seconds since 1970"
        ) from None
