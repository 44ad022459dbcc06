"""The documents of the contract as they are shipped."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


def text(name: str) -> str:
    """Return the text of a document: of a question, or of ``describe``."""
    return (files(__package__) / "schemas" / f"{name}.json").read_text("utf-8")


@cache
def document(name: str) -> dict[str, Any]:
    """Return a document; it is shared, and not to be changed."""
    loaded: dict[str, Any] = json.loads(text(name))
    return loaded
