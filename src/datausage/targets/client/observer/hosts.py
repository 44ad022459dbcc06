"""What hosts answer: the model in its three forms, services as their makers do, others little."""

from __future__ import annotations

import ipaddress
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from datausage.targets.client.observer.frames import event_stream, server_sent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.targets.client.observer.model import Model

_JSON: Final = "application/json"
_MODEL: Final = re.compile(
    r"/v1/messages$ | /invoke(-with-response-stream)?$ | :(stream)?rawPredict$",
    re.VERBOSE | re.IGNORECASE,
)
_KNOWN_API: Final = re.compile(
    r"^/api/(hello|event_logging|claude_cli_feedback|claude_code/(metrics|organizations)|eval/"
    r"|\d+/(envelope|store))"
)
_METADATA: Final = frozenset({"metadata.google.internal", "metadata"})


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: status, type of content, and content."""

    status: int
    content_type: str
    data: bytes


class Hosts:
    """All hosts of the world, as far as the client needs them."""

    def __init__(self, model: Model, configurations: Mapping[str, Any] | None = None) -> None:
        """Take the model behind every provider, and what the service of experiments configures."""
        self._model = model
        self._configurations = configurations or {}

    @staticmethod
    def is_model(method: str, path: str) -> bool:
        """Whether a request asks the model for an answer."""
        return method == "POST" and bool(_MODEL.search(path)) and "count-tokens" not in path

    def is_main(self, body: bytes) -> bool:
        """Whether a request to the model belongs to the main conversation."""
        return self._model.is_main(_object(body))

    def answer(self, host: str, method: str, path: str, body: bytes) -> Answer:
        """Return the response to a request; ``path`` is without its query."""
        if self.is_model(method, path):
            return self._modelled(path, _object(body))
        # Newer clients ask again for seconds where something unknown gets an empty object.
        if (path.startswith("/api/") and not _KNOWN_API.match(path)) or _is_machine_service(host):
            return missing()
        if path.endswith("/v1/initialize"):
            return _json(200, {**_STATSIG, "dynamic_configs": self._configurations})
        for shape, status, said in _SERVICES:
            if shape.search(path):
                return _json(status, said)
        return _json(200, {})

    def _modelled(self, path: str, asked: dict[str, Any]) -> Answer:
        message = self._model.answer(asked)
        if path.endswith("/invoke-with-response-stream"):
            data = event_stream(message.events)
            return Answer(200, "application/vnd.amazon.eventstream", data)
        if asked.get("stream") or path.endswith(":streamRawPredict"):
            return Answer(200, "text/event-stream", server_sent(message.events))
        return _json(200, message.whole)


_STATSIG: Final = {
    "feature_gates": {},
    "dynamic_configs": {},
    "layer_configs": {},
    "has_updates": True,
    "time": 1_760_000_000_000,
    "hash_used": "djb2",
    "sdkParams": {},
    "param_stores": {},
}
"""No gate is open: what the service says to someone it does not know."""

_SERVICES: Final[tuple[tuple[re.Pattern[str], int, dict[str, Any]], ...]] = (
    (re.compile(r"/count_tokens$|count-tokens"), 200, {"input_tokens": 10}),
    (re.compile(r"/v1/rgstr$|/log_event$"), 202, {"success": True}),
    (re.compile(r"/envelope/$"), 200, {"id": "0" * 32}),
    (re.compile(r"^/api/claude_cli_feedback$"), 200, {"feedback_id": "00000000-stub"}),
    (re.compile(r"^/api/eval/"), 200, {"features": {}}),
)


def missing() -> Answer:
    """Return what is said of a path that does not exist."""
    error = {"type": "not_found_error", "message": "there is nothing here"}
    return _json(404, {"type": "error", "error": error})


def _is_machine_service(host: str) -> bool:
    """Whether a machine in a cloud would find something about itself there: this is none."""
    if host in _METADATA:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_link_local
    except ValueError:
        return False


def _json(status: int, said: object) -> Answer:
    return Answer(status, _JSON, json.dumps(said).encode())


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
