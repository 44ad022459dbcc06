"""The client in its cell: processes, files and a user of its own, and a certain end."""

from __future__ import annotations

import json
import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from datausage.targets.client import confined, kernel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from datausage.targets.client.world import World

AFTERWARDS: Final = 3.0
"""Seconds that what a client leaves in the background may go on, once it has ended."""
_GLANCE: Final = 0.01


@dataclass(slots=True)
class Cell:
    """A client that runs, with the ends of the pipes in which it can be heard.

    Attributes:
        keeper: the process that made the cell.
        output: where its standard output comes out.
        errors: where its standard error comes out.
        words: where the first process of the cell says how it goes, a JSON object a line.
    """

    keeper: int
    output: int
    errors: int
    words: int
    heard: bytearray = field(default_factory=bytearray)

    def end(self, first: int | None) -> None:
        """End everything in it, and wait for that; ``first`` is its first process, if known."""
        with suppress(ProcessLookupError):
            os.kill(self.keeper if first is None else first, signal.SIGKILL)
        os.waitpid(self.keeper, 0)
        for pipe in (self.output, self.errors, self.words):
            os.close(pipe)


def start(
    world: World,
    words: Sequence[str],
    environment: Mapping[str, str],
    folder: str,
    terminal: str | None = None,
) -> Cell:
    """Start a client in a cell, and return without waiting for it.

    Args:
        world: what it sees.
        words: the client, with its arguments.
        environment: all its variables.
        folder: where it starts.
        terminal: the terminal that it has, as it sees that; it has pipes if None.
    """
    pipes = [os.pipe() for _ in range(3)]
    output, errors, told = (write for _, write in pipes)

    def say(**message: Any) -> None:
        os.write(told, json.dumps(message).encode() + b"\n")

    def client() -> None:
        os.setsid()
        if terminal is None:
            streams = (os.open(os.devnull, os.O_RDONLY), output, errors)
        else:
            # The first terminal that the leader of a session opens is that of the session.
            streams = (os.open(terminal, os.O_RDWR),) * 3
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            # Nothing is done, not even this, where it has the number already.
            os.set_inheritable(number, True)
        _keep_only(0, 1, 2, told)
        confined.become(words, environment, folder)

    def first() -> None:
        """Be the first process of the cell, with which all others end."""
        # What the client may signal to it is as nothing; from outside it can be ended.
        for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP, signal.SIGCHLD}:
            signal.signal(number, signal.SIG_IGN)
        _keep_only(0, output, errors, told)
        world.enter()
        pid = _fork(client, say)
        os.close(output)
        os.close(errors)
        _watch(pid, say)

    def maker() -> None:
        os.setsid()
        kernel.part("mount", "pid", "ipc", "cgroup")
        pid = _fork(first, say)
        say(first=pid)
        os.waitpid(pid, 0)

    keeper = _fork(maker, say)
    for write in (output, errors, told):
        os.close(write)
    heard_output, heard_errors, heard_words = (read for read, _ in pipes)
    return Cell(keeper, heard_output, heard_errors, heard_words)


def _fork(body: Callable[[], None], say: Callable[..., None]) -> int:
    """Run a function in a process of its own, which ends with it."""
    pid = os.fork()
    if pid:
        return pid
    try:
        body()
    except BaseException as error:  # noqa: BLE001 - whatever it was, it is said, and this ends
        with suppress(OSError):
            say(trouble=f"{type(error).__name__}: {error}")
        os._exit(1)
    os._exit(0)


def _watch(client: int, say: Callable[..., None]) -> None:
    """Wait for the client, and a while for what it leaves behind."""
    until = None
    while until is None or time.monotonic() < until:
        try:
            pid, status = os.waitpid(-1, 0 if until is None else os.WNOHANG)
        except ChildProcessError:
            say(left=0)
            return
        if pid == client:
            say(code=os.waitstatus_to_exitcode(status))
            until = time.monotonic() + AFTERWARDS
        elif not pid:
            time.sleep(_GLANCE)
    say(left=sum(entry.name.isdigit() for entry in Path("/proc").iterdir()) - 1)


def _keep_only(*descriptors: int) -> None:
    """Close all other descriptors of this process."""
    lowest = 0
    for number in sorted({*descriptors}):
        # An empty range from 0 on would be taken for all there are.
        if lowest < number:
            os.closerange(lowest, number)
        lowest = number + 1
    os.closerange(lowest, os.sysconf("SC_OPEN_MAX"))
