"""How somebody who has a wheel or a clone installs what is not always there."""

from __future__ import annotations


def installing(extra: str) -> str:
    """Return what to do where a package of an extra is missing, as the end of a sentence."""
    return f"install the extra {extra}, as in pip install '/path/to/datausage[{extra}]'"
