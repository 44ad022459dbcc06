"""A table of the review file, read field by field: people write in it, too."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Final

ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
LONGEST: Final = {"by": 200, "reason": 1_000}
"""Characters that a text may have."""

_SHA = re.compile(r"[0-9a-f]{64}")


class ReviewError(ValueError):
    """A review file that cannot be used; says where and why."""


class Table:
    """A table of the file; what has not the right form is refused with the name of its field."""

    def __init__(self, name: str, body: object) -> None:
        if not isinstance(body, dict):
            raise ReviewError(f"{name}: write a table, as in [{name}]")
        self.name, self.body = name, body

    def line(self, key: str) -> str:
        """A text of one line."""
        value = self.body.get(key)
        most = LONGEST.get(key, 200)
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            raise self._wrong(key, "write a text of one line")
        if len(value) > most:
            raise self._wrong(key, f"write {most:,} characters at most")
        return value

    def day(self, key: str) -> date:
        """A date without a time."""
        value = self.body.get(key)
        if isinstance(value, datetime) or not isinstance(value, date):
            raise self._wrong(key, "write a date without quotes, as in 2026-01-31")
        return value

    def ids(self, key: str) -> list[str]:
        """The ids of the sentences for which there are lines."""
        value = self.body.get(key)
        if not isinstance(value, dict) or not all(map(ID.fullmatch, value)):
            raise self._wrong(
                key, 'write a line for each sentence, as in sentences.s-7kq2mf = "..."'
            )
        return list(value)

    def sha(self, *keys: str) -> str:
        """A SHA-256."""
        return self._sha(self._at(keys), ".".join(keys))

    def shas(self, *keys: str) -> tuple[str, ...]:
        """A list of SHA-256, which may be empty."""
        values = self._at(keys)
        if not isinstance(values, list):
            raise self._wrong(".".join(keys), "write a list of SHA-256, empty for what is gone")
        return tuple(self._sha(value, ".".join(keys)) for value in values)

    def _at(self, keys: tuple[str, ...]) -> Any:
        value: Any = self.body
        for key in keys:
            value = value.get(key)
        return value

    def _sha(self, value: object, field: str) -> str:
        if not isinstance(value, str) or not _SHA.fullmatch(value):
            raise self._wrong(field, "write a SHA-256 of 64 hexadecimal digits")
        return value

    def _wrong(self, field: str, wanted: str) -> ReviewError:
        return ReviewError(f"{self.name}: {field}: {wanted}")
