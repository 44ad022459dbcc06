"""The record as bytes: always the same ones for the same record."""

from __future__ import annotations

import json
from datetime import datetime

from datausage.evidence.parsing import parsed
from datausage.evidence.plain import MalformedError, from_plain, to_plain
from datausage.evidence.record import FORMAT, Record

FILE = "record.json"
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
    found: Record = from_plain(Record, parsed(data))
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
