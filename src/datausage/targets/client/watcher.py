"""The observer of a run, as the first process starts and ends it."""

from __future__ import annotations

import subprocess
import time
from typing import TYPE_CHECKING, Any, Final

from datausage.targets.client.lifeline import TroubleError, pause

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_GLANCE: Final = 0.01
_SETTLING: Final = 0.2
"""Seconds in which the observer takes in what was sent last."""


class Watcher:
    """An observer that runs, and has to go on until the client has ended."""

    def __init__(self, folder: Path, plan: Mapping[str, Any]) -> None:
        """Start it, and wait until it listens.

        Args:
            folder: where it finds the scene, and leaves what it sees.
            plan: that of the run; it names the program, and says how long it may take.

        Raises:
            GoneError: the suite has ended.
            TroubleError: it did not come so far.
        """
        self._folder = folder
        self._to_end = plan["patience"]["to_end"]
        with (folder / "observer.log").open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own program, no shell
                [*plan["observer"], str(folder)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=plan["observer_environment"],
                cwd="/",
            )
        until = time.monotonic() + plan["patience"]["to_listen"]
        while not (folder / "ready").exists():
            if self._process.poll() is not None:
                raise TroubleError(f"the observer {self._how()}")
            if time.monotonic() > until:
                self._process.kill()
                raise TroubleError(f"the observer does not get ready{self._said()}")
            pause(_GLANCE)

    def check(self) -> None:
        """Raise TroubleError where it does not watch any more."""
        if self._process.poll() is not None:
            raise TroubleError(f"the observer {self._how()}, before the client had ended")

    def authority(self) -> str:
        """Return the certificate that is to vouch for all hosts, as PEM."""
        try:
            return (self._folder / "ca.pem").read_text("ascii")
        except (OSError, ValueError) as error:
            raise TroubleError(f"the observer left no authority: {error}") from None

    def end(self) -> None:
        """Have it take in the last, close its books and end; raise TroubleError if it does not."""
        pause(_SETTLING)
        self.check()
        self._process.terminate()
        until = time.monotonic() + self._to_end
        while self._process.poll() is None:
            if time.monotonic() > until:
                self._process.kill()
                raise TroubleError("the observer does not end")
            pause(_GLANCE)
        if self._process.returncode:
            raise TroubleError(f"the observer {self._how()}")

    def _how(self) -> str:
        code = self._process.returncode
        how = f"ended with {code}" if code >= 0 else f"was ended by signal {-code}"
        return f"{how}{self._said()}"

    def _said(self) -> str:
        lines = (self._folder / "observer.log").read_text("utf-8", "replace").splitlines()
        return f": {lines[-1]}" if lines else ""
