"""Lints of the data: rules, open points and sentences that fit together."""

from __future__ import annotations

import json
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest

from datausage.oracle.questions import QUESTIONS
from datausage.policy.edition import FIRST_EDITION, load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from datausage.policy.edition import Edition

FOLDER = resources.files("datausage.policy") / "editions" / FIRST_EDITION
RULES: dict[str, Any] = tomllib.loads((FOLDER / "rules.toml").read_text("utf-8"))
POINTS: dict[str, Any] = tomllib.loads((FOLDER / "points.toml").read_text("utf-8"))
SENTENCES: dict[str, Any] = {
    entry["id"]: entry
    for entry in json.loads((FOLDER / "sentences.json").read_text("utf-8"))["sentences"]
}
PARTS = {part.id for part in load().parts}
MODALITIES = {"must", "must not", "may", "default", "fact"}
ORIGINS = {"stated", "derived"}
KINDS = {"gap", "ambiguity", "conflict", "deferral"}
CITABLE = {"rule", "fact", "definition"}
WEIGHTS = {"mainstream", "weak"}


def faults_of_rule(body: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with one rule."""
    if body["modality"] not in MODALITIES:
        yield f"modality {body['modality']}"
    if body["origin"] not in ORIGINS:
        yield f"origin {body['origin']}"
    if (body["origin"] == "derived") != bool(body.get("rationale")):
        yield "a derived rule has a rationale, a stated one has none"
    if body["part"] not in PARTS or body["question"] not in QUESTIONS:
        yield "it belongs to no part or question"
    if not body["statement"].endswith(".") or body["statement"].count(". "):
        yield "the statement is not one sentence"
    if body.get("floor", 1) < 1:
        yield "no evidence is asked for"
    yield from faults_of_sources(body["sentences"])


def faults_of_sources(sentences: list[str]) -> Iterator[str]:
    """Yield what is wrong with the sentences that a rule is derived from."""
    if not sentences or len(set(sentences)) != len(sentences):
        yield "the sentences are none or repeated"
    for sentence in sentences:
        if sentence not in SENTENCES:
            yield f"there is no sentence {sentence}"
        elif SENTENCES[sentence]["kind"] not in CITABLE:
            yield f"{sentence} is no {', '.join(sorted(CITABLE))}"


def faults_of_point(body: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with one open point."""
    if body["kind"] not in KINDS:
        yield f"kind {body['kind']}"
    if body["part"] not in PARTS:
        yield f"part {body['part']}"
    if not body["question"].endswith("?"):
        yield "the question is none"
    for rule in body["rules"]:
        if rule not in RULES:
            yield f"there is no rule {rule}"
    weights = [reading["weight"] for reading in body["readings"].values()]
    if not set(weights) <= WEIGHTS:
        yield f"weights {weights}"
    if "mainstream" not in weights:
        yield "no reading is mainstream"
    if len(weights) < 2 and not body.get("register_only"):
        yield "there is no other reading"


def uncited(rules: Iterable[Mapping[str, Any]], sentences: Mapping[str, Any]) -> list[str]:
    """Return the sentences that state a rule, and from which none follows, without a reason."""
    cited = {sentence for rule in rules for sentence in rule["sentences"]}
    return [
        name
        for name, entry in sentences.items()
        if name not in cited and not (entry["reason"] if entry["kind"] != "rule" else "")
    ]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_well_formed(rule: str) -> None:
    assert list(faults_of_rule(RULES[rule])) == []


@pytest.mark.parametrize("point", POINTS)
def test_an_open_point_is_well_formed(point: str) -> None:
    assert list(faults_of_point(POINTS[point])) == []


def test_every_sentence_that_states_a_rule_or_fact_is_cited_or_has_a_reason() -> None:
    assert uncited(RULES.values(), SENTENCES) == []


def test_a_sentence_that_states_a_rule_needs_no_reason_and_is_cited() -> None:
    for name, entry in SENTENCES.items():
        if entry["kind"] == "rule":
            assert not entry["reason"], name
            assert any(name in rule["sentences"] for rule in RULES.values()), name


def test_no_id_names_both_a_rule_and_a_point() -> None:
    assert set(RULES).isdisjoint(POINTS)
    assert set(RULES).isdisjoint(PARTS)


def test_nothing_of_the_data_is_lost_on_loading(edition: Edition) -> None:
    assert list(edition.rules) == list(RULES)
    assert list(edition.points) == list(POINTS)
    for name, body in RULES.items():
        rule = edition.rules[name]
        assert {key: getattr(rule, key) for key in body} == {
            **body,
            "sentences": tuple(body["sentences"]),
        }


def test_rules_and_points_with_faults_are_found() -> None:
    rule = {
        "part": "moon",
        "statement": "It must. It must not",
        "modality": "shall",
        "origin": "guessed",
        "rationale": "Because.",
        "question": "traffic",
        "sentences": ["s-000000", "s-c92syy"],
        "floor": 0,
    }
    assert list(faults_of_rule(rule)) == [
        "modality shall",
        "origin guessed",
        "a derived rule has a rationale, a stated one has none",
        "it belongs to no part or question",
        "the statement is not one sentence",
        "no evidence is asked for",
        "there is no sentence s-000000",
        "s-c92syy is no definition, fact, rule",
    ]
    point = {
        "part": "moon",
        "kind": "riddle",
        "question": "Why",
        "rules": ["no-rule"],
        "readings": {"one": {"weight": "weak", "means": ""}},
    }
    assert list(faults_of_point(point)) == [
        "kind riddle",
        "part moon",
        "the question is none",
        "there is no rule no-rule",
        "no reading is mainstream",
        "there is no other reading",
    ]


def test_a_sentence_that_no_rule_cites_is_found() -> None:
    sentences = {
        "s-1": {"kind": "rule", "reason": ""},
        "s-2": {"kind": "rule", "reason": "forgotten"},
        "s-3": {"kind": "fact", "reason": "not asked"},
        "s-4": {"kind": "fact", "reason": ""},
        "s-5": {"kind": "rule", "reason": ""},
    }
    assert uncited([{"sentences": ["s-5"]}], sentences) == ["s-1", "s-2", "s-4"]
