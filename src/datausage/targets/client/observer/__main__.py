"""Runs the observer: ``python -m datausage.targets.client.observer RUNDIR``."""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import json
import os
import resource
import secrets
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from datausage.targets.client.observer import resolver as resolving
from datausage.targets.client.observer.authority import Authority
from datausage.targets.client.observer.connections import Connections
from datausage.targets.client.observer.exchanges import Exchanges
from datausage.targets.client.observer.hosts import Hosts
from datausage.targets.client.observer.log import Log
from datausage.targets.client.observer.model import Model
from datausage.targets.client.observer.names import Names
from datausage.targets.client.observer.planting import Planting
from datausage.targets.client.observer.ports import NEEDED, USUAL, Ports
from datausage.targets.client.observer.processes import Processes
from datausage.targets.client.observer.tap import Packet, Tap

if TYPE_CHECKING:
    from collections.abc import Sequence

NOT_SEALED, NOT_STARTED, NOT_WHOLE = 97, 98, 1
_QUIET: Final = 0.03
_LONGEST_QUIET: Final = 8.0
_LOCAL_RESOLVERS: Final = frozenset({"127.0.0.1", "127.0.0.53", "::1"})


@dataclass(slots=True)
class Observer:
    """All that listens, put together."""

    log: Log
    names: Names
    processes: Processes
    connections: Connections
    ports: Ports
    tap: Tap
    told: set[asyncio.Task[None]]


def _built(folder: Path) -> Observer:
    scene = json.loads((folder / "scene.json").read_text("utf-8"))
    now = dt.datetime.now(dt.UTC)
    authority = Authority(now)
    trusted = authority if scene.get("trusted", True) else Authority(now)
    (folder / "ca.pem").write_bytes(trusted.pem)
    log, names, processes = Log(folder / "net.jsonl"), Names(), Processes()
    resolver = resolving.Resolver(log, names)
    model = Model(_text(scene, "prompt"), scene.get("answers") or [], secrets.token_hex(6))
    planting = Planting(folder, fails=bool(scene.get("fails")))
    exchanges = Exchanges(log, Hosts(model), planting)
    connections = Connections(log, names, resolver, authority, processes, exchanges)
    ports = Ports(log, connections.serve)
    told: set[asyncio.Task[None]] = set()
    tap = Tap(lambda packet: _on_packet(packet, observer))
    observer = Observer(log, names, processes, connections, ports, tap, told)
    for port in NEEDED:
        ports.open(port)
    for port in USUAL:
        ports.come_to(port)
    resolving.listen(resolver, log)
    return observer


def _text(scene: dict[str, Any], key: str) -> str:
    return str(scene.get(key, ""))


def _on_packet(packet: Packet, observer: Observer) -> None:
    if packet.kind == "udp" and (
        packet.source_port == 53 or (packet.port == 53 and packet.address in _LOCAL_RESOLVERS)
    ):
        return
    if packet.kind == "tcp" and not ipaddress.ip_address(packet.address).is_loopback:
        observer.ports.come_to(packet.port)
    task = asyncio.create_task(_tell(packet, observer))
    observer.told.add(task)
    task.add_done_callback(observer.told.discard)


async def _tell(packet: Packet, observer: Observer) -> None:
    end = (packet.source, packet.source_port)
    process = await observer.processes.behind(packet.kind, end)
    observer.log.line(
        packet.kind,
        address=packet.address,
        port=packet.port,
        name=observer.names.behind(packet.address),
        size=packet.size,
        process=process.name,
        above=list(process.above),
    )


async def _observe(folder: Path) -> int:
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, over.set)
    observer = _built(folder)
    (folder / "ready").touch()
    await over.wait()
    await _settle(observer)
    await observer.ports.end()
    observer.tap.end()
    await asyncio.gather(*observer.told, return_exceptions=True)
    if observer.tap.lost:
        observer.log.trouble("tap", f"{observer.tap.lost} packets were lost")
    whole = observer.log.end(packets=observer.tap.packets, lost=observer.tap.lost)
    return 0 if whole else NOT_WHOLE


async def _settle(observer: Observer) -> None:
    """Wait until nothing more comes: what was sent before its sender ended is there to be heard."""
    loop = asyncio.get_running_loop()
    until, before = loop.time() + _LONGEST_QUIET, (-1, -1, -1)
    meter, ports = observer.connections.meter, observer.ports
    while loop.time() < until:
        now = (meter.bytes, ports.accepted, observer.tap.packets)
        if now == before and meter.waiting == len(ports.serving):
            return
        before = now
        await asyncio.sleep(_QUIET)
    observer.log.trouble("end", f"something still came after {_LONGEST_QUIET:g} seconds")


def _main(words: Sequence[str]) -> int:
    if len(words) != 1:
        return _say("the folder of the run is expected, and nothing else", NOT_STARTED)
    beside = [name for _, name in socket.if_nameindex() if name != "lo"]
    if beside:
        return _say(f"this network is not sealed: it has {', '.join(beside)}", NOT_SEALED)
    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    try:
        return asyncio.run(_observe(Path(words[0])))
    except (OSError, ValueError) as error:
        return _say(f"{type(error).__name__}: {error}", NOT_STARTED)


def _say(line: str, code: int) -> int:
    os.write(2, f"observer: {line}\n".encode())
    return code


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
