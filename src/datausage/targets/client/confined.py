"""How a process gives up all that the client may not have, before it becomes the client."""

from __future__ import annotations

import os
import resource
import signal
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from datausage.targets.client import filtered, kernel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

USER: Final = 1000
"""The user as whom the client sees itself."""
NOBODY: Final = 65_534
"""The user as whom it runs where the suite runs as root."""

MOST_PROCESSES: Final = 512
_MOST_FILES: Final = 4_096
_FIRST_TO_GO: Final = "1000"
"""What the kernel ends first when memory runs out."""


def owner() -> int:
    """Return the user to whom the client's files belong, as this process numbers users."""
    return NOBODY if _is_root_of_all() else 0


def become(words: Sequence[str], environment: Mapping[str, str], folder: str) -> None:
    """Become the client, without any right; returns only by raising.

    Standard input, output and error are expected to be those of the client already; all other
    descriptors have to close by themselves.

    Raises:
        OSError: something is not possible here.
    """
    os.umask(0o022)
    Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO)
    last = int(Path("/proc/sys/kernel/cap_last_cap").read_text())
    _change_user()
    kernel.drop_capabilities(last)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, _MOST_FILES)
    _limit(resource.RLIMIT_NPROC, MOST_PROCESSES)
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_DFL)
    os.chdir(folder)
    kernel.gain_nothing_anymore()
    filtered.filter_calls()
    os.execve(words[0], [*words], {**environment})  # noqa: S606 - the client, without a shell


def _is_root_of_all() -> bool:
    """Say whether this is root, and not only the root of a namespace with a single user."""
    if os.geteuid():
        return False
    lines = Path("/proc/self/uid_map").read_text().splitlines()
    spans = [[int(word) for word in line.split()] for line in lines]
    return any(first <= NOBODY < first + number for first, _, number in spans)


def _change_user() -> None:
    """Become another user, alone in a namespace of users that allows for no further one."""
    if _is_root_of_all():
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        kernel.allow_dump()
    user, group = os.geteuid(), os.getegid()
    kernel.part("user")
    with suppress(FileNotFoundError):
        Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{USER} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{USER} {group} 1")
    Path("/proc/sys/user/max_user_namespaces").write_text("0")


def _limit(kind: int, most: int) -> None:
    _, hard = resource.getrlimit(kind)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, most))
