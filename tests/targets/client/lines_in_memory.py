"""Lines without a network: what has been sent already, and what is said to it."""

from __future__ import annotations

from datausage.targets.client.observer.lines import Line


class Sent(Line):
    """A line over which all of this comes, in pieces of so many bytes."""

    def __init__(self, data: bytes, piece: int = 1_000) -> None:
        super().__init__()
        self._data = data
        self._piece = piece
        self.said = b""

    async def _receive(self) -> bytes:
        piece, self._data = self._data[: self._piece], self._data[self._piece :]
        return piece

    async def write(self, data: bytes) -> None:
        self.said += data

    async def close(self) -> None:
        pass
