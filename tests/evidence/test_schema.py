"""The published schema: strict, valid itself, and followed by every record."""

from __future__ import annotations

import builtins
import json
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from datausage.evidence import checks
from datausage.evidence import record as shape
from datausage.evidence.schema import Schema, schema, violation
from datausage.evidence.written import written

from .building import FAILING, HOSTILE, hostile, record
from .test_plain import CHANGES


def _objects(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [found for item in node for found in _objects(item)]
    if not isinstance(node, dict):
        return []
    inner = [found for item in node.values() for found in _objects(item)]
    return [node, *inner] if "properties" in node and node.get("type") == "object" else inner


def test_the_schema_is_one_of_its_draft() -> None:
    Draft202012Validator.check_schema(schema())


def test_no_object_may_have_other_keys() -> None:
    found = _objects(schema())
    assert len(found) > 15
    assert all(one["additionalProperties"] is False for one in found)


def test_schema_and_types_have_the_same_keys_in_the_same_order() -> None:
    known = [list(one["properties"]) for one in _objects(schema())]
    for kind in {**vars(shape), **vars(checks)}.values():
        if is_dataclass(kind):
            keys = [str(one.metadata.get("key", one.name)) for one in fields(kind)]
            assert keys in known, kind


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_records_follow_the_schema_whatever_a_target_says(text: str) -> None:
    assert violation(written(hostile(text))) == ""


def test_records_follow_the_schema_from_the_beginning_of_a_run() -> None:
    assert violation(written(record(FAILING, exit_code=1))) == ""
    assert violation(written(record(complete=False))) == ""


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_is_refused_when_read_does_not_follow_the_schema(change: Any) -> None:
    plain = json.loads(written(record()))
    change(plain)
    assert str(violation(json.dumps(plain).encode())).startswith("at $")


def test_without_the_library_the_schema_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("jsonschema"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    assert violation(written(record())) is Schema.MISSING
