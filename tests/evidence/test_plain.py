"""Records are read strictly: what is there is known, and of its type."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from datausage.evidence.plain import MalformedError
from datausage.evidence.written import BEGINNING, read, written

from .building import FAILING, HOSTILE, hostile, record

if TYPE_CHECKING:
    from collections.abc import Callable

CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "an unknown key": lambda plain: plain.update(more=1),
    "an unknown key deep inside": lambda plain: plain["checks"][0].update(more=1),
    "a missing key": lambda plain: plain.pop("totals"),
    "another format": lambda plain: plain.update(format="other"),
    "another version": lambda plain: plain.update(version=2),
    "true for a number": lambda plain: plain["totals"].update(rules=True),
    "a number for true": lambda plain: plain.update(complete=1),
    "a text for a list": lambda plain: plain["selection"].update(selected="all"),
    "a text for a number": lambda plain: plain["totals"].update(rules="68"),
    "none for a text": lambda plain: plain["run"].update(started=None),
    "a time that is none": lambda plain: plain["run"].update(started="yesterday"),
    "a time without an offset": lambda plain: plain["run"].update(finished="2025-01-01T00:00:00"),
    "an unknown grade": lambda plain: plain["checks"][0].update(grade="fine"),
    "an unknown kind": lambda plain: plain["checks"][0].update(kind="law"),
    "a list for a mapping": lambda plain: plain["subject"].update(declared_readings=[]),
}


def test_a_record_is_read_as_it_was_written() -> None:
    for one in (record(), record(FAILING, exit_code=1), record(complete=False)):
        assert read(written(one)) == one


def test_a_record_is_written_the_same_each_time_and_begins_as_records_do() -> None:
    assert written(record()) == written(record())
    assert written(record()).startswith(BEGINNING)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_texts_of_a_target_are_kept_as_they_are_in_bytes_that_do_nothing(text: str) -> None:
    data = written(hostile(text))
    assert data.isascii()
    assert b"\x1b" not in data
    assert json.loads(data)["subject"]["reference"] == text
    assert read(data) == hostile(text)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_has_another_form_is_refused(change: Callable[[dict[str, Any]], object]) -> None:
    plain = json.loads(written(record()))
    change(plain)
    with pytest.raises(MalformedError):
        read(json.dumps(plain).encode())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b"\xff\xfe",
        written(record()).replace(b'"version": 1,', b'"version": 1,\n "version": 1,', 1),
        written(record()).replace(b'"seed": 0', b'"seed": NaN'),
        written(record()).replace(b'"seed": 0', b'"seed": ' + b"9" * 5_000),
        b"[" * 200_000,
    ],
    ids=["nothing", "list", "null", "broken", "bytes", "twice", "nan", "endless", "deep"],
)
def test_what_is_no_record_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedError):
        read(data)


def test_the_message_says_where() -> None:
    plain = json.loads(written(record()))
    plain["checks"][3]["suspect"] = "no"
    with pytest.raises(MalformedError, match=r"^checks\[3\]\.suspect: str stands where bool must"):
        read(json.dumps(plain).encode())
