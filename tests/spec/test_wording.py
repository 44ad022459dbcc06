"""The reader's own copy beside the rules; a made-up page and its lock stand for the real ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.policy.made_up import LOCK as LARCH_LOCK
from tests.policy.made_up import PAGE as LARCH
from tests.policy.made_up import cell

from datausage.policy.drift import drift
from datausage.policy.source import UnreachableError
from datausage.spec import rendering
from datausage.spec.assembling import Material, assembled
from datausage.spec.wording import Wording, wordings

from .made_up import LOCK, PAGE, SENTENCES
from .reading import Page

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST, SECOND = SENTENCES[:2]


def _wordings(page: str) -> Mapping[str, Wording]:
    return wordings(page, LOCK, drift(page, LOCK, ()))


def _page(page: str, material: Material) -> Page:
    shown = replace(material, lock=LOCK, wordings=_wordings(page))
    return Page(rendering.html(assembled(shown)))


def test_each_sentence_is_found_in_the_copy() -> None:
    found = _wordings(PAGE)
    assert list(found) == [sentence.id for sentence in LOCK.sentences]
    assert [wording.text for wording in found.values()] == list(SENTENCES)
    assert all(wording.exact for wording in found.values())


def test_a_sentence_that_is_gone_is_not_found() -> None:
    found = _wordings(PAGE.replace(f"* {SECOND}\n", ""))
    assert LOCK.sentences[1].id not in found
    assert len(found) == len(SENTENCES) - 1


def test_a_sentence_in_other_words_is_found_and_said_to_be_reworded() -> None:
    other = f"{SECOND[:-1]} again."
    found = _wordings(PAGE.replace(SECOND, other))[LOCK.sentences[1].id]
    assert found.text == other
    assert not found.exact


def test_a_sentence_that_moved_is_not_said_to_be_reworded() -> None:
    found = _wordings(PAGE.replace(f"* {FIRST}\n* {SECOND}\n", f"* {SECOND}\n* {FIRST}\n"))
    assert found[LOCK.sentences[0].id].exact


def test_both_halves_of_a_sentence_that_was_split_are_shown() -> None:
    words = FIRST[:-1].split()
    halves = f"{' '.join(words[:6])}. And {' '.join(words[6:])}."
    found = _wordings(PAGE.replace(FIRST, halves))[LOCK.sentences[0].id]
    assert found.text == halves
    assert not found.exact


def test_what_nobody_sees_in_a_copy_is_shown() -> None:
    found = _wordings(PAGE.replace(FIRST, f"\x07{FIRST}"))
    assert any("\\x07" in wording.text for wording in found.values())


def test_a_copy_is_bounded_as_everywhere_else() -> None:
    with pytest.raises(UnreachableError):
        _wordings("# Of pears\n\nThis is another page.\n")
    with pytest.raises(UnreachableError):
        _wordings(PAGE + "".join(f"* A pear of {number}.\n" for number in range(1_000)))


def test_the_page_shows_the_copy_and_says_what_is_not_in_it(material: Material) -> None:
    shown = _page(PAGE.replace(f"* {SECOND}\n", ""), material)
    assert FIRST in shown.text
    assert "Not found in your copy." in shown.text


def test_of_a_cell_in_another_column_its_own_words_are_shown() -> None:
    row = "| Acorns | On from the start. | Off for good.                     |"
    assert row in LARCH
    other = LARCH.replace(row, "| Acorns | Off for good. | On from the start. |")
    found = wordings(other, LARCH_LOCK, drift(other, LARCH_LOCK, ()))[cell("Acorns", 2)]
    assert (found.text, found.exact, found.regrouped) == ("Off for good.", False, True)


def test_the_same_words_under_another_row_are_said_to_stand_there(material: Material) -> None:
    wording = replace(_wordings(PAGE)[LOCK.sentences[0].id], exact=False, regrouped=True)
    shown = replace(material, lock=LOCK, wordings={LOCK.sentences[0].id: wording})
    text = Page(rendering.html(assembled(shown))).text
    assert f"Under another row, column or bold line in your copy: {FIRST}" in text
    assert "Worded otherwise" not in text


def test_without_a_copy_the_page_has_no_quotation(page: Page) -> None:
    assert "blockquote" not in {tag for tag, _ in page.tags}


def test_markup_in_a_copy_stays_text(material: Material) -> None:
    hostile = FIRST.replace(" ", " `<script>alert(1)</script>` @team ", 1)
    page = PAGE.replace(FIRST, hostile)
    shown = _page(page, material)
    assert "<script>alert(1)</script>" in shown.text
    assert "script" not in {tag for tag, _ in shown.tags}
    text = rendering.markdown(assembled(replace(material, lock=LOCK, wordings=_wordings(page))))
    assert "@team" not in text
    assert "<script" not in text
