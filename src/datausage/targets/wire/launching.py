"""Becomes the program of a target, in such a way that it does not outlive the suite.

A script of its own, run in a bare interpreter: what must be set in the new process before the
program begins is set here, and not between fork and exec of a process that may have threads.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def _main(parent: int, words: list[str]) -> None:
    if sys.platform == "linux":
        # It comes when the thread that started us ends: the suite does so in its main one.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            # The suite has ended already, and nobody would be told any more.
            sys.exit(1)
    try:
        os.execvp(words[0], words)  # noqa: S606 - the program that the user named, without a shell
    except OSError as error:
        sys.exit(f"{words[0]}: {error.strerror}")


if __name__ == "__main__":
    _main(int(sys.argv[1]), sys.argv[2:])
