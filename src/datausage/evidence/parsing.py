"""JSON that may come from anybody, read strictly: one meaning, bounded numbers and depth."""

from __future__ import annotations

import json
import math
from typing import Any

from datausage.evidence.plain import MalformedError

MOST_DIGITS = 16
MOST_LEVELS = 30


def parsed(data: bytes) -> Any:
    """Return what stands in a document of JSON.

    Raises:
        MalformedError: it is none, or means harm.
    """
    try:
        plain = json.loads(
            data,
            object_pairs_hook=_once,
            parse_constant=_refuse,
            parse_float=_number,
            parse_int=_whole,
        )
        _check_depth(plain)
    except MalformedError:
        raise
    # Deep nesting and numbers without end are refused by Python itself.
    except (ValueError, RecursionError) as error:
        raise MalformedError(f"it is no JSON: {str(error)[:100]}") from error
    return plain


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Two readers may take different ones of two values of one key.
    found = dict(pairs)
    if len(found) != len(pairs):
        raise MalformedError("a key stands twice in one object")
    return found


def _number(text: str) -> float:
    found = float(text)
    if not math.isfinite(found):
        raise MalformedError(f"{text[:20]} is larger than any number here")
    return found


def _whole(text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise MalformedError(f"{text[:20]} is larger than any number here")
    return int(text)


def _check_depth(plain: Any) -> None:
    level = [plain]
    for _ in range(MOST_LEVELS):
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return
    raise MalformedError(f"it is nested more than {MOST_LEVELS} deep")


def _refuse(constant: str) -> None:
    raise MalformedError(f"{constant} is no number of JSON")
