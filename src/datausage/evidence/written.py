"""The record as bytes: always the same ones for the same record."""

from __future__ import annotations

import json
import math
from datetime import datetime
from typing import Any

from datausage.evidence.plain import MalformedError, from_plain, to_plain
from datausage.evidence.record import FORMAT, Record

FILE = "record.json"
MOST_DIGITS = 16
MOST_LEVELS = 30
BEGINNING = f'{{\n "format": "{FORMAT}"'.encode("ascii")
"""The first bytes of every record, of whatever version."""


def written(record: Record) -> bytes:
    """Return the record as JSON, in ASCII: nothing in it acts on a terminal."""
    return (json.dumps(to_plain(record), indent=1, allow_nan=False) + "\n").encode("ascii")


def read(data: bytes) -> Record:
    """Return the record that was written.

    Raises:
        MalformedError: it is no JSON, or no record of this version.
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
    found: Record = from_plain(Record, plain)
    _check_time("run.started", found.run.started)
    _check_time("run.finished", found.run.finished or found.run.started)
    return found


def _check_time(place: str, text: str) -> None:
    try:
        known = datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        known = False
    if not known:
        raise MalformedError(f"{place}: it is no time with an offset")


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
