"""Bodies as they were before they were packed, never more than so many bytes of them."""

from __future__ import annotations

import importlib
import zlib
from dataclasses import dataclass
from typing import Any, Final

_MOST: Final = 8_000_000
_MOST_LAYERS: Final = 3


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A body; ``cut`` where it goes on, ``fault`` says why it stands there as it came."""

    data: bytes
    cut: bool = False
    fault: str = ""


def unpack(data: bytes, encodings: str) -> Unpacked:
    """Undo the encodings that the header names, or gzip where the body looks like it."""
    names = [one.strip().lower() for one in encodings.split(",") if one.strip()]
    if not names and data.startswith(b"\x1f\x8b"):
        names = ["gzip"]
    if len(names) > _MOST_LAYERS:
        return Unpacked(data, fault=f"{len(names)} encodings, one in the other")
    unpacked = Unpacked(data[:_MOST], len(data) > _MOST)
    for name in reversed(names):
        try:
            unpacked = _undone(name, unpacked)
        except Exception as error:  # noqa: BLE001 - each library has errors of its own
            return Unpacked(unpacked.data, unpacked.cut, f"{name}: {error}"[:200])
    return unpacked


def _undone(name: str, packed: Unpacked) -> Unpacked:
    data = packed.data
    if name in {"identity", ""}:
        return packed
    if name in {"gzip", "x-gzip"}:
        out, whole = _inflated(data, 31)
    elif name == "deflate":
        try:
            out, whole = _inflated(data, 15)
        except zlib.error:
            # Some send it bare.
            out, whole = _inflated(data, -15)
    elif name == "br":
        out, whole = _brotli(data)
    elif name == "zstd":
        out, whole = _zstandard(data)
    else:
        raise ValueError("an encoding that is not known here")
    fault = "" if whole or len(out) >= _MOST or packed.cut else f"{name}: it ends in the middle"
    return Unpacked(out, packed.cut or len(out) >= _MOST, packed.fault or fault)


def _inflated(data: bytes, window: int) -> tuple[bytes, bool]:
    """Return all members that follow each other, and whether the last is whole."""
    out = bytearray()
    while data and len(out) < _MOST:
        one = zlib.decompressobj(window)
        out += one.decompress(data, _MOST - len(out))
        if not one.eof:
            return bytes(out), False
        data = one.unused_data if window == 31 else b""
    return bytes(out), True


def _brotli(data: bytes) -> tuple[bytes, bool]:
    brotli: Any = _library("brotli")
    one = brotli.Decompressor()
    out = bytearray()
    for at in range(0, len(data), 1_024):
        out += one.process(data[at : at + 1_024])
        if len(out) >= _MOST:
            break
    return bytes(out[:_MOST]), bool(one.is_finished())


def _zstandard(data: bytes) -> tuple[bytes, bool]:
    zstd: Any = _library("compression.zstd")
    one = zstd.ZstdDecompressor()
    return one.decompress(data, _MOST), bool(one.eof)


def _library(name: str) -> object:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise ValueError(f"{name} is not installed beside the observer") from None
