"""Programs and servers that somebody names as if they were Python."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_SERVER = re.compile(r"([A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}(/\S*)?")


def meant(reference: str, roots: Sequence[Path]) -> str:
    """Return how to name what a reference means, if it is no Python; nothing otherwise."""
    if _SERVER.fullmatch(reference):
        return f"a server is named by its address; write http://{reference}"
    if reference.endswith(".py") or not any(_is_file(root, reference) for root in roots):
        return ""
    place = reference if os.sep in reference else f".{os.sep}{reference}"
    return (
        f"a file that is no Python; write cmd:{place} for a program that answers questions, or "
        f"exec:{place} for a launcher"
    )


def _is_file(root: Path, name: str) -> bool:
    try:
        return (root / name).is_file()
    except (OSError, ValueError):
        return False
