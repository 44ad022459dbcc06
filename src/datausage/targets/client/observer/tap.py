"""The tap: sees the first packet of everything, whatever port and address it goes to."""

from __future__ import annotations

import asyncio
import ctypes
import ipaddress
import socket
import struct
from typing import TYPE_CHECKING, Final, NamedTuple

from datausage.targets.client.observer.buffers import widen

if TYPE_CHECKING:
    from collections.abc import Callable

_ALL: Final = 0x0003
_V4, _V6 = 0x0800, 0x86DD
_TCP, _UDP, _ICMP, _ICMP6 = 6, 17, 1, 58
_SYN_ACK, _SYN = 0x12, 0x02
_OUTGOING: Final = 4
_SNAP: Final = 160
_BUFFER: Final = 16_000_000
_SO_ATTACH_FILTER: Final = 26
_PACKET_STATISTICS: Final = 6
_SOL_PACKET: Final = 263
_MOST_SEEN: Final = 20_000
# What the system itself says where nobody listens, and in search of neighbours and routers.
_SYSTEM_ICMP: Final = {_ICMP: frozenset({0, 3}), _ICMP6: frozenset({1, 129, *range(130, 138), 143})}

# Classic BPF: (code, jump if true, jump if false, value). TCP counts only where a connection
# begins: whole segments would fill the buffer, and packets be lost.
_LOAD_HALF, _LOAD_BYTE, _LOAD_BYTE_X, _LENGTH_TO_X = 0x28, 0x30, 0x50, 0xB1
_JUMP, _EQUAL, _AND, _RETURN = 0x05, 0x15, 0x54, 0x06
_PROGRAM: Final = (
    (_LOAD_HALF, 0, 0, 12),
    (_EQUAL, 0, 5, _V4),
    (_LOAD_BYTE, 0, 0, 23),
    (_EQUAL, 0, 10, _TCP),
    (_LENGTH_TO_X, 0, 0, 14),
    (_LOAD_BYTE_X, 0, 0, 14 + 13),
    (_JUMP, 0, 0, 4),
    (_EQUAL, 0, 6, _V6),
    (_LOAD_BYTE, 0, 0, 20),
    (_EQUAL, 0, 4, _TCP),
    (_LOAD_BYTE, 0, 0, 14 + 40 + 13),
    (_AND, 0, 0, _SYN_ACK),
    (_EQUAL, 1, 0, _SYN),
    (_RETURN, 0, 0, 0),
    (_RETURN, 0, 0, _SNAP),
)


class Packet(NamedTuple):
    """A first packet; the ports of what has none are the number of its protocol."""

    kind: str
    source: str
    source_port: int
    address: str
    port: int
    size: int


def parse(data: bytes) -> Packet | None:
    """Return what a frame says, or None where nobody has sent it on purpose."""
    try:
        (kind,) = struct.unpack_from(">H", data, 12)
        if kind == _V4:
            at, protocol, size = 14 + (data[14] & 15) * 4, data[23], int.from_bytes(data[16:18])
            source, address = ipaddress.ip_address(data[26:30]), ipaddress.ip_address(data[30:34])
            if int.from_bytes(data[20:22]) & 0x1FFF:
                return None
        elif kind == _V6:
            at, protocol, size = 54, data[20], int.from_bytes(data[18:20]) + 40
            source, address = ipaddress.ip_address(data[22:38]), ipaddress.ip_address(data[38:54])
        else:
            return None
        if protocol in (_TCP, _UDP):
            source_port, port = struct.unpack_from(">HH", data, at)
            name = "tcp" if protocol == _TCP else "udp"
            return Packet(name, str(source), source_port, str(address), port, size)
        if data[at] in _SYSTEM_ICMP.get(protocol, ()):
            return None
    except (IndexError, ValueError, struct.error):
        return None
    return Packet("ip", str(source), protocol, str(address), protocol, size)


class Tap:
    """Packets on the loopback interface; tells of each conversation once."""

    def __init__(self, tell: Callable[[Packet], None]) -> None:
        """Begin to listen.

        Raises:
            OSError: packets cannot be seen here.
        """
        self._tell = tell
        self._seen: dict[Packet, None] = {}
        self.packets = 0
        self.lost = 0
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW | socket.SOCK_NONBLOCK, 0)
        self._filter()
        widen(self._socket, _BUFFER)
        self._socket.bind(("lo", _ALL))
        asyncio.get_running_loop().add_reader(self._socket, self.read)

    def _filter(self) -> None:
        code = b"".join(struct.pack("HBBI", *one) for one in _PROGRAM)
        kept = ctypes.create_string_buffer(code)
        # struct sock_fprog: how many, and where they are.
        program = struct.pack("HL", len(_PROGRAM), ctypes.addressof(kept))
        self._socket.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, program)

    def read(self) -> None:
        """Take in all that has come."""
        for _ in range(1_000):
            try:
                data, sender = self._socket.recvfrom(_SNAP)
            except BlockingIOError:
                return
            except OSError:
                self.lost += 1
                return
            # Each packet passes twice: as it leaves, and as it arrives.
            if sender[2] == _OUTGOING:
                continue
            self.packets += 1
            packet = parse(data)
            if packet is not None:
                self._once(packet)

    def _once(self, packet: Packet) -> None:
        key = packet._replace(size=0)
        if key in self._seen:
            return
        self._seen[key] = None
        if len(self._seen) > _MOST_SEEN:
            del self._seen[next(iter(self._seen))]
        self._tell(packet)

    def end(self) -> None:
        """Take in what is left, and count what was lost."""
        self.read()
        asyncio.get_running_loop().remove_reader(self._socket)
        counted = self._socket.getsockopt(_SOL_PACKET, _PACKET_STATISTICS, 8)
        self.lost += struct.unpack("II", counted)[1]
        self._socket.close()
