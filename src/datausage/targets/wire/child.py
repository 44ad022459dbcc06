"""The process of a target: lines in, lines out, and a certain end."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Final

from datausage.targets.error import TargetError
from datausage.targets.untrusted import one_line
from datausage.targets.wire.ending import close_errors, end_all

if TYPE_CHECKING:
    from collections.abc import Sequence

LINE_LIMIT: Final = 1_000_000
"""The longest line, in bytes, that a target may write."""

_CHUNK: Final = 65_536
_ERRORS_KEPT: Final = 4_000
_ERRORS_SHOWN: Final = 300
_LAUNCHER: Final = str(Path(__file__).with_name("launching.py"))
_TO_FINISH: Final = 1.0
"""Seconds to end after the end of the input."""


class Child:
    """A running program, in a session of its own, with a launcher beside it.

    ``ended`` is whether it will write nothing more, ``overlong`` whether it has begun a line that
    is longer than the limit.
    """

    def __init__(self, words: Sequence[str]) -> None:
        """Start the program.

        Raises:
            TargetError: it cannot be started.
        """
        if sys.platform == "win32":
            raise TargetError("cmd: targets need a system with process groups, and not Windows")
        told, control = os.pipe()
        bare = [sys.executable, "-I", "-S", _LAUNCHER, str(told), *words]
        try:
            process = subprocess.Popen(  # noqa: S603 - the program that the user named, no shell
                bare,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                pass_fds=(told,),
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            os.close(control)
            raise TargetError(f"{words[0]} cannot be started: {error}") from error
        finally:
            os.close(told)
        self.ended = self.overlong = False
        self._process, self._control = process, control
        self._unsent, self._begun, self._errors = bytearray(), bytearray(), bytearray()
        self._input, self._output, self._problems = _pipes(process)
        # Not a selector of the standard library: for one line it takes as long as all the rest.
        self._poll = select.poll()
        self._poll.register(self._output, select.POLLIN)
        self._poll.register(self._problems, select.POLLIN)
        self._end = weakref.finalize(self, _abandon, process, control)

    def send(self, lines: bytes) -> None:
        """Write lines, now or while lines are received."""
        if self._unsent:
            self._unsent += lines
            return
        self._unsent += lines[self._written(lines) :]
        if self._unsent:
            self._poll.register(self._input, select.POLLOUT)

    def receive(self, wait: float) -> list[bytes]:
        """Return the lines that came, without their ends; none where none come in that time."""
        lines: list[bytes] = []
        for number, _ in self._poll.poll(max(1, 1_000 * wait)):
            if number == self._output:
                lines += self._read()
            elif number == self._problems:
                self._keep_errors()
            else:
                del self._unsent[: self._written(self._unsent[:_CHUNK])]
                if not self._unsent:
                    self._poll.unregister(self._input)
        return lines

    @property
    def half_a_line(self) -> bool:
        """Whether a line was begun and not ended."""
        return bool(self._begun)

    @property
    def errors(self) -> str:
        """The end of what it wrote to standard error, as one bounded line."""
        text = self._errors.decode("utf-8", "replace")
        line = one_line(text, _ERRORS_KEPT)
        return line if len(line) <= _ERRORS_SHOWN else f"…{line[-_ERRORS_SHOWN:]}"

    def end(self, *, at_once: bool = False) -> int | None:
        """End it with all it has started; return the exit code where it had ended by itself."""
        if not self._end.detach():
            return None
        code = end_all(self._process, self._control, 0 if at_once else _TO_FINISH)
        self._drain_errors()
        close_errors(self._process)
        return code

    def _written(self, data: bytes | bytearray) -> int:
        """Write what can be written now, and return how much that is."""
        try:
            return os.write(self._input, data)
        except BlockingIOError:
            return 0
        except OSError:
            # It reads no more. What it still writes, or its end, tells the rest.
            return len(data)

    def _read(self) -> list[bytes]:
        data = _available(self._output)
        if data is None:
            return []
        if not data:
            self.ended = True
            self._poll.unregister(self._output)
            return []
        lines = data.split(b"\n")
        if self._begun:
            lines[0] = bytes(self._begun) + lines[0]
        self._begun[:] = lines.pop()
        # A line that both begins and ends in what was read now is short enough.
        self.overlong = len(self._begun) > LINE_LIMIT or bool(lines and len(lines[0]) > LINE_LIMIT)
        return [] if self.overlong else lines

    def _keep_errors(self) -> None:
        data = _available(self._problems)
        if data == b"":
            self._poll.unregister(self._problems)
        self._errors += data or b""
        del self._errors[:-_ERRORS_KEPT]

    def _drain_errors(self) -> None:
        """Take what is left of standard error, without waiting for more."""
        while data := _available(self._problems):
            self._errors += data
            del self._errors[:-_ERRORS_KEPT]


def _pipes(process: subprocess.Popen[bytes]) -> tuple[int, int, int]:
    pipes = process.stdin, process.stdout, process.stderr
    given, output, problems = pipes
    if given is None or output is None or problems is None:
        raise TypeError("the process was started with pipes")
    numbers = given.fileno(), output.fileno(), problems.fileno()
    for number in numbers:
        os.set_blocking(number, False)
    return numbers


def _available(pipe: int) -> bytes | None:
    """Return what can be read now, nothing at the end, None where nothing is there yet."""
    try:
        return os.read(pipe, _CHUNK)
    except BlockingIOError:
        return None
    except OSError:
        return b""


def _abandon(process: subprocess.Popen[bytes], control: int) -> None:
    """End a process that nobody refers to any more."""
    end_all(process, control)
    close_errors(process)
