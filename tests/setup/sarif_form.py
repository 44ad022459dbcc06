"""What SARIF 2.1.0 demands of the objects that we write, and no others, as a JSON Schema.

Written by hand after the standard, and stricter than its own schema: what the standard leaves
optional and code scanning needs is required here, and a key that we do not write is refused.
"""

from __future__ import annotations

from typing import Any, Final


def _object(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": required | optional,
    }


_WORDS: Final = {"type": "string", "minLength": 1}
_TEXT: Final = _object({"text": _WORDS})
_POSITION: Final = {"type": "integer", "minimum": 1}
_PHYSICAL: Final = _object(
    {
        "artifactLocation": _object(
            # Relative, so without a scheme and without a slash at the beginning.
            {"uri": {"type": "string", "format": "uri-reference", "pattern": r"^[^:/\\][^:\\]*$"}}
        )
    },
    region=_object({"startLine": _POSITION, "startColumn": _POSITION}),
)
_LOCATION: Final = {
    "oneOf": [
        _object({"physicalLocation": _PHYSICAL}),
        _object(
            {
                "logicalLocations": {
                    "type": "array",
                    "minItems": 1,
                    "uniqueItems": True,
                    "items": _object({"fullyQualifiedName": _WORDS}),
                }
            }
        ),
    ]
}
_RESULT: Final = _object(
    {
        "ruleId": _WORDS,
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": _TEXT,
        "locations": {"type": "array", "minItems": 1, "maxItems": 1, "items": _LOCATION},
    }
)
_RULE: Final = _object(
    {"id": _WORDS, "shortDescription": _TEXT, "fullDescription": _TEXT, "help": _TEXT}
)
_DRIVER: Final = _object(
    {
        "name": _WORDS,
        "version": _WORDS,
        "rules": {"type": "array", "minItems": 1, "uniqueItems": True, "items": _RULE},
    }
)
_RUN: Final = _object(
    {
        "tool": _object({"driver": _DRIVER}),
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "newlineSequences": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {"type": "string"},
        },
        "properties": {"type": "object"},
        "results": {"type": "array", "items": _RESULT},
    }
)
LOG: Final = _object(
    {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "minItems": 1, "maxItems": 1, "items": _RUN},
    }
)
