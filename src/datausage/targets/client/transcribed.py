"""Transcripts of earlier sessions, as the client would have left them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from datausage.targets.client import places

if TYPE_CHECKING:
    from datausage.targets.client.scene import Transcript


def path(transcript: Transcript) -> str:
    """Return where a transcript lies, as the client sees it."""
    return f"{places.TRANSCRIPTS}/{transcript.session}.jsonl"


def written(transcript: Transcript, version: str, now: float) -> str:
    """Return a transcript as text: a question and an answer, each in a line.

    Args:
        transcript: how old it is.
        version: that of the client.
        now: seconds since 1970.
    """
    asked = str(uuid5(NAMESPACE_URL, f"{transcript.session}/asked"))
    answered = str(uuid5(NAMESPACE_URL, f"{transcript.session}/answered"))
    first: dict[str, Any] = {
        **_entry(transcript, version, now - transcript.begun),
        "parentUuid": None,
        "type": "user",
        "message": {"role": "user", "content": "What does this project do?"},
        "uuid": asked,
    }
    last: dict[str, Any] = {
        **_entry(transcript, version, now - transcript.touched),
        "parentUuid": asked,
        "type": "assistant",
        "message": {
            "id": f"msg_{answered.replace('-', '')[:24]}",
            "type": "message",
            "role": "assistant",
            "model": "claude-sonnet-4-5-20250929",
            "content": [{"type": "text", "text": "It is an example."}],
            "stop_reason": "end_turn",
            "stop_sequence": None,
            "usage": {"input_tokens": 10, "output_tokens": 5},
        },
        "uuid": answered,
    }
    return "".join(json.dumps(entry) + "\n" for entry in (first, last))


def _entry(transcript: Transcript, version: str, at: float) -> dict[str, Any]:
    moment = datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")
    return {
        "isSidechain": False,
        "userType": "external",
        "cwd": places.PROJECT,
        "sessionId": transcript.session,
        "version": version,
        "gitBranch": "",
        "timestamp": moment.replace("+00:00", "Z"),
    }
