"""Searches that neither remember an earlier run nor leave anything behind for a later one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True, scope="module")
def nothing_is_remembered() -> Iterator[None]:
    before = settings.get_current_profile_name()
    settings.register_profile("faults", database=None)
    settings.load_profile("faults")
    yield
    settings.load_profile(before)
