"""What is not known may be anything: the answer is the union of the answers to all of it."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datausage.oracle.facts import Service
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.situations import Configured, Sending
from datausage.oracle.switches import VARIABLES
from datausage.oracle.verdicts import Oracle
from datausage.policy.edition import load
from datausage.setup.accounts import ACCESSES, ANY_PLAN, OPT_INS, PLANS, SETTINGS, Told, cases
from datausage.setup.egress import egress
from datausage.setup.keeping import kept
from datausage.setup.places import Place
from datausage.setup.set_up import ONE, SetUp, relevant
from datausage.setup.settings_file import Problem, SettingsFile, of_text
from datausage.setup.values import of_process

from .machines import T, U, env

if TYPE_CHECKING:
    from datausage.setup.answers import Answer

ORACLE = Oracle(load())
TODAY = date(2026, 1, 15)
PROVIDERS = ("claude-api",)
CHOICES = {"plan": PLANS, "access": ACCESSES, "setting": SETTINGS, "opted_in": OPT_INS}


def _answers(told: Told) -> dict[str, Answer]:
    found = {}
    for one in kept(cases(told, PROVIDERS, TODAY), ORACLE):
        found[f"{one.kind} kept"] = one.retention
        if one.training:
            found[f"{one.kind} trains"] = one.training
    return found


@pytest.mark.parametrize("unknown", CHOICES)
@pytest.mark.parametrize("plan", ["pro", "team", "claude-gov"])
def test_an_unknown_fact_yields_the_union(unknown: str, plan: str) -> None:
    known = {"plan": plan, "access": "login", "setting": "on", "opted_in": "no"}
    del known[unknown]
    whole = _answers(Told(**known))
    singles = [_answers(Told(**known, **{unknown: value})) for value in CHOICES[unknown]]
    for about, answer in whole.items():
        ones = [single[about] for single in singles]
        assert set(answer.values) == {value for one in ones for value in one.values}
        assert answer.unsaid == any(one.unsaid for one in ones)
        differ = len({(one.values, one.unsaid) for one in ones}) > 1
        if differ:
            assert answer.facts == (unknown.replace("_", "-"),)
        if answer.facts:
            assert any(one.says != ones[0].says or one.points != ones[0].points for one in ones)


def test_what_is_known_turns_on_no_fact() -> None:
    for combination in itertools.product(*CHOICES.values()):
        told = Told(**dict(zip(CHOICES, combination, strict=True)))
        assert not any(answer.facts for answer in _answers(told).values())


def test_a_consumer_who_refused_has_thirty_days_and_no_training() -> None:
    found = _answers(Told("max", "login", "off", "no"))
    assert found["prompt kept"].values == ("thirty-days",)
    assert found["prompt trains"].values == ("forbidden",)
    assert found["bug-transcript kept"].values == ("five-years",)


def test_a_consumer_who_allowed_has_five_years_and_training() -> None:
    found = _answers(Told("pro", "login", "on", "no"))
    assert found["code kept"].values == ("five-years",)
    assert found["code trains"].values == ("permitted",)
    assert found["survey-rating trains"].values == ("forbidden",)


@pytest.mark.parametrize("today", [date(2024, 1, 1), date(2025, 9, 1), date(2030, 2, 28)])
def test_no_day_is_too_early(today: date) -> None:
    told = Told("pro", "login", "on", "no")
    (case,) = cases(told, PROVIDERS, today)
    assert all(one.at <= other.at for one, other in itertools.pairwise(case.history))
    assert case.clock >= case.added


def test_one_plan_of_each_sort_stands_for_the_others() -> None:
    for rest in itertools.product(*list(CHOICES.values())[1:]):
        answers = {plan: _answers(Told(plan, *rest)) for plan in PLANS}
        assert answers["free"] == answers["max"] == answers["pro"]
        assert answers["enterprise"] == answers["team"]
    assert set(ANY_PLAN) == set(PLANS) - {"free", "max", "enterprise"}


def test_only_a_fact_that_matters_is_named() -> None:
    found = _answers(Told("team", opted_in="no"))
    assert found["prompt kept"].facts == ("access",)
    assert found["prompt trains"].facts == ()


def test_generative_models_are_apart_from_others() -> None:
    known = kept(cases(Told("team", "login", "off", "no"), PROVIDERS, TODAY), ORACLE)
    prompt = next(one for one in known if one.kind == "prompt")
    assert prompt.training
    assert prompt.training.is_certain
    assert prompt.other_models
    assert prompt.other_models.unsaid
    assert prompt.other_models.points == ("other-models",)


# --- what is set


VALUES = st.sampled_from([None, "1", "0", "", "true", "something else"])


@settings(max_examples=200, deadline=None)
@given(st.lists(VALUES, min_size=12, max_size=12))
def test_one_file_and_the_environment_say_what_the_oracle_says(values: list[str | None]) -> None:
    here = {n: v for n, v in zip(VARIABLES, values[:6], strict=True) if v is not None}
    filed = {n: v for n, v in zip(VARIABLES, values[6:], strict=True) if v is not None}
    place = Place("project", _nowhere(), ".claude", "settings.json", "a file")
    found = SetUp({n: of_process(v) for n, v in here.items()}, (of_text(place, env(**filed)),))
    leaving = egress(found, ORACLE)
    content = {"env": filed}
    verdict = ORACLE.verdict(QUESTIONS["provider"].aspects[0], Configured(here, content))
    assert set(leaving.provider.values) == verdict.permitted
    for service in Service:
        whole = ORACLE.verdict(QUESTIONS["traffic"].aspects[0], Sending(here, content, service))
        answer = leaving.services[service]
        # What supports every answer because it says nothing is told as that.
        expected = {a for o in whole.outcomes for a in o.ruling.answers or ()}
        assert set(answer.values) == expected
        assert answer.is_certain == (whole.determined and len(whole.permitted) == 1)
        if whole.open and whole.turns_on:
            assert answer.points == whole.turns_on


@pytest.mark.parametrize("service", Service)
def test_no_other_variable_bears_on_a_service(service: Service) -> None:
    others = [name for name in VARIABLES if name not in relevant(service)]
    aspect = QUESTIONS["traffic"].aspects[0]
    plain = ORACLE.verdict(aspect, Sending({}, {}, service))
    for name in others:
        assert ORACLE.verdict(aspect, Sending({name: "1"}, {}, service)) is plain


def test_any_of_several_files_may_count() -> None:
    files = tuple(
        of_text(Place(name, _nowhere(), "", name, name), f'{{"env": {{"{T}": "{value}"}}}}')
        for name, value in (("project", "1"), ("user", "0"))
    )
    answer = egress(SetUp({}, files), ORACLE).services[Service.METRICS]
    assert answer.values == ("off", "on")
    assert answer.facts == (f"{T} in several files, see settings-form",)


@pytest.mark.parametrize("value", ["1", "0", None])
def test_a_file_that_is_not_read_may_hold_anything(value: str | None) -> None:
    place = Place("user", _nowhere(), "", "x", "x")
    unread = SettingsFile(place, found=True, problem=Problem("broken", 1))
    environment = {} if value is None else {U: of_process(value)}
    found = egress(SetUp(environment, (unread,)), ORACLE)
    for service in (Service.METRICS, Service.ERROR_REPORTS, Service.BUG_REPORTS):
        assert found.services[service].values == ("off", "on")
        assert found.services[service].facts


def test_a_provider_that_is_told_prevails_over_what_is_set() -> None:
    place = Place("user", _nowhere(), "", "x", "x")
    unread = SettingsFile(place, found=True, problem=Problem("broken", 1))
    found = SetUp({"CLAUDE_CODE_USE_BEDROCK": ONE}, (unread,))
    for provider in ("claude-api", "bedrock", "vertex"):
        assert egress(found, ORACLE, provider).provider.values == (provider,)
    unknown = egress(found, ORACLE, "unknown").provider
    assert unknown.values == ("claude-api", "bedrock", "vertex")
    assert unknown.facts == ("provider",)


def _nowhere() -> Path:
    return Path("/nonexistent")
