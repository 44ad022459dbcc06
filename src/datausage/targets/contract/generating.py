"""The documents of the contract, made from the types of situations and answers."""

from __future__ import annotations

import inspect
import json
from typing import TYPE_CHECKING, Any, Final

from datausage.targets import protocols
from datausage.targets.contract.types import Schemas, hints

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

VERSION: Final = 1
"""Changes where a target of the version before would misunderstand, or be misunderstood."""

_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
_NUMBER: Final = {"type": "integer", "minimum": 0}
_TEXT: Final = {"type": "string"}
_EVENT: Final = {
    "type": "object",
    "properties": {"event": _TEXT},
    "required": ["event"],
    "additionalProperties": True,
}
"""An event of a trace may hold more than is read."""
_SETTINGS: Final = {
    "type": "object",
    "properties": {"env": {"type": "object"}},
    "additionalProperties": True,
}


def _methods() -> dict[str, Callable[..., Any]]:
    kinds = [kind for kind in vars(protocols).values() if inspect.isclass(kind)]
    return {
        name: method
        for kind in kinds
        if kind.__module__ == protocols.__name__
        for name, method in vars(kind).items()
        if inspect.isfunction(method) and not name.startswith("_")
    }


_METHODS: Final = _methods()
NAMES: Final = ("describe", *sorted(_METHODS))
"""The documents: one for the handshake, and one for each question."""


def document(name: str) -> dict[str, Any]:
    """Return the schema of everything that is said about one question; raise KeyError for none."""
    schemas = Schemas()
    situation, answer = _handshake() if name == "describe" else _asked(_METHODS[name], schemas)
    defs = {
        "request": _closed(
            {"id": _NUMBER, "question": {"const": name}, "situation": _ref("situation")}
        ),
        "response": {
            "oneOf": [
                _closed({"id": _NUMBER, "answer": _ref("answer")}),
                _closed({"id": _NUMBER, "error": _TEXT}),
            ]
        },
        "situation": situation,
        "answer": answer,
        **dict(sorted(schemas.named.items())),
    }
    return {
        "$schema": _DRAFT,
        "$id": f"urn:datausage:contract:{VERSION}:{name}",
        "title": f"{name}, contract {VERSION}: one line in either direction",
        "oneOf": [_ref("request"), _ref("response")],
        "$defs": defs,
    }


def bundle(documents: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return documents as one, which any line of the contract fits."""
    return {
        "$schema": _DRAFT,
        "$id": f"urn:datausage:contract:{VERSION}",
        "title": f"contract {VERSION}: one line in either direction",
        "anyOf": [{"$ref": document["$id"]} for document in documents.values()],
        "$defs": dict(documents),
    }


def written(name: str) -> str:
    """Return a document as the text of its file."""
    return json.dumps(document(name), indent=2) + "\n"


def _asked(method: Callable[..., Any], schemas: Schemas) -> tuple[dict[str, Any], dict[str, Any]]:
    types = hints(method)
    answer = {"description": inspect.getdoc(method), **schemas.of(types.pop("return"))}
    if method.__name__ == "cloud_session":
        answer["items"] = _EVENT
    if method.__name__ == "environment":
        answer["properties"]["settings"] = _SETTINGS
    return _closed({name: schemas.of(kind) for name, kind in types.items()}), answer


def _handshake() -> tuple[dict[str, Any], dict[str, Any]]:
    contract = {"const": VERSION}
    answer = _closed(
        {
            "contract": contract,
            "questions": {"type": "array", "items": _TEXT, "minItems": 1, "uniqueItems": True},
            "name": _TEXT,
            "version": _TEXT,
            "edition": _TEXT,
            "readings": {"type": "object", "additionalProperties": _TEXT},
        }
    )
    answer["required"] = ["contract", "questions"]
    return _closed({"contract": contract}), answer


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}
