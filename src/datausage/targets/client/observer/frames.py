"""Events as services send them: as server-sent events, and in the frames of AWS's event stream."""

from __future__ import annotations

import base64
import binascii
import json
import struct
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_HEADERS: Final = {
    ":event-type": "chunk",
    ":content-type": "application/json",
    ":message-type": "event",
}
_TEXT: Final = 7
"""The type of a header that holds text."""


def server_sent(events: Iterable[Mapping[str, Any]]) -> bytes:
    """Return events as ``text/event-stream``."""
    return b"".join(
        f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode() for event in events
    )


def event_stream(events: Iterable[Mapping[str, Any]]) -> bytes:
    """Return events as ``application/vnd.amazon.eventstream``, in the form of Bedrock."""
    return b"".join(
        _frame(json.dumps({"bytes": base64.b64encode(json.dumps(event).encode()).decode()}))
        for event in events
    )


def _frame(payload: str) -> bytes:
    headers = b"".join(
        bytes([len(name)])
        + name.encode()
        + bytes([_TEXT])
        + struct.pack(">H", len(value))
        + value.encode()
        for name, value in _HEADERS.items()
    )
    data = payload.encode()
    # Two lengths and a sum of them, headers, payload, and a sum of all.
    begun = struct.pack(">II", 16 + len(headers) + len(data), len(headers))
    begun += struct.pack(">I", binascii.crc32(begun))
    message = begun + headers + data
    return message + struct.pack(">I", binascii.crc32(message))
