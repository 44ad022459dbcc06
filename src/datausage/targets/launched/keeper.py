"""Runs launchers, hears the children that they start, and leaves nothing of either behind.

A script of its own, run in a bare interpreter beside the suite. On Linux it takes in whatever loses
its parent, and so can end that too. It ends with its input, however the suite ends, and removes the
folder in which everything takes place.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import shutil
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

_SET_PDEATHSIG, _SET_CHILD_SUBREAPER = 1, 36
_LINUX = sys.platform == "linux"
_LIBRARY = ctypes.CDLL(None) if _LINUX else None

_MOST_CHILDREN = 50
_MOST_MESSAGE = 8_000_000
_KEPT = 4_000
_AFTERWARDS = 0.3
"""Seconds that what a launcher leaves in the background may go on, once its child was heard."""
_TO_END = 5.0

_INPUT = 0


class _GoneError(Exception):
    """The suite has ended, however it did."""


class _Launch:
    """One launcher that runs, and what is heard of it."""

    def __init__(self, asked: dict[str, Any]) -> None:
        self.until = time.monotonic() + asked["timeout"]
        self.heard: list[bytes] = []
        self.errors = bytearray()
        self.code: int | None = None
        self.ended: float | None = None
        self.alone = False
        self._lines: dict[socket.socket, bytearray] = {}
        self._door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        Path(asked["socket"]).unlink(missing_ok=True)
        self._door.bind(asked["socket"])
        self._door.listen(128)
        self._door.setblocking(False)
        output, write_output = os.pipe()
        errors, write_errors = os.pipe()
        self._pipes = {output: bytearray(), errors: self.errors}
        for pipe in self._pipes:
            os.set_blocking(pipe, False)
        self.pid = os.fork()
        if not self.pid:
            _become(asked, write_output, write_errors)
        os.close(write_output)
        os.close(write_errors)

    def watch(self, woken: int) -> str:
        """Wait until all is over, and return how it came to an end."""
        while True:
            self.reap()
            now = time.monotonic()
            if self.alone and not self._lines and not self._waiting():
                # Elsewhere nobody tells whether something still runs in the background.
                if _LINUX or self.heard or now > self.until:
                    return "ended"
                self.until = min(self.until, (self.ended or now) + _AFTERWARDS)
            if len(self.heard) > _MOST_CHILDREN:
                return "too-many"
            until = self.until
            if self.ended is not None and self.heard:
                until = min(until, self.ended + _AFTERWARDS)
            if now >= until:
                return "left" if self.ended is not None and self.heard else "timed-out"
            self.hear(until - now, woken)

    def _waiting(self) -> bool:
        return bool(select.select([self._door], [], [], 0)[0])

    def hear(self, wait: float, woken: int | None = None) -> None:
        """Take in what comes within so many seconds; raise where the suite has ended."""
        ends = [] if woken is None else [_INPUT, woken]
        lines = {line.fileno(): line for line in self._lines}
        door = self._door.fileno()
        ready, _, _ = select.select([*self._pipes, *lines, door, *ends], [], [], wait)
        for one in ready:
            if one == door:
                with suppress(OSError):
                    line, _ = self._door.accept()
                    line.setblocking(False)
                    self._lines[line] = bytearray()
            elif one in lines:
                self._listen(lines[one])
            elif one in self._pipes:
                self._drain(one)
            elif one == _INPUT:
                raise _GoneError
            else:
                os.read(one, 512)

    def _listen(self, line: socket.socket) -> None:
        so_far = self._lines[line]
        try:
            data = line.recv(65_536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        so_far += data
        if not data or len(so_far) > _MOST_MESSAGE:
            del self._lines[line]
            line.close()
            self.heard.append(bytes(so_far[:_MOST_MESSAGE]))

    def _drain(self, pipe: int) -> None:
        try:
            data = os.read(pipe, 65_536)
        except BlockingIOError:
            return
        if not data:
            del self._pipes[pipe]
            os.close(pipe)
            return
        kept = self._pipes[pipe]
        kept += data
        del kept[:-_KEPT]

    def reap(self) -> None:
        """Take note of every process that has ended."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                self.alone = True
                return
            if not pid:
                return
            if pid == self.pid:
                self.code, self.ended = os.waitstatus_to_exitcode(status), time.monotonic()

    def end(self) -> int:
        """End whatever is left, and return how many processes that were."""
        nothing = self.alone and _LINUX
        left = 0 if nothing else _end_all(self.pid, gone=self.ended is not None)
        # What was sent before its sender ended is there to be heard.
        until = time.monotonic() + 1
        while (self._lines or self._waiting()) and time.monotonic() < until:
            self.hear(0.05)
        for pipe in list(self._pipes):
            with suppress(OSError):
                self._drain(pipe)
        for one in (*self._lines, self._door):
            one.close()
        for pipe in self._pipes:
            os.close(pipe)
        return left


