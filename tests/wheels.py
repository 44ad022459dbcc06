"""The wheel of this checkout."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.once import once
from tests.programs import pip

ROOT = Path(__file__).resolve().parents[1]
_NOT_BUILT_FROM = shutil.ignore_patterns(
    ".*", "build", "dist", "*.egg-info", "__pycache__", "tests"
)


def built(folder: Path) -> Path:
    """Return the wheel; build it in the folder, or wait for who does, where it is not there."""
    place = folder / "wheel"
    once(folder, place.name, lambda: _build(place, folder / "wheel-source"))
    (wheel,) = place.glob("*.whl")
    return wheel


def _build(place: Path, source: Path) -> None:
    # A build leaves traces in its source, and the checkout must stay as it is.
    shutil.copytree(ROOT, source, symlinks=True, ignore=_NOT_BUILT_FROM)
    pip("wheel", "--no-deps", "--wheel-dir", str(place), str(source))
    shutil.rmtree(source)
