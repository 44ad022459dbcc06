"""Starts the program of a target, stays beside it, and lets nothing of it outlive the suite.

A script of its own, run in a bare interpreter: what must be set in the new process before the
program begins is set here, and not between fork and exec of a process that may have threads.

The suite speaks to it through a pipe: a letter asks the program to end, and the end of the pipe
ends everything that was started, at once. The pipe ends with the suite, however that ends.
"""

import ctypes
import os
import resource
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_TO_KILL = 5.0
_LINUX = sys.platform == "linux"


def _main(control: int, words: list[str]) -> None:
    os.set_inheritable(control, False)
    if _LINUX:
        # What the program leaves behind becomes a child of this process, and is found.
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    parent = os.getpid()
    program = os.fork()
    if program == 0:
        _become(parent, words)
    _let_go()
    threading.Thread(target=_obey, args=(control, program), daemon=True).start()
    status = _waited(program)
    _kill_all(program)
    _leave(status)


def _become(parent: int, words: list[str]) -> None:
    os.setsid()
    for ignored in (signal.SIGPIPE, signal.SIGXFSZ):
        # Python ignores them, and what is ignored stays so in the program.
        signal.signal(ignored, signal.SIG_DFL)
    if _LINUX:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
    try:
        os.execvp(words[0], words)  # noqa: S606 - the program that the user named, without a shell
    except OSError as error:
        os.write(2, f"{words[0]}: {error.strerror}\n".encode(errors="replace"))
    os._exit(1)


def _let_go() -> None:
    """Let go of the pipes of the program: they end when it closes them."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(nothing, number)


def _obey(control: int, program: int) -> None:
    while os.read(control, 1):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(program, signal.SIGTERM)
    _kill_all(program)


def _waited(program: int) -> int:
    """Wait for the program to end, and meanwhile for all that it has left behind."""
    while True:
        number, status = os.waitpid(-1, 0)
        if number == program:
            return status


def _kill_all(program: int) -> None:
    """Kill the group of the program, and on Linux whatever it has started in other groups."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(program, signal.SIGKILL)
    until = monotonic() + _TO_KILL
    while _LINUX and monotonic() < until and (alive := _descendants()):
        for number in alive:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(number, signal.SIGKILL)
        sleep(0.002)


def _descendants() -> list[int]:
    """Return all living processes that have this one among their ancestors."""
    children: dict[int, list[int]] = {}
    dead = set()
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError):
            # The name of the program, in brackets, may hold anything.
            words = (place / "stat").read_bytes().rpartition(b")")[2].split()
            state, parent, number = words[0], int(words[1]), int(place.name)
            children.setdefault(parent, []).append(number)
            if state in (b"Z", b"X"):
                dead.add(number)
    found, open_ = [], [os.getpid()]
    while open_:
        born = children.get(open_.pop(), [])
        open_ += born
        found += [number for number in born if number not in dead]
    return found


def _leave(status: int) -> None:
    """End as the program has ended."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    os._exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    _main(int(sys.argv[1]), sys.argv[2:])
