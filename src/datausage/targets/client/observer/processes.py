"""Processes: who holds the other end of a connection, while it is open."""

from __future__ import annotations

import asyncio
import ipaddress
import os
import re
import struct
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from datausage.targets.client.observer.names import plain

_TABLES: Final = {"tcp": ("tcp", "tcp6"), "udp": ("udp", "udp6", "udplite", "udplite6")}
_SOCKET: Final = re.compile(r"socket:\[(\d+)\]")
_SHARE: Final = 4
"""All sockets are looked through at most for one part in so many of the time."""
_LONGEST: Final = 0.2
_MOST_KNOWN: Final = 20_000


@dataclass(frozen=True, slots=True)
class Process:
    """A program that runs, by the name of its file, and the programs that it runs under.

    ``above`` begins with the one that started it; all are inside of the seal.
    """

    name: str = ""
    pid: int = 0
    above: tuple[str, ...] = ()


GONE: Final = Process()

_End = tuple[str, int]


class Processes:
    """Finds processes by the addresses that they send from."""

    def __init__(self, proc: Path = Path("/proc")) -> None:
        """Take the folder in which the system tells of processes."""
        self._proc = proc
        self._known: dict[tuple[str, _End], Process] = {}
        self._looking = asyncio.Lock()
        self._began = self._ended = self._cost = 0.0

    async def behind(self, kind: str, source: _End) -> Process:
        """Return who sends from this address and port over ``tcp`` or ``udp``."""
        asked = time.monotonic()
        async with self._looking:
            # One look answers everybody who has asked before it.
            if self._began < asked and self._found(kind, source) is None:
                rest = self._ended + self._cost * _SHARE - asked
                await asyncio.sleep(max(0.0, min(rest, _LONGEST)))
                self._look()
        return self._found(kind, source) or GONE

    def _found(self, kind: str, source: _End) -> Process | None:
        """Return who is known there; datagrams are often sent from no address in particular."""
        ends = (source, ("0.0.0.0", source[1]), ("::", source[1]))  # noqa: S104 - a look, no listening
        tried = ends if kind == "udp" else ends[:1]
        return next((found for end in tried if (found := self._known.get((kind, end)))), None)

    def forget(self, kind: str, source: _End) -> None:
        """Forget a connection that has ended: its port may be another's soon."""
        self._known.pop((kind, source), None)

    def _look(self) -> None:
        self._began, cost = time.monotonic(), time.process_time()
        holders = self._holders()
        for kind, tables in _TABLES.items():
            for table in tables:
                for source, inode in self._sockets(table):
                    pid = holders.get(inode)
                    key = (kind, source)
                    if pid is not None and key not in self._known:
                        self._known[key] = self._process(pid)
        while len(self._known) > _MOST_KNOWN:
            del self._known[next(iter(self._known))]
        # What others on the machine cost is not ours: nobody is to wait for that.
        self._ended, self._cost = time.monotonic(), time.process_time() - cost

    def _sockets(self, table: str) -> list[tuple[_End, str]]:
        try:
            rows = (self._proc / "net" / table).read_text("ascii").splitlines()[1:]
        except OSError:
            return []
        found = []
        for row in rows:
            cells = row.split()
            with suppress(IndexError, ValueError):
                found.append((_end(cells[1]), cells[9]))
        return found

    def _holders(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for entry in os.listdir(self._proc):  # noqa: PTH208 - many, and only their names
            if not entry.isdigit() or int(entry) == os.getpid():
                continue
            with suppress(OSError):
                folder = f"{self._proc}/{entry}/fd"
                for number in os.listdir(folder):  # noqa: PTH208 - as above
                    with suppress(OSError):
                        link = _SOCKET.fullmatch(os.readlink(f"{folder}/{number}"))  # noqa: PTH115 - many
                        if link:
                            # Where several hold it, the one that was started first.
                            found[link[1]] = min(int(entry), found.get(link[1], 1 << 30))
        return found

    def _process(self, pid: int) -> Process:
        outside = set(self._chain(os.getpid()))
        inside = [one for one in self._chain(pid) if one not in outside]
        # What starts the client is among our own users, the client and what it starts is not.
        ours = self._users(os.getpid())
        theirs = [one for one in inside if self._users(one) != ours]
        chain = theirs if inside[:1] == theirs[:1] else inside
        return Process(self._name(pid), pid, tuple(self._name(one) for one in chain[1:]))

    def _users(self, pid: int) -> str:
        with suppress(OSError):
            return str((self._proc / str(pid) / "ns" / "user").readlink())
        return ""

    def _chain(self, pid: int) -> list[int]:
        chain: list[int] = []
        while pid and len(chain) < 100:
            chain.append(pid)
            try:
                status = (self._proc / str(pid) / "stat").read_text("utf-8", "replace")
                pid = int(status.rpartition(")")[2].split()[1])
            except (OSError, ValueError, IndexError):
                break
        return chain

    def _name(self, pid: int) -> str:
        folder = self._proc / str(pid)
        with suppress(OSError):
            return (folder / "exe").readlink().name.removesuffix(" (deleted)")[:100]
        with suppress(OSError):
            return (folder / "comm").read_text("utf-8", "replace").strip()[:100]
        return ""


def _end(written: str) -> _End:
    """Read an address as the system writes it: words in the order of bytes of the machine."""
    address, port = written.split(":")
    words = struct.pack(
        f"={len(address) // 8}I",
        *(int(address[at : at + 8], 16) for at in range(0, len(address), 8)),
    )
    return plain(str(ipaddress.ip_address(words))), int(port, 16)
