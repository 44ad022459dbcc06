"""The edition that the specification is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from datausage.policy.edition import load

if TYPE_CHECKING:
    from datausage.policy.edition import Edition


@pytest.fixture(scope="session")
def edition() -> Edition:
    """Return the first edition."""
    return load()
