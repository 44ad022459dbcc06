"""The record of a run: what is believed, what is refused, and that nothing in it can act."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from datausage.grading.grades import Grade
from datausage.policy.edition import load
from datausage.spec import marks, rendering
from datausage.spec.assembling import Material, assembled, known_checks
from datausage.spec.fields import RecordError
from datausage.spec.recorded import parsed, read

from .reading import Page
from .records import record, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOSTILE = (
    "</code></style></title><script>window.owned=1</script><img src=x onerror=window.owned=1>"
    "\u05d0\u05d1 \u202egnp.exe\u2066\u200b\x00\x1b[31m\n\r\t\ud800"
    " '\"`&amp; javascript:alert(1) {{7*7}} {%"
)


def _known() -> frozenset[str]:
    return known_checks(load())


def _page(data: dict[str, Any], material: Material) -> Page:
    return Page(rendering.html(assembled(replace(material, record=parsed(data, _known())))))


def test_every_grade_has_a_word_and_a_shape_of_its_own() -> None:
    assert set(marks.MARKS) == set(Grade)
    every = [*marks.MARKS.values(), marks.EXPOSING, marks.NO_RESULT]
    assert len({mark.word for mark in every}) == len(every)
    assert len({(mark.lines, mark.solid) for mark in every}) == len(every)


def test_results_stand_at_their_rules_in_words(with_results: Page) -> None:
    for words in (
        "violated, exposing data",
        "Asked 1,234 times, in 1,200 different situations",
        "96 of 96 combinations",
        "11 of 12 edges",
        "Found in 7 of 1,100 situations judged.",
        "● yes",
        "five-years is chosen (pinned)",
    ):
        assert words in with_results.text


def test_what_overlays_the_specification_can_be_switched_off(
    with_results: Page, page: Page
) -> None:
    assert "show-results" in with_results.ids
    assert ":not(:checked)) .result," in with_results.source
    # Without its results, the page says what it says without a record.
    assert page.text.count("violated") == 0


def test_an_incomplete_record_says_so_loudly(material: Material) -> None:
    text = _page(record(complete=False), material).text
    assert "The record of this run is incomplete." in text
    assert "no end is recorded" in text
    assert "is incomplete" not in _page(record(), material).text


def test_what_a_target_can_write_is_inert(material: Material) -> None:
    page = _page(record(text=HOSTILE), material)
    names = {tag for tag, _ in page.tags}
    assert names.isdisjoint({"script", "img"})
    assert not [name for _, found in page.tags for name in found if name.startswith("on")]
    assert "<script>window.owned=1</script>" in page.text
    for unseen in "\u202e\u2066\u200b\x00\x1b\ud800":
        assert unseen not in page.source
    assert "\\u202egnp.exe\\u2066\\u200b\\x00\\x1b[31m\\n\\r\\t\\ud800" in page.text
    assert "{{7*7}}" in page.text


def test_what_a_target_can_write_is_inert_in_markdown(material: Material) -> None:
    found = parsed(record(text=f"[x](y) | *b* {HOSTILE}"), _known())
    text = rendering.markdown(assembled(replace(material, record=found)))
    outside = re.sub(r"(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)", "", text)
    assert not re.search(r"(?<!\\)<(?!/?a\b)", outside)
    assert "[x](y)" not in outside
    assert "\u202e" not in text


def test_long_texts_are_cut(material: Material) -> None:
    page = _page(record(text="long" * 100_000), material)
    assert len(page.source) < 3_000_000
    assert "long…" in page.text


def test_readings_that_no_point_has_are_not_shown_as_chosen(material: Material) -> None:
    page = _page(record(pinned={"bug-under-zdr": "forever", "no-point": "any"}), material)
    assert "is chosen (pinned)" not in page.text


def test_results_of_unknown_checks_are_named_and_left_out(material: Material) -> None:
    data = record()
    data["checks"].append({"id": "made-up", "grade": "conforms", "scenarios": []})
    assert "does not know: made-up" in _page(data, material).text


def _changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    data = record()
    change(data)
    return data


@pytest.mark.parametrize(
    "data",
    [
        pytest.param([], id="a list"),
        pytest.param({}, id="nothing"),
        pytest.param(_changed(lambda d: d.update(format="other")), id="another format"),
        pytest.param(_changed(lambda d: d.update(version=2)), id="another version"),
        pytest.param(_changed(lambda d: d.update(run=None)), id="no run"),
        pytest.param(_changed(lambda d: d.update(complete="no")), id="complete is a text"),
        pytest.param(_changed(lambda d: d["run"].update(started="noon")), id="no moment"),
        pytest.param(_changed(lambda d: d["run"].update(conclusion=1)), id="a number for a text"),
        pytest.param(_changed(lambda d: d["checks"].append(d["checks"][0])), id="a check twice"),
        pytest.param(_changed(lambda d: d["checks"][0].update(grade="fine")), id="no grade"),
        pytest.param(_changed(lambda d: d["checks"][0].update(grade=[])), id="a list for a grade"),
        pytest.param(_changed(lambda d: d["checks"][0].update(exposure={})), id="no exposure"),
        pytest.param(_changed(lambda d: d.update(checks={})), id="checks are no list"),
        pytest.param(_changed(lambda d: d.update(checks=[[]] * 3000)), id="too many checks"),
        pytest.param(_changed(lambda d: d["totals"].update(asked=-1)), id="less than nothing"),
        pytest.param(_changed(lambda d: d["totals"].update(asked=True)), id="true for a count"),
        pytest.param(_changed(lambda d: d["totals"].update(asked=1e400)), id="endless"),
        pytest.param(_changed(lambda d: d["subject"].update(offered=[1])), id="numbers for texts"),
    ],
)
def test_what_is_no_record_is_refused(data: object) -> None:
    with pytest.raises(RecordError):
        parsed(data, _known())


@pytest.mark.parametrize(
    "text", ["", "{", "[" * 100_000, "\ufeff{}", "NaN", "1" * 10_000, '{"format": "\\ud800"}']
)
def test_a_file_that_is_no_record_is_refused_with_its_name(text: str, tmp_path: Path) -> None:
    (tmp_path / "record.json").write_text(text, "utf-8")
    with pytest.raises(RecordError, match=r"record\.json"):
        read(tmp_path, _known())


def test_a_folder_without_a_record_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="cannot be read"):
        read(tmp_path, _known())


def test_a_record_is_read_from_its_folder(tmp_path: Path) -> None:
    found = read(write(tmp_path / "evidence", record()), _known())
    assert found.complete
    assert found.pinned == {"bug-under-zdr": "five-years"}
    json.dumps(found.conclusion)
