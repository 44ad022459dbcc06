"""The folder ``mutation`` stands beside the package, and is imported from there."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

sys.path.insert(0, str(ROOT))
try:
    import_module("mutation.records")
finally:
    sys.path.remove(str(ROOT))
