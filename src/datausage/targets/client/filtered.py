"""The calls of the kernel that the client may not make, as a filter for them.

A network of its own does not hold everything: sockets to the machine that hosts this one
(``AF_VSOCK``) know no networks, and rings of calls (``io_uring``) pass by any filter for sockets.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from typing import Final

from datausage.targets.client import kernel

_SET_SECCOMP, _FILTER = 22, 2

# Instructions of the classic packet filter, of four fields: code, jumps if true and false, operand.
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16

_ALLOW: Final = 0x7FFF_0000
_FAIL: Final = 0x0005_0000

_FAMILIES: Final = (1, 2, 10, 16)
"""Unix, IPv4, IPv6, and netlink, by which programs list the interfaces of their own network."""

_X86, _ARM = "x86_64", "aarch64"
_MACHINES: Final = {_X86: 0xC000_003E, _ARM: 0xC000_00B7}
_OTHER_NUMBERS: Final = 0x4000_0000
"""From here on the numbers on x86-64 mean the same calls once more, in another shape."""

_FORBIDDEN: Final = {
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "unshare": (272, 97),
    "setns": (308, 268),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "open_by_handle_at": (304, 265),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "mount_setattr": (442, 442),
}
_ABSENT: Final = {"io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427}
"""Programs do without these where the kernel seems not to have them."""
_SOCKET: Final = (41, 198)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def known(machine: str | None = None) -> bool:
    """Say whether there is a filter for this kind of machine."""
    return (machine or os.uname().machine) in _MACHINES


def filter_calls() -> None:
    """Forbid the calls to this process and to all that it starts, for good."""
    instructions = _instructions(os.uname().machine)
    program = _Program(len(instructions) // 8, instructions)
    kernel.control(_SET_SECCOMP, _FILTER, ctypes.byref(program))


def _instructions(machine: str) -> bytes:
    column = (_X86, _ARM).index(machine)
    lines = [
        (_LOAD, 0, 0, _MACHINE),
        (_IF_EQUAL, 1, 0, _MACHINES[machine]),
        _fail(errno.EPERM),
        (_LOAD, 0, 0, _NUMBER),
    ]
    if machine == _X86:
        lines += [(_IF_AT_LEAST, 0, 1, _OTHER_NUMBERS), _fail(errno.EPERM)]
    for numbers in _FORBIDDEN.values():
        lines += [(_IF_EQUAL, 0, 1, numbers[column]), _fail(errno.EPERM)]
    for number in _ABSENT.values():
        lines += [(_IF_EQUAL, 0, 1, number), _fail(errno.ENOSYS)]
    lines += [
        (_IF_EQUAL, 1, 0, _SOCKET[column]),
        (_RETURN, 0, 0, _ALLOW),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
    ]
    for family in _FAMILIES:
        lines += [(_IF_EQUAL, 0, 1, family), (_RETURN, 0, 0, _ALLOW)]
    lines.append(_fail(errno.EAFNOSUPPORT))
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def _fail(number: int) -> tuple[int, int, int, int]:
    return (_RETURN, 0, 0, _FAIL | number)
