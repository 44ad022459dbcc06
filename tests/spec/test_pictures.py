"""The pictures: they say what the edition and the reference say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from datausage.oracle.switches import OPT_OUTS, UMBRELLA, USE_BEDROCK, USE_VERTEX
from datausage.policy.edition import load
from datausage.spec.assembling import Material, assembled
from datausage.spec.pictures import retention
from datausage.spec.pictures.drawing import Linked, Overlay, Words

if TYPE_CHECKING:
    from datausage.spec.document import Document
    from datausage.spec.pictures.drawing import Drawing


@pytest.fixture(scope="module")
def document(material: Material) -> Document:
    return assembled(material)


def _links(picture: Drawing) -> list[str]:
    return [item.href for item in picture.items if isinstance(item, Linked)]


def _words(picture: Drawing) -> list[str]:
    return [item.text for item in picture.items if isinstance(item, Words)]


def test_the_map_has_one_cell_for_each_sentence_in_the_order_of_the_page(
    document: Document,
) -> None:
    cells = _links(document.drawings["map"])
    assert cells == [f"#sentence-{sentence.id}" for sentence in document.sentences]


def test_without_a_record_the_map_shows_no_result(document: Document) -> None:
    cells = [item for item in document.drawings["map"].items if isinstance(item, Linked)]
    assert not [1 for cell in cells for shape in cell.shapes if isinstance(shape, Overlay)]


def test_the_time_of_the_choice_has_the_days_of_the_rules(document: Document) -> None:
    assert {"28 August 2025", "8 October 2025"} <= set(_words(document.drawings["training"]))


def test_every_rule_with_a_period_has_its_bar() -> None:
    edition = load()
    periods = {
        name
        for name, rule in edition.rules.items()
        if {"days", "years"} & set(rule.edges) and rule.question in ("retention", "local_cache")
    }
    assert periods <= set(retention.LABELS) <= set(edition.rules)


def test_the_matrix_says_what_the_rules_say_of_switches(document: Document) -> None:
    rows = {row[:2]: row[2:] for row in document.drawings["providers"].rows}
    for service in ("metrics", "error reports", "bug reports"):
        assert rows[service, "no switch is set"] == ("on", "off", "off", "off")
        assert rows[service, "its own switch is 1"] == ("off",) * 4
        assert rows[service, "the common switch is 1"] == ("off",) * 4
    assert all(cell.startswith("open: ") for cell in rows["surveys", "no switch is set"])


def test_all_variables_of_the_policy_are_in_the_matrix() -> None:
    from datausage.oracle.switches import VARIABLES  # noqa: PLC0415 - compared with it

    assert set(VARIABLES) == {USE_BEDROCK, USE_VERTEX, UMBRELLA, *OPT_OUTS.values()}


def test_all_places_that_pictures_lead_to_exist(document: Document) -> None:
    edition = load()
    for picture in document.drawings.values():
        for link in _links(picture):
            kind, _, name = link.removeprefix("#").partition("-")
            assert name in {"rule": edition.rules, "point": edition.points}.get(kind, {name})
