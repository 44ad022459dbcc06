"""The words of the specification, as step functions of pytest-bdd.

``conditions`` and ``outcomes`` hold the closed vocabulary as data; ``given`` and ``then`` make
step functions of it.
"""

from __future__ import annotations

from datausage.steps import given, then
from datausage.steps.given import narrowing

__all__ = ["narrowing"]

# pytest-bdd keeps step functions as fixtures under names that a star import leaves out.
globals().update(
    {
        name: value
        for module in (given, then)
        for name, value in vars(module).items()
        if name.startswith("pytestbdd_")
    }
)
