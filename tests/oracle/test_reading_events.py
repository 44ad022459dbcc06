"""Payloads of metrics and errors are read by which planted contents they hold."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from .observing import SESSION, observed


@pytest.mark.parametrize("question", ["metrics_event", "error_event"])
@pytest.mark.parametrize(
    ("payload", "present"),
    [
        ({"name": "started"}, set()),
        ({"hash": SESSION.code[0]}, {"code"}),
        ({"file": SESSION.paths[0]}, {"paths"}),
        ({"file": "k00000000000000af/main.py"}, {"paths"}),
        ({"file": "main.py"}, set()),
        ([SESSION.prompts[0]], {"conversation"}),
        ([SESSION.outputs[0]], {"conversation"}),
        ([SESSION.outputs[0], SESSION.code[0]], {"conversation", "code"}),
        ([SESSION.id], set()),
    ],
)
def test_an_event_is_read_by_which_planted_contents_it_holds(
    question: str, payload: object, present: set[str]
) -> None:
    found = observed(question, SimpleNamespace(session=SESSION), payload)
    assert found == {
        name: "present" if name in present else "absent"
        for name in ("code", "paths", "conversation")
    }
