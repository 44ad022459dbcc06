"""The page: everything is there, what is linked exists, and nothing comes from outside."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from datausage.policy import fingerprints
from datausage.policy.edition import load
from datausage.spec import rendering, written
from datausage.spec.assembling import Material, assembled, known_checks
from datausage.spec.palette import COLOURS, TEXT
from datausage.steps.conditions import CONDITIONS

from .reading import Page

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(params=["page", "with_results"])
def either(request: pytest.FixtureRequest) -> Page:
    found: Page = request.getfixturevalue(request.param)
    return found


def test_every_rule_is_there_with_all_that_belongs_to_it(page: Page) -> None:
    for rule in load().rules.values():
        assert f"rule-{rule.id}" in page.ids
        assert rule.statement in page.text
        assert rule.rationale in page.text
        text = written.rules()[rule.id]
        for scenario in text.scenarios:
            assert scenario.name[1:] in page.text
            for step in scenario.steps:
                assert re.sub("[<>]", "", step.text) in page.text
        for said in (text.reading, text.assumptions):
            assert said[1:] in page.text


def test_every_comparison_and_every_agreement_is_there(page: Page) -> None:
    for name in known_checks(load()):
        assert f"rule-{name}" in page.ids


def test_every_open_point_is_there_with_every_reading(page: Page) -> None:
    for point in load().points.values():
        assert f"point-{point.id}" in page.ids
        assert point.question in page.text
        for reading in point.readings:
            assert reading.means in page.text


def test_every_sentence_is_there_and_each_without_a_rule_has_its_reason(
    page: Page, material: Material
) -> None:
    cited = {name for rule in load().rules.values() for name in rule.sentences}
    for sentence in material.lock.sentences:
        assert f"sentence-{sentence.id}" in page.ids
        if sentence.id not in cited:
            assert sentence.reason
            assert sentence.reason in page.text


def test_every_phrase_of_the_vocabulary_is_there(page: Page) -> None:
    for phrases in CONDITIONS.values():
        assert all(phrase in page.text for phrase in phrases)


def test_every_part_has_an_introduction_of_its_own(page: Page) -> None:
    introductions = [part.introduction for part in load().parts]
    assert len({*introductions}) == len(introductions)
    assert all(text and text in page.text for text in introductions)


def test_anchors_are_unique(either: Page) -> None:
    assert [name for name, times in Counter(either.ids).items() if times > 1] == []


def test_all_links_lead_somewhere_on_the_page(either: Page) -> None:
    assert {link for link in either.links if link.removeprefix("#") not in either.ids} == set()
    assert all(link.startswith("#") for link in either.links)


def _urls(page: Page) -> Iterator[str]:
    for _, attributes in page.tags:
        for name in ("src", "href", "srcset", "action", "data", "poster"):
            if value := attributes.get(name):
                yield value


def test_the_page_needs_nothing_but_itself_and_no_script(either: Page) -> None:
    assert all(url.startswith("#") for url in _urls(either))
    assert not re.search(r"url\(|@import|https?://", either.source)
    names = {tag for tag, _ in either.tags}
    assert names.isdisjoint({"script", "iframe", "object", "embed", "link", "base", "form"})
    assert not [name for _, found in either.tags for name in found if name.startswith("on")]


def test_headings_go_down_by_one_level_at_a_time(either: Page) -> None:
    levels = [int(tag[1]) for tag, _ in either.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_same_input_gives_the_same_bytes(material: Material) -> None:
    assert rendering.html(assembled(material)) == rendering.html(assembled(material))


def test_without_a_record_nothing_is_said_of_results(page: Page) -> None:
    assert "show-results" not in page.ids
    assert not [1 for _, found in page.tags if "result" in (found.get("class") or "").split()]


def test_no_sentence_of_the_page_stands_there_without_a_copy(
    page: Page, material: Material
) -> None:
    locked = {one.sha256 for one in material.lock.sentences if one.words > 4}
    texts = {text.strip() for text in page.pieces}
    sentences = {one for text in texts for one in re.split(r"(?<=[.?!:;]) ", text)}
    assert not [text for text in texts | sentences if fingerprints.sha256(text) in locked]


def test_changes_since_sign_off_stand_with_their_rule_and_in_a_list(material: Material) -> None:
    changes = {"retention-zero": "Its statement was reworded."}
    changed = Page(rendering.html(assembled(replace(material, changes=changes))))
    assert changed.text.count("Its statement was reworded.") == 2
    assert "Changed on the page: Its statement" in changed.text


def test_a_date_stands_there_only_where_one_was_given(material: Material, page: Page) -> None:
    dated = Page(rendering.html(assembled(replace(material, date="31 January 2026"))))
    assert "31 January 2026" in dated.text
    assert "written by datausage 0.1.0. Not" in page.text


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "raised"])
@pytest.mark.parametrize("name", TEXT)
def test_text_can_be_read_on_its_background(name: str, ground: str, scheme: int) -> None:
    light = sorted(_luminance(COLOURS[colour][scheme]) for colour in (name, ground))
    assert (light[1] + 0.05) / (light[0] + 0.05) >= 4.5
