"""The record of a run: what of it is shown, and that nothing in it can act."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from datausage.evidence.written import read, written
from datausage.grading.grades import Grade
from datausage.policy.edition import load
from datausage.spec import marks, rendering
from datausage.spec.assembling import Material, assembled
from datausage.spec.foreign import LONG, Foreign, foreign

from .reading import Page
from .records import record

if TYPE_CHECKING:
    from datausage.evidence.record import Record

SCRIPT = "</code></style></title><script>window.owned=1</script><img src=x onerror=window.owned=1>"
HOSTILE = (
    f"{SCRIPT}"
    "\u05d0\u05d1 \u202egnp.exe\u2066\u200b\x00\x1b[31m\n\r\t"
    " '\"`&amp; javascript:alert(1) {{7*7}} {%"
)
TEXTS = {
    "script": SCRIPT,
    "markup": "**bold** _it_ ~~gone~~ $$x$$ <details open> &lt;b&gt; &#60;i&#62; # heading",
    "controls": "".join(map(chr, range(32))) + "\x7f\x80\x9f",
    "direction": "a\u202eb\u2066c\u200bd\ufeffe\u2028f\u2029g \u05d0\u05d1",
    "mention": "@team closes #12 octo/repo#3 GH-4",
    "links": "https://evil.example www.evil.example <https://evil.example> a@evil.example",
    "marked link": "[click](https://evil.example) ![i](https://evil.example/i.png) [r]: x",
    "pipes": "a | b || \\| c\n| --- |\n- item\n> quote",
    "backticks": "` `` ```\n``` fence `code`",
    "surrogate": "half \ud800 of a pair",
}
_CODE = re.compile(r"<code>[^<>]*</code>")


def _page(found: Record, material: Material) -> Page:
    return Page(rendering.html(assembled(replace(material, record=found))))


def _markdown(found: Record, material: Material) -> str:
    return rendering.markdown(assembled(replace(material, record=found)))


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
        "Relied on bug-redaction=situation of a test, bug-redaction=full-copy.",
        "Reviewed by situation of a test on 2026-01-01.",
        "● yes",
        "five-years is chosen (pinned)",
        "its right answers relied on full-copy",
        "What failed",
        "two answers survey-only-rating:",
    ):
        assert words in with_results.text


def test_a_suspect_rule_is_said_to_be_judged_against_what_was_reviewed(
    with_results: Page, material: Material
) -> None:
    label = "judged against the wording reviewed on 2026-01-01, which has changed since"
    assert with_results.text.count(label) == 2
    assert _markdown(record(), material).count("against the wording reviewed on") == 2


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
    page = _page(record(text=f"{HOSTILE}\ud800"), material)
    names = {tag for tag, _ in page.tags}
    assert names.isdisjoint({"script", "img"})
    assert "<script>window.owned=1</script>" in page.text
    assert "\\u202egnp.exe\\u2066\\u200b\\x00\\x1b[31m\\n\\r\\t" in page.text
    assert "{{7*7}}" in page.text


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_text_of_a_target_adds_anything_but_text_to_the_page(
    text: str, material: Material, with_results: Page
) -> None:
    page = _page(record(text=text), material)
    assert page.tags == with_results.tags
    assert all(char.isprintable() or char == "\n" for char in page.source)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_text_of_a_target_is_code_without_a_mark_in_markdown(
    text: str, material: Material
) -> None:
    """Outside of code nothing may be left of it: mentions and links are looked for there."""
    usual = _markdown(record(), material)
    made = _markdown(record(text=text), material)
    assert _CODE.sub("", made) == _CODE.sub("", usual)
    for code in _CODE.findall(made):
        assert re.fullmatch(r"[A-Za-z0-9 ,\-=/()%]*", re.sub(r"&#\d+;", "", code[6:-7])), code
    assert all(char.isprintable() or char == "\n" for char in made)
    # What it says is still there.
    assert any(str(Foreign(text)) in html.unescape(code) for code in _CODE.findall(made))


def test_our_own_texts_have_no_mention_and_no_link_of_their_own_in_markdown(
    material: Material,
) -> None:
    made = rendering.markdown(assembled(material))
    assert not re.search(r"(?<!`)@\w|https?://|www\.", made)
    dangerous = replace(
        load().rules["retention-zero"], statement="@team http://a.b WWW.a.b a|b <c>"
    )
    edition = replace(load(), rules={**load().rules, "retention-zero": dangerous})
    made = rendering.markdown(assembled(replace(material, edition=edition)))
    assert "&#64;team http:&#47;/a.b WWW&#46;a.b a\\|b \\<c\\>" in made


def test_a_text_of_somebody_else_is_known_by_its_type_wherever_it_stands() -> None:
    found = foreign(record(text="x\x1b" * 9_000))
    assert isinstance(found.checks[0].scenarios[0].name, Foreign)
    assert all(isinstance(one, Foreign) for one in found.subject.offered)
    assert all(
        isinstance(one, Foreign) for pair in found.asked.pinned_readings.items() for one in pair
    )
    findings = [one.finding for check in found.checks for one in check.scenarios if one.finding]
    assert findings
    assert all("\x1b" not in one.said and len(one.said) <= 301 for one in findings)
    assert all(len(one.command) <= LONG + 1 for one in findings)
    # What is no text stays what it is.
    assert found.checks[0].grade is record().checks[0].grade
    assert found.totals == record().totals


def test_long_texts_are_cut(material: Material) -> None:
    page = _page(record(text="long" * 100_000), material)
    assert len(page.source) < 3_000_000
    assert "long…" in page.text


def test_readings_that_no_point_has_are_not_shown_as_chosen(material: Material) -> None:
    page = _page(record(pinned={"bug-under-zdr": "forever", "no-point": "any"}), material)
    assert "is chosen (pinned)" not in page.text


def test_results_of_unknown_checks_are_named_and_left_out(material: Material) -> None:
    made = record()
    unknown = replace(made.checks[0], id="made-up")
    page = _page(replace(made, checks=(*made.checks, unknown)), material)
    assert "does not know: made-up" in page.text


def test_a_record_that_was_written_and_read_is_shown_alike(material: Material) -> None:
    made = record(text=HOSTILE)
    assert _page(read(written(made)), material).source == _page(made, material).source
