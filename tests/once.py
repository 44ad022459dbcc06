"""Things that are made once in a run, however many workers it has."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

_PATIENCE = 300.0


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """Return a folder of this run that all of its workers have."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def once(folder: Path, name: str, make: Callable[[], None]) -> None:
    """Let one process make something, and all others that have the folder wait for it."""
    marker = folder / f"{name}.made"
    try:
        (folder / f"{name}.taken").touch(exist_ok=False)
    except FileExistsError:
        _wait_for(marker)
    else:
        trouble = "interrupted"
        try:
            make()
            trouble = ""
        except Exception as error:
            trouble = str(error)
            raise
        finally:
            draft = marker.with_suffix(".draft")
            draft.write_text(trouble, "utf-8")
            draft.replace(marker)
    if trouble := marker.read_text("utf-8"):
        raise RuntimeError(f"{name} could not be made: {trouble}")


def _wait_for(marker: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not marker.exists():
        if time.monotonic() > deadline:
            raise RuntimeError(f"nobody made {marker.stem}")
        time.sleep(0.1)
