"""The protocols name the arguments that the situations have."""

from __future__ import annotations

import inspect
from dataclasses import fields

import pytest

from datausage.oracle import situations
from datausage.targets import protocols

SITUATIONS = {
    "provider": situations.Configured,
    "traffic": situations.Sending,
    "environment": situations.Configured,
    "selection": situations.Choosing,
    "training": situations.Training,
    "opt_in": situations.OptingIn,
    "retention": situations.Keeping,
    "presence": situations.Keeping,
    "local_cache": situations.Caching,
    "survey_record": situations.Answering,
    "bug_report": situations.Reporting,
    "metrics_event": situations.Logging,
    "error_event": situations.Logging,
    "protection": situations.Protecting,
    "cloud_session": situations.Working,
}
METHODS = {
    name: method
    for kind in vars(protocols).values()
    if inspect.isclass(kind) and kind.__module__ == protocols.__name__
    for name, method in vars(kind).items()
    if inspect.isfunction(method) and not name.startswith("_")
}


def test_every_question_has_a_protocol():
    assert METHODS.keys() == SITUATIONS.keys()


@pytest.mark.parametrize("question", SITUATIONS)
def test_the_arguments_of_a_question_are_the_fields_of_its_situation(question):
    _, *parameters = inspect.signature(METHODS[question]).parameters.values()
    assert {parameter.kind for parameter in parameters} == {inspect.Parameter.KEYWORD_ONLY}
    assert [p.name for p in parameters] == [field.name for field in fields(SITUATIONS[question])]


@pytest.mark.parametrize("question", SITUATIONS)
def test_every_question_says_what_it_returns(question):
    assert METHODS[question].__doc__.startswith("Return ")
