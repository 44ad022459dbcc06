"""Connections: whatever port they come to, and whether with TLS, through a proxy, or as noise."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from datausage.targets.client.observer.lines import Line, Meter, Secured, Wire
from datausage.targets.client.observer.names import plain
from datausage.targets.client.observer.places import DEEPEST, Place

if TYPE_CHECKING:
    import socket
    import ssl

    from datausage.targets.client.observer.authority import Authority
    from datausage.targets.client.observer.exchanges import Exchanges
    from datausage.targets.client.observer.log import Log
    from datausage.targets.client.observer.names import Names
    from datausage.targets.client.observer.processes import Processes
    from datausage.targets.client.observer.resolver import Resolver

_TLS_HANDSHAKE: Final = 0x16
_NAMES: Final = 53


@dataclass(slots=True)
class Connections:
    """Serves every connection, and has written down what came over it."""

    log: Log
    names: Names
    resolver: Resolver
    authority: Authority
    processes: Processes
    exchanges: Exchanges
    meter: Meter = field(default_factory=Meter)
    _heard: WeakKeyDictionary[ssl.SSLObject, str] = field(default_factory=WeakKeyDictionary)

    async def serve(self, one: socket.socket) -> None:
        """Serve an accepted connection until its end; whatever goes wrong is written down."""
        line = Wire(one, self.meter)
        try:
            address, port = one.getsockname()[:2]
            source, source_port = one.getpeername()[:2]
            end = (plain(source), source_port)
            address = plain(address)
            process = await self.processes.behind("tcp", end)
            host = self.names.behind(address) or address
            await self._converse(line, Place("plain", address, host, port, process))
            self.processes.forget("tcp", end)
        except OSError:
            # The other side went away, or says nothing any more: nothing is wrong here.
            pass
        except Exception as error:  # noqa: BLE001 - it must not end the observer
            self.log.trouble("connection", error)
        finally:
            await line.close()

    async def _converse(self, line: Line, place: Place) -> None:
        """Find out what is spoken, and speak it, until there is nothing more to say."""
        if place.port == _NAMES and place.way == "plain":
            await self.resolver.converse(line)
            return
        there: Place | None = place
        while there is not None:
            async with asyncio.timeout(self.exchanges.patience.idle):
                first = await line.peek(1)
            if not first or there.deep > DEEPEST:
                return
            if first[0] == _TLS_HANDSHAKE:
                await self._secure(line, there)
                return
            there = await self.exchanges.one(line, there)
            await asyncio.sleep(0)

    async def _secure(self, below: Line, place: Place) -> None:
        line = Secured(below, self._unnamed(place))
        try:
            async with asyncio.timeout(self.exchanges.patience.head):
                await line.handshake()
        except (OSError, ValueError):
            await self._broken(line, below, place)
            return
        self._hello(line, place)
        try:
            await self._converse(line, place.inside("proxy" if place.way == "proxy" else "tls"))
        finally:
            # Some look at the certificate only after the handshake, and then say nothing.
            if not line.received:
                self._refused(line, place, "silence")
            with suppress(OSError):
                await line.close()

    async def _broken(self, line: Secured, below: Line, place: Place) -> None:
        if line.tls not in self._heard:
            # Only its first byte was like TLS.
            await self.exchanges.noise(bytes(line.began), below, place)
            return
        self._hello(line, place)
        self._refused(line, place, "handshake")

    def _hello(self, line: Secured, place: Place) -> None:
        self.log.line("hello", name=self._name(line, place), **place.told())

    def _refused(self, line: Secured, place: Place, how: str) -> None:
        self.log.line("refused", name=self._name(line, place), how=how, **place.told())

    def _name(self, line: Secured, place: Place) -> str:
        return self._heard.get(line.tls) or place.host

    def _unnamed(self, place: Place) -> ssl.SSLContext:
        """Return what speaks for the place, until a name is heard."""
        context = self._speaking_for(*sorted({place.address, place.host}))
        context.sni_callback = self._on_name
        return context

    def _on_name(self, tls: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
        self._heard[tls] = (name or "").lower()[:255]
        if name:
            tls.context = self._speaking_for(name.lower())

    def _speaking_for(self, *names: str) -> ssl.SSLContext:
        try:
            return self.authority.context(*names)
        except ValueError:
            # Nobody can vouch for such a name; whoever asks for it may go on without.
            return self.authority.context()
