"""What a target writes to standard output and error: noticed, and kept from the host's."""

from __future__ import annotations

import io
import sys
import threading
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from datausage.targets.untrusted import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import ReadableBuffer

THREAD_NAME = "datausage-target"
_HEAD = 1000


class Capture:
    """Counts what one thread writes, and keeps no more than its beginning.

    The streams outlive a batch: a target may hold on to the one it found when it was loaded.
    """

    def __init__(self) -> None:
        self.written = 0
        self._head = bytearray()
        self._out = _Stream(self)
        self._err = _Stream(self)
        self._thread: int | None = None

    def own(self) -> None:
        """Take the calling thread for the one to be watched."""
        self._thread = threading.get_ident()

    def owns(self) -> bool:
        """Say whether the calling thread is the one to be watched."""
        return threading.get_ident() == self._thread

    def take(self) -> str:
        """Return the first line written since the last time, and start over."""
        text = self._head.decode(errors="replace").strip()
        self.written = 0
        self._head.clear()
        return one_line(text.splitlines()[0]) if text else "(blank)"

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Stand in for the standard streams, and put back exactly what was there.

        Warnings are off meanwhile: shown, turned into errors or counted as output depending on
        the host's settings, they would make the same target pass here and fail there.
        """
        before = sys.stdout, sys.stderr
        self._out.host, self._err.host = before
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sys.stdout, sys.stderr = self._out, self._err
            try:
                yield
            finally:
                sys.stdout, sys.stderr = before

    def receive(self, data: ReadableBuffer) -> int:
        """Count what was written, where it comes from the watched thread."""
        view = memoryview(data)
        if self.owns():
            self.written += view.nbytes
            if (room := _HEAD - len(self._head)) > 0:
                self._head += view.cast("B")[:room]
        return view.nbytes


class _Bytes(io.BufferedIOBase):
    """The binary half of a stream; a target may write to it directly."""

    name = "<captured>"

    def __init__(self, capture: Capture) -> None:
        self._capture = capture

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        return self._capture.receive(data)


class _Stream(io.TextIOWrapper):
    """A text stream into a capture, that a target cannot close."""

    def __init__(self, capture: Capture) -> None:
        super().__init__(
            _Bytes(capture), encoding="utf-8", errors="backslashreplace", write_through=True
        )
        self.host: TextIO | None = None

    def write(self, text: str, /) -> int:
        # Threads of the host are none of our business. Those of targets, abandoned ones too, are.
        if self.host is None or threading.current_thread().name == THREAD_NAME:
            return super().write(text)
        return self.host.write(text)

    def close(self) -> None:
        """Stay open."""