def _become(asked: dict[str, Any], output: int, errors: int) -> None:
    """Become the launcher; this is the child of a process with one thread."""
    try:
        os.setsid()
        if _LIBRARY is not None:
            _LIBRARY.prctl(_SET_PDEATHSIG, signal.SIGKILL)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(output, 1)
        os.dup2(errors, 2)
        for number in (signal.SIGPIPE, signal.SIGINT, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        os.chdir(asked["folder"])
        words = asked["words"]
        os.execve(words[0], words, asked["environment"])  # noqa: S606 - as the user named it
    except (OSError, ValueError) as error:
        os.write(2, f"it cannot be started: {error}".encode())
    finally:
        os._exit(127)


def _end_all(leader: int, *, gone: bool) -> int:
    """Kill all descendants, again and again until there is none; return how many there were."""
    killed: set[int] = set()
    until = time.monotonic() + _TO_END
    while time.monotonic() < until:
        found = _descendants() if _LINUX else []
        if not _LINUX or not gone:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(leader, signal.SIGKILL)
        for pid in found:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        killed.update(found)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            break
        time.sleep(0.001)
    return len(killed)


def _descendants() -> list[int]:
    """Return all processes below this one; those that have ended, and wait for it, apart."""
    children: dict[int, list[tuple[int, bytes]]] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with suppress(OSError):
            state, parent = (entry / "stat").read_bytes().rpartition(b")")[2].split()[:2]
            children.setdefault(int(parent), []).append((int(entry.name), state))
    found, parents = [], [os.getpid()]
    while parents:
        for pid, state in children.get(parents.pop(), ()):
            parents.append(pid)
            if state not in b"ZX":
                found.append(pid)
    return found


def _asked(left: bytearray) -> dict[str, Any] | None:
    """Return what is asked next; None where nobody asks any more."""
    while b"\n" not in left:
        data = os.read(_INPUT, 65_536)
        if not data:
            return None
        left += data
    line, _, rest = bytes(left).partition(b"\n")
    left[:] = rest
    asked: dict[str, Any] = json.loads(line)
    return asked


def _say(message: dict[str, Any]) -> None:
    data = json.dumps(message).encode() + b"\n"
    while data:
        data = data[os.write(1, data) :]


def _serve(woken: int) -> None:
    left = bytearray()
    while (asked := _asked(left)) is not None:
        launch = _Launch(asked)
        _say({"started": launch.pid})
        try:
            how = launch.watch(woken)
        finally:
            behind = launch.end()
        _say(
            {
                "how": how,
                "code": launch.code,
                "left": behind,
                "heard": [one.decode("latin-1") for one in launch.heard[:_MOST_CHILDREN]],
                "errors": launch.errors.decode("utf-8", "replace"),
            }
        )


def _main(scratch: str) -> None:
    woken, wake = os.pipe()
    for pipe in (woken, wake):
        os.set_blocking(pipe, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    # Ctrl-C is for the suite, which says when all is over.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if _LIBRARY is not None:
        _LIBRARY.prctl(_SET_CHILD_SUBREAPER, 1)
    try:
        _serve(woken)
    except (_GoneError, BrokenPipeError):
        pass
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    _main(sys.argv[1])
