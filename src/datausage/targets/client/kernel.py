"""Calls of Linux for which Python has no function of its own."""

from __future__ import annotations

import ctypes
import os
from typing import Any, Final

NEW_NAMESPACES: Final = {
    "mount": 0x0002_0000,
    "cgroup": 0x0200_0000,
    "ipc": 0x0800_0000,
    "user": 0x1000_0000,
    "pid": 0x2000_0000,
}
"""The flag with which a process gets such a namespace of its own."""

BIND: Final = 0x1000
RECURSIVELY: Final = 0x4000
READ_ONLY, NO_SETUID, NO_DEVICES, NO_PROGRAMS = 0x1, 0x2, 0x4, 0x8

_DETACH: Final = 2
_HERE: Final = -100
_WHOLE_TREE: Final = 0x8000
_MOUNT_SETATTR: Final = 442
"""The same number on all machines; Linux has it since 5.12."""

_SET_DUMPABLE, _DROP_FROM_BOUND, _NO_NEW_PRIVILEGES, _AMBIENT = 4, 24, 38, 47
_CLEAR_AMBIENT: Final = 4

_LIBRARY: Any = ctypes.CDLL(None, use_errno=True)


class _Attributes(ctypes.Structure):
    _fields_ = (
        ("set", ctypes.c_uint64),
        ("clear", ctypes.c_uint64),
        ("propagation", ctypes.c_uint64),
        ("user_namespace", ctypes.c_uint64),
    )


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    """Mount a file system of some kind, or with ``BIND`` what already stands elsewhere."""
    words = (os.fsencode(one) for one in (source, target, kind))
    done = _LIBRARY.mount(*words, ctypes.c_ulong(flags), os.fsencode(options))
    _check(done, f"mount {kind or source} on {target}")


def restrict(target: str, attributes: int, *, whole_tree: bool = False) -> None:
    """Take from a mount what it allows: ``READ_ONLY``, ``NO_DEVICES`` and their like."""
    asked = _Attributes(set=attributes)
    done = _LIBRARY.syscall(
        ctypes.c_long(_MOUNT_SETATTR),
        ctypes.c_int(_HERE),
        ctypes.c_char_p(os.fsencode(target)),
        ctypes.c_uint(_WHOLE_TREE if whole_tree else 0),
        ctypes.byref(asked),
        ctypes.c_size_t(ctypes.sizeof(asked)),
    )
    _check(done, f"restrict the mount on {target}")


def enter_root(root: str) -> None:
    """Make a mount the root of this process, and let go of the one before."""
    os.chdir(root)
    _check(_LIBRARY.pivot_root(b".", b"."), "change the root")
    _check(_LIBRARY.umount2(b".", ctypes.c_int(_DETACH)), "let go of the root before")
    os.chdir("/")


def unmount(target: str) -> None:
    """Take a mount away, whoever still uses it."""
    _check(_LIBRARY.umount2(os.fsencode(target), ctypes.c_int(_DETACH)), f"unmount {target}")


def part(*names: str) -> None:
    """Give this process namespaces of its own, by the names in ``NEW_NAMESPACES``."""
    flags = sum(NEW_NAMESPACES[name] for name in names)
    _check(_LIBRARY.unshare(ctypes.c_int(flags)), f"make a namespace ({', '.join(names)})")


def allow_dump() -> None:
    """Let this process write what is its own in ``/proc`` again, after a change of user."""
    control(_SET_DUMPABLE, 1)


def drop_capabilities(last: int) -> None:
    """See to it that no program that this process becomes has any capability.

    Args:
        last: the highest number of a capability that the kernel knows.
    """
    control(_AMBIENT, _CLEAR_AMBIENT)
    for number in range(last + 1):
        control(_DROP_FROM_BOUND, number)


def gain_nothing_anymore() -> None:
    """See to it that no program that this process becomes has more rights than it has."""
    control(_NO_NEW_PRIVILEGES, 1)


def control(option: int, *values: Any) -> None:
    """Call ``prctl``; numbers are passed as the long ones that it takes."""
    given = [ctypes.c_ulong(one) if isinstance(one, int) else one for one in values]
    given += [ctypes.c_ulong(0)] * (4 - len(given))
    _check(_LIBRARY.prctl(ctypes.c_int(option), *given), f"prctl {option}")


def _check(done: int, what: str) -> None:
    if done == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
