"""The published form of a record, as a JSON Schema, and whether a record follows it."""

from __future__ import annotations

import json
from enum import Enum
from importlib import resources
from typing import Any, Final

FILE: Final = "record-1.json"


class Schema(Enum):
    """That the schema could not be looked at."""

    MISSING = "missing"


def schema() -> dict[str, Any]:
    """Return the schema of records."""
    text = (resources.files(__name__) / FILE).read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def violation(record: bytes) -> str | Schema:
    """Return where a record does not follow the schema, and nothing where it does."""
    try:
        from jsonschema import Draft202012Validator  # noqa: PLC0415 - an extra
        from jsonschema.exceptions import best_match  # noqa: PLC0415 - an extra
    except ImportError:
        return Schema.MISSING
    worst = best_match(Draft202012Validator(schema()).iter_errors(json.loads(record)))
    return f"at {worst.json_path}" if worst else ""
