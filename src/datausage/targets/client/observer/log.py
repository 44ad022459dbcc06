"""The log: what is seen, one JSON object a line, bounded and without secrets."""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from datausage.targets.client.observer.redaction import strike, strike_headers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MOST_BODY: Final = 1_000_000
_MOST_NAME: Final = 300
_MOST_PATH: Final = 8_000
_MOST_HEADER: Final = 4_000
_MOST_LINES: Final = 50_000
_MOST_BYTES: Final = 400_000_000


class Log:
    """Lines of ``net.jsonl``; the line ``end`` is only written where no line was lost."""

    def __init__(self, path: Path) -> None:
        """Begin a new file.

        Raises:
            OSError: it cannot be written.
        """
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC
        self._file = os.open(path, flags, 0o600)
        self._begun = time.monotonic()
        self._lines = self._bytes = 0
        self.lost = 0

    def line(self, kind: str, **fields: Any) -> None:
        """Write one line, or count it as lost: no fault of the disk ends the observer."""
        said = {"t": round(time.monotonic() - self._begun, 4), "kind": kind, **fields}
        data = json.dumps(said, ensure_ascii=True).encode() + b"\n"
        if self._lines >= _MOST_LINES or self._bytes + len(data) > _MOST_BYTES:
            self.lost += 1
            return
        self._write(data)

    def _write(self, data: bytes) -> None:
        whole = self._bytes
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(self._file, left) :]
        except OSError:
            self.lost += 1
            # Half a line would spoil the next.
            with suppress(OSError):
                os.ftruncate(self._file, whole)
            return
        self._lines += 1
        self._bytes += len(data)

    def trouble(self, where: str, error: object) -> None:
        """Write of something that the observer could not do."""
        said = f"{type(error).__name__}: {error}" if isinstance(error, Exception) else str(error)
        self.line("trouble", where=where, error=strike(said)[:_MOST_NAME])

    def http(
        self,
        *,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: str,
        cut: bool,
        **fields: Any,
    ) -> None:
        """Write of a request; ``cut`` says that there was more of it than is told here."""
        cut = cut or len(body) > MOST_BODY or len(path) > _MOST_PATH
        struck = strike_headers(headers)
        self.line(
            "http",
            method=strike(method)[:_MOST_NAME],
            path=strike(path)[:_MOST_PATH],
            headers={name[:_MOST_NAME]: value[:_MOST_HEADER] for name, value in struck.items()},
            body=strike(body[: MOST_BODY + _MOST_PATH])[:MOST_BODY],
            cut=cut,
            **fields,
        )

    def end(self, **fields: Any) -> bool:
        """Write the last line, and return whether that shows a log without gaps."""
        if self.lost:
            said = {"kind": "trouble", "where": "log", "error": f"{self.lost} lines are missing"}
            self._write(json.dumps(said).encode() + b"\n")
            return False
        self.line("end", **fields)
        return not self.lost
