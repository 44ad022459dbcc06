"""Open domains: from where to where the values go that Hypothesis makes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings

from datausage.oracle.switches import VARIABLES
from datausage.universe.catalogue import SPACES
from datausage.universe.configurations import filed
from datausage.universe.drawing import values
from datausage.universe.moments import read
from datausage.universe.values import FILED_EDGES, PROCESS_EDGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from datausage.universe.spaces import Fact

CALM: Final = settings(
    max_examples=3_000,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
DAY: Final = 86_400
NUMBERS: Final = {
    ("selection", "seconds between events"): (1, 9 * DAY),
    ("training", "seconds between events"): (1, 9 * DAY),
    ("training", "seconds until asked"): (0, 3_000 * DAY),
    ("local_cache", "configured days"): (0, 4_000),
    **{
        (question, "canaries"): (0, 1_000_000)
        for question in ("survey_record", "metrics_event", "error_event", "bug_report")
    },
    ("cloud_session", "canaries"): (0, 1_000_000),
}
MOMENTS: Final = {
    ("selection", "moment"): ("2025-07-01T00:00:00Z", "2027-12-18T00:00:00Z"),
    ("retention", "added"): ("2025-11-03T12:00:00Z", "2031-04-26T12:00:00Z"),
    ("presence", "added"): ("2025-11-03T12:00:00Z", "2031-04-26T12:00:00Z"),
}
CONFIGURED: Final = ("provider", "traffic", "environment", "bug_report")
TEXTS: Final = {(question, name) for question in CONFIGURED for name in VARIABLES}
FILED: Final = {(question, filed(name)) for question, name in TEXTS}


def fact(question: str, name: str) -> Fact:
    """Return a fact of a question."""
    return next(fact for fact in SPACES[question].facts if fact.name == name)


def domain(question: str, name: str) -> SearchStrategy[Any]:
    """Return what makes the values of the open part."""
    anything = fact(question, name).anything
    assert anything is not None
    return values(anything)


def drawn(strategy: SearchStrategy[Any], most: int = 200) -> list[Any]:
    """Return some values."""
    found: list[Any] = []

    def keep(value: Any) -> None:
        found.append(value)

    fewer = settings(CALM, max_examples=most)
    fewer(given(strategy)(keep))()
    return found


def some(strategy: SearchStrategy[Any], condition: Callable[[Any], bool]) -> bool:
    """Say whether some value is so."""
    find(strategy, condition, settings=CALM)
    return True


def test_these_are_all_open_domains() -> None:
    found = {(s.question, f.name) for s in SPACES.values() for f in s.facts if f.anything}
    assert found == {*NUMBERS, *MOMENTS, *TEXTS, *FILED}


@pytest.mark.parametrize(("question", "name"), NUMBERS)
def test_numbers_go_from_the_least_to_the_most(question: str, name: str) -> None:
    strategy, (least, most) = domain(question, name), NUMBERS[question, name]
    assert all(least <= number <= most for number in drawn(strategy))
    assert some(strategy, lambda number: number == least)
    assert some(strategy, lambda number: number == most)


@pytest.mark.parametrize(("question", "name"), MOMENTS)
def test_moments_go_from_the_first_to_the_last(question: str, name: str) -> None:
    strategy, (first, last) = domain(question, name), MOMENTS[question, name]
    assert all(read(first) <= read(moment) <= read(last) for moment in drawn(strategy))
    assert some(strategy, lambda moment: moment == first)
    assert some(strategy, lambda moment: moment == last)


def test_the_moment_of_a_choice_is_any_second_and_the_day_of_some_data_any_day() -> None:
    seconds = {moment[-3:-1] for moment in drawn(domain("selection", "moment"))}
    assert len(seconds) > 20
    days = {moment[:10] for moment in drawn(domain("presence", "added"))}
    assert len(days) > 50


def test_all_variables_have_the_same_domain() -> None:
    for names in (VARIABLES, tuple(map(filed, VARIABLES))):
        made = {fact(question, name).anything for question in CONFIGURED for name in names}
        assert len(made) == 1


def test_a_variable_has_any_short_text_that_an_environment_can_hold() -> None:
    texts = drawn(domain("traffic", VARIABLES[0]), 1_000)
    assert all(isinstance(text, str) and "\0" not in text for text in texts)
    assert max(map(len, texts)) == 6
    assert all(text.encode("utf-8", "strict") is not None for text in texts)
    assert set(PROCESS_EDGES) <= set(texts)
    assert any(text and not text.isascii() for text in set(texts) - set(PROCESS_EDGES))


def test_a_variable_in_the_settings_file_has_any_plain_json_value() -> None:
    texts = drawn(domain("traffic", filed(VARIABLES[0])), 1_500)
    assert set(FILED_EDGES) <= set(texts)
    values = [json.loads(text) for text in texts if text not in FILED_EDGES]
    assert {type(value) for value in values} == {str, int, bool}
    assert {value for value in values if type(value) is int} == set(range(-3, 4)) - {0}
    assert {value for value in values if type(value) is bool} == {True}
    made = [value for value in values if isinstance(value, str)]
    assert max(map(len, made)) == 6
    assert all(value.encode("utf-8", "strict") is not None for value in made)
