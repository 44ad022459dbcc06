"""Programs that have to succeed."""

from __future__ import annotations

import os
import subprocess
import sys

_PATIENCE = 300.0


def done(*command: str) -> None:
    """Run a command, and let nothing of this checkout be imported on the way."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    ended = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=_PATIENCE
    )
    if ended.returncode:
        raise RuntimeError(f"{' '.join(command)}: {ended.stderr}")


def pip(*arguments: str) -> None:
    """Run pip."""
    done(sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments)
