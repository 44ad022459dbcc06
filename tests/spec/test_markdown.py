"""The same as Markdown."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from datausage.policy.edition import load
from datausage.spec import rendering
from datausage.spec.assembling import Material, assembled

from .records import record


@pytest.fixture(scope="module")
def text(material: Material) -> str:
    return rendering.markdown(assembled(material))


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def test_every_rule_every_point_and_every_sentence_is_there(text: str, material: Material) -> None:
    plain = _plain(text)
    for rule in load().rules.values():
        assert f'<a id="rule-{rule.id}"></a>' in text
        assert rule.statement in plain
    for point in load().points.values():
        assert f'<a id="point-{point.id}"></a>' in text
        assert all(reading.means in plain for reading in point.readings)
    for sentence in material.lock.sentences:
        assert f'<a id="sentence-{sentence.id}"></a>' in text


def test_all_links_lead_somewhere_and_anchors_are_unique(text: str) -> None:
    anchors = re.findall(r'<a id="([^"]+)"></a>', text)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= set(anchors)


@pytest.mark.parametrize("complete", [True, False])
def test_results_stand_in_it(material: Material, *, complete: bool) -> None:
    found = record(complete=complete)
    text = rendering.markdown(assembled(replace(material, record=found)))
    assert "**Result: violated, exposing data.**" in text
    assert ("The record of this run is incomplete." in text) is not complete


def test_every_row_of_a_table_has_as_many_cells_as_its_head(text: str) -> None:
    tables = re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE)
    assert tables
    for table in tables:
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}) == 1


def test_a_sentence_of_which_a_part_is_in_no_rule_is_told_with_that_part(text: str) -> None:
    written = _plain(text)
    start = written.index("## What is not covered")
    part = written[start : written.index('<a id="sentences">', start)]
    assert not re.search(r"\S- \[", part)
    assert part.count("covered but for this: ") == 2
    assert "that the data is not encrypted at rest" in part
