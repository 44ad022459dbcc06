"""``datausage contract``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema

from datausage.cli import main
from datausage.oracle.questions import QUESTIONS

if TYPE_CHECKING:
    import pytest


def test_the_whole_contract_is_one_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contract"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert set(whole["$defs"]) == {"describe", *QUESTIONS}
    jsonschema.Draft202012Validator.check_schema(whole)
    validator = jsonschema.Draft202012Validator(whole)
    assert validator.is_valid({"id": 3, "answer": "tls"})
    assert not validator.is_valid({"id": 3, "answer": "tls", "note": ""})


def test_one_question_is_printed_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contract", "protection"]) == 0
    assert json.loads(capsys.readouterr().out)["$id"] == "urn:datausage:contract:1:protection"


def test_the_version_is_printed_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contract", "--version"]) == 0
    assert capsys.readouterr().out == "1\n"


def test_an_unknown_question_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contract", "colour"]) == 2
    assert (
        "datausage contract: there is no question colour; there is describe,"
        in capsys.readouterr().err
    )
