"""The archive follows the schema of its format, whatever was requested."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft6Validator
from referencing import Registry, Resource

from datausage.evidence.har import har

from .building import HOSTILE
from .seen import BEGUN, request, run

SCHEMA = Path(__file__).with_name("har_schema")


@cache
def _validator() -> Draft6Validator:
    documents = [json.loads(file.read_text("utf-8")) for file in SCHEMA.glob("*.json")]
    known = [(one["$id"].rstrip("#"), Resource.from_contents(one)) for one in documents]
    (whole,) = (one for one in documents if one["$id"] == "har.json#")
    registry: Registry[Any] = Registry().with_resources(known)
    checker = Draft6Validator.FORMAT_CHECKER
    return Draft6Validator(whole, registry=registry, format_checker=checker)


def _made(*requests: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(har([run(requests=requests)], BEGUN, "0.1.0"))
    _validator().validate(found)
    return found


def test_the_schema_refuses_what_is_no_archive() -> None:
    document = _made(request())
    del document["log"]["entries"][0]["request"]["url"]
    assert not _validator().is_valid(document)
    document = _made(request())
    document["log"]["entries"][0]["startedDateTime"] = "soon"
    assert not _validator().is_valid(document)


def test_an_archive_without_runs_is_one() -> None:
    document = json.loads(har([], BEGUN, "0.1.0"))
    _validator().validate(document)
    assert document["log"]["entries"] == []


def test_a_request_is_told_with_its_run_its_time_and_what_it_belongs_to() -> None:
    document = _made(request(at=1.5))
    (page,), (entry,) = document["log"]["pages"], document["log"]["entries"]
    assert entry["pageref"] == page["id"] == run().name
    assert entry["startedDateTime"] == "2025-11-22T10:00:01.500000+00:00"
    assert entry["request"]["url"] == "https://statsig.anthropic.com/v1/rgstr?k=v"
    assert entry["request"]["queryString"] == [{"name": "k", "value": "v"}]
    assert entry["request"]["postData"]["text"] == "{}"
    assert entry["response"]["status"] == 200
    assert entry["comment"] == "metrics; tls, by node"


ADDRESSES = {
    "in the clear": (request(way="plain", port=80), "http://statsig.anthropic.com/v1/rgstr?k=v"),
    "another port": (request(port=8443, path="/"), "https://statsig.anthropic.com:8443/"),
    "to a proxy": (
        request("example.com:443", method="CONNECT", path=""),
        "https://example.com:443/",
    ),
    "IPv6": (request("[fd00::1]", path="/x"), "https://[fd00::1]/x"),
    "no host at all": (request(":99999", path="/%zz%41"), "https://unknown:99999/%25zz%41"),
    "no host": (request("", path="/x"), "https://unknown/x"),
    "a whole address as path": (
        request("a.example", path="http://b/c"),
        "https://a.example/http://b/c",
    ),
}


@pytest.mark.parametrize(("one", "url"), ADDRESSES.values(), ids=ADDRESSES)
def test_an_address_is_written_as_one(one: Any, url: str) -> None:
    assert _made(one)["log"]["entries"][0]["request"]["url"] == url


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_was_requested_the_archive_is_one_and_ascii(text: str) -> None:
    hostile = request(text, path=text, method=text, headers={text: text}, body=text, process=text)
    made = har([run(text, {text: text}, where=text, requests=(hostile,))], BEGUN, "0.1.0")
    assert made.isascii()
    _validator().validate(json.loads(made))
