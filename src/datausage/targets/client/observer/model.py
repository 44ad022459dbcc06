"""The stub of the model: walks the scene's answers by the turns of the main conversation."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_ASIDE: Final[Mapping[str, Any]] = {"text": "ok"}
_PIECE: Final = 200
_USAGE: Final = {
    "input_tokens": 10,
    "output_tokens": 5,
    "cache_creation_input_tokens": 0,
    "cache_read_input_tokens": 0,
}


@dataclass(frozen=True, slots=True)
class Message:
    """What the model says, whole and as the events of a stream."""

    whole: Mapping[str, Any]
    events: Sequence[Mapping[str, Any]]


class Model:
    """Answers requests of the Messages API, in whatever form they reach it."""

    def __init__(self, prompt: str, answers: Sequence[Mapping[str, Any]], mark: str = "") -> None:
        """Say by which words the main conversation is known, and what is answered in it.

        The mark tells what this one has said from what another has said in the same conversation.
        """
        self._prompt = prompt
        self._mark = mark
        self._answers = answers or [_ASIDE]
        self._said = 0

    def is_main(self, asked: Mapping[str, Any]) -> bool:
        """Whether a request belongs to the main conversation, not to a helper or a sub-agent."""
        return bool(asked.get("tools")) and self._prompt in _first_words(asked)

    def answer(self, asked: Mapping[str, Any]) -> Message:
        """Return the answer to a request: its conversation says how far it has come."""
        answer = _ASIDE
        if self.is_main(asked):
            turns = sum(one.get("role") == "assistant" for one in _messages(asked))
            answer = self._answers[min(turns, len(self._answers) - 1)]
        self._said += 1
        model = asked.get("model")
        number = f"{self._mark}{self._said:012d}"
        return _message(answer, model if isinstance(model, str) else "claude-stub", number)


def _messages(asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = asked.get("messages")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _first_words(asked: Mapping[str, Any]) -> str:
    """Return what the user has said first, reminders that clients put beside it included."""
    for one in _messages(asked):
        if one.get("role") == "user":
            content = one.get("content")
            parts = content if isinstance(content, list) else [{"text": content}]
            return "\n".join(
                part["text"]
                for part in parts
                if isinstance(part, dict) and isinstance(part.get("text"), str)
            )
    return ""


def _message(answer: Mapping[str, Any], model: str, number: str) -> Message:
    block: dict[str, Any]
    if "tool" in answer:
        given = answer.get("input", {})
        block = {"type": "tool_use", "id": f"toolu_{number}", "name": answer["tool"]}
        whole, empty = {**block, "input": given}, {**block, "input": {}}
        pieces = [
            {"type": "input_json_delta", "partial_json": piece}
            for piece in _pieces(json.dumps(given))
        ]
        stop = "tool_use"
    else:
        text = str(answer.get("text", ""))
        whole, empty = {"type": "text", "text": text}, {"type": "text", "text": ""}
        pieces = [{"type": "text_delta", "text": piece} for piece in _pieces(text)]
        stop = "end_turn"
    said = {
        "id": f"msg_{number}",
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": [whole],
        "stop_reason": stop,
        "stop_sequence": None,
        "usage": _USAGE,
    }
    begun = {**said, "content": [], "stop_reason": None}
    ended = {"stop_reason": stop, "stop_sequence": None}
    return Message(
        said,
        [
            {"type": "message_start", "message": begun},
            {"type": "content_block_start", "index": 0, "content_block": empty},
            *({"type": "content_block_delta", "index": 0, "delta": piece} for piece in pieces),
            {"type": "content_block_stop", "index": 0},
            {"type": "message_delta", "delta": ended, "usage": {"output_tokens": 5}},
            {"type": "message_stop"},
        ],
    )


def _pieces(text: str) -> Iterator[str]:
    for at in range(0, len(text), _PIECE):
        yield text[at : at + _PIECE]
