"""The example of a target behind HTTP, running."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
COMMAND = ("uvicorn", "--app-dir", "examples", "--port", "8000", "server:app")
"""The command that the documents show."""


@contextmanager
def example(**environment: str) -> Iterator[str]:
    """Provide the address of the running example."""
    words = ["0" if word == "8000" else word for word in COMMAND]
    with subprocess.Popen(
        [sys.executable, "-m", *words],
        cwd=EXAMPLES.parent,
        env={**os.environ, **environment},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    ) as process:
        errors = process.stderr
        assert errors is not None
        try:
            lines = iter(errors.readline, "")
            found = next(filter(None, (re.search(r"http://\S+:\d+", line) for line in lines)))
            threading.Thread(target=errors.read, daemon=True).start()
            yield found[0]
        finally:
            process.terminate()
