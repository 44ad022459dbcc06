"""Progress of a target that takes long: a line now and then as long as one scenario runs."""

from __future__ import annotations

import threading
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from datausage.session.escaping import shown
from datausage.session.folding import folded
from datausage.session.sides import SIDES
from datausage.session.stash import PREPARING

if TYPE_CHECKING:
    import pytest

FIRST = 10.0
"""Seconds after which a scenario is told of first; each next time takes twice as long."""


class Progress:
    """Tells which scenario runs, for how long, and how many calls it has taken."""

    def __init__(self, config: pytest.Config, first: float = FIRST) -> None:
        self._config = config
        self._first = first
        self._over: threading.Event | None = None

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Begin to watch a scenario; with several processes, the one that began last."""
        self._stop()
        over = self._over = threading.Event()
        name = shown(nodeid.partition("::")[2] or nodeid, 300)
        # A daemon: whatever becomes of the run, it does not wait for this.
        threading.Thread(target=self._watch, args=(name, over), daemon=True).start()

    def pytest_runtest_logfinish(self) -> None:
        """Watch no more."""
        self._stop()

    def pytest_sessionfinish(self) -> None:
        """Watch no more, also where a run is broken off."""
        self._stop()

    def _stop(self) -> None:
        if self._over is not None:
            self._over.set()

    def _watch(self, name: str, over: threading.Event) -> None:
        began, before, pause = time.monotonic(), self._calls(), self._first
        while not over.wait(pause):
            if self._config.stash.get(PREPARING, False):
                continue
            pause *= 2
            seconds = time.monotonic() - began
            calls = self._calls() - before
            asked = f", {calls:,} calls answered" if calls else ""
            self._tell(f"still asking: {name}: {seconds:.0f} s{asked}")

    def _calls(self) -> int:
        sides = self._config.stash.get(SIDES, [])
        return sum(side.met.caller.calls.total() for side in sides)

    def _tell(self, line: str) -> None:
        say(self._config, line)


def say(config: pytest.Config, line: str) -> None:
    """Write a line to the terminal, where there is one, while something runs."""
    manager = config.pluginmanager
    reporter: Any = manager.get_plugin("terminalreporter")
    capture: Any = manager.get_plugin("capturemanager")
    if reporter is None:
        return
    # While a scenario runs, what is written is kept from the terminal.
    with capture.global_and_fixture_disabled() if capture else nullcontext():
        # On a line of its own: marks of what has run may stand before it.
        reporter.ensure_newline()
        reporter.write_line(folded(line))
