"""What tests of several folders share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests import wheels
from tests.once import shared_folder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel of this checkout, which is built once in a run."""
    return wheels.built(shared_folder(tmp_path_factory))
