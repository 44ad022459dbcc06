"""The thread in which a server is waited for: the one that waits for it can go away at any time."""

from __future__ import annotations

import logging
import threading
import weakref
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

NAME: Final = "datausage http"
_LOGGERS: Final = ("connection", "connectionpool", "response", "util.retry")


class Runner:
    """A daemon thread that does one thing after the other, for as long as somebody waits."""

    def __init__(self) -> None:
        self._given: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._done: SimpleQueue[None] = SimpleQueue()
        threading.Thread(
            target=_serve, args=(self._given, self._done), name=NAME, daemon=True
        ).start()
        self._end = weakref.finalize(self, self._given.put, None)

    def run(self, work: Callable[[], None], timeout: float) -> bool:
        """Do it, and say whether it came to its end in time; if not, use another runner."""
        self._given.put(work)
        try:
            self._done.get(timeout=timeout)
        except Empty:
            return False
        return True

    def end(self) -> None:
        """Let the thread end, after what it is doing."""
        self._end()


def keep_logs_quiet() -> None:
    """Keep what a server has written out of the logs, which a report may show as they are."""
    for name in _LOGGERS:
        logger = logging.getLogger(f"urllib3.{name}")
        if _not_ours not in logger.filters:
            logger.addFilter(_not_ours)


def _not_ours(record: logging.LogRecord) -> bool:
    return record.threadName != NAME


def _serve(given: SimpleQueue[Callable[[], None] | None], done: SimpleQueue[None]) -> None:
    while (work := given.get()) is not None:
        work()
        # Kept while waiting, it would keep its server alive.
        del work
        done.put(None)
