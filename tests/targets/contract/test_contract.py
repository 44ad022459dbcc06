"""The contract: generated from the types, shipped, and kept by both sides."""

from __future__ import annotations

import json
from itertools import islice

import jsonschema
import pytest

from datausage.examples import faithful
from datausage.oracle.questions import QUESTIONS
from datausage.targets.contract import generating, shipped
from datausage.targets.contract.checking import complaint
from datausage.targets.wire.messages import request
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

VALIDATOR = jsonschema.Draft202012Validator
CHECKED = VALIDATOR.FORMAT_CHECKER


def test_what_is_shipped_is_what_the_types_say() -> None:
    assert list(generating.NAMES) == ["describe", *sorted(QUESTIONS)]
    for name in generating.NAMES:
        assert shipped.text(name) == generating.written(name), (
            "python -m datausage.targets.contract"
        )


@pytest.mark.parametrize("name", generating.NAMES)
def test_a_document_is_a_schema_of_the_draft(name: str) -> None:
    VALIDATOR.check_schema(shipped.document(name))


@pytest.mark.parametrize("name", generating.NAMES)
def test_every_object_of_ours_is_closed(name: str) -> None:
    found = list(_objects(shipped.document(name)))
    assert found
    for schema in found:
        assert schema["additionalProperties"] is False
        assert set(schema["required"]) == set(schema["properties"]) - _OPTIONAL


_OPTIONAL = {"name", "version", "edition", "readings"}


def _objects(schema: object) -> list[dict]:
    found = []
    if isinstance(schema, dict):
        if "properties" in schema and not schema.get("additionalProperties"):
            found.append(schema)
        for part in schema.values():
            found += _objects(part)
    elif isinstance(schema, list):
        for part in schema:
            found += _objects(part)
    return found


@pytest.mark.parametrize("name", QUESTIONS)
def test_situations_and_answers_are_of_the_form_that_the_contract_states(name: str) -> None:
    question, space = QUESTIONS[name], SPACES[name]
    document = shipped.document(name)
    lines = VALIDATOR(document, format_checker=CHECKED)
    points = [Universe(space).plainest, *islice(Universe(space).enumerate(), 0, 40_000, 997)]
    for point in points:
        situation = space.situation(point)
        arguments = {field: getattr(situation, field) for field in question.arguments}
        line = request(7, name, arguments)
        assert line.endswith(b"\n")
        assert line.count(b"\n") == 1
        lines.validate(json.loads(line))
        answer = json.loads(json.dumps(getattr(faithful, name)(**arguments), default=list))
        assert complaint(document, answer) is None
        lines.validate({"id": 7, "answer": answer})


@pytest.mark.parametrize(
    ("question", "answer", "sentence"),
    [
        ("protection", "rot13", "the answer is 'rot13', not one of 'tls', 'aes-256', "),
        ("protection", None, "the answer is null, not a text"),
        ("protection", {"answer": "tls"}, "the answer is an object, not a text"),
        ("selection", {"may_choose": "yes"}, "field 'setting' is missing"),
        (
            "selection",
            {"may_choose": "yes", "setting": "on", "x\x1b[2J": 1},
            "field 'x[2J' is unknown",
        ),
        ("selection", {"may_choose": True, "setting": "on"}, "field 'may_choose' is true, not a "),
        ("survey_record", {"rating": "1", "fields": {}, "setting": 1}, "field 'setting' is 1, not"),
        ("environment", {"environment": {"A": 1}, "settings": {}}, "field 'environment.A' is 1, "),
        (
            "environment",
            {"environment": {}, "settings": {"env": 3}},
            "field 'settings.env' is 3, not an object",
        ),
        ("cloud_session", [{"event": "clone"}, {}], "field '1.event' is missing"),
        ("cloud_session", "clone", "the answer is 'clone', not a list"),
        ("metrics_event", 7, "the answer is 7, not a text, an object or a list"),
    ],
)
def test_an_answer_of_another_form_is_refused_by_the_name_of_the_field(
    question: str, answer: object, sentence: str
) -> None:
    document = shipped.document(question)
    found = complaint(document, answer)
    assert found is not None
    assert found.startswith(sentence), found
    assert not VALIDATOR(document).is_valid({"id": 1, "answer": answer})


def test_a_number_is_no_truth_value_and_a_truth_value_no_number() -> None:
    document = shipped.document("describe")
    assert complaint(document, {"contract": 1, "questions": ["protection"]}) is None
    assert complaint(document, {"contract": True, "questions": ["protection"]}) is not None
