"""The benchmarks stand beside the package, and are imported from there."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

sys.path.insert(0, str(ROOT))
try:
    import_module("benchmarks.__main__")
finally:
    sys.path.remove(str(ROOT))
