"""The reader's own copy beside the rules; a made-up page and its lock stand for the real ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from datausage.policy import lock as locks
from datausage.spec import rendering
from datausage.spec.assembling import Material, assembled
from datausage.spec.wording import wordings

from .reading import Page

if TYPE_CHECKING:
    from datausage.policy.lock import Lock

COPY = """\
# Of apples

Apples that nobody wants are given to the hedgehogs of the garden. A pear is no apple.

* Whoever shakes the tree in autumn shall gather what has fallen before the evening comes
"""


@pytest.fixture
def lock(material: Material) -> Lock:
    """Return the lock of the made-up page, under ids of the edition, so that rules cite them."""
    made = locks.rebuild(COPY, None, edition="2025-10-27")
    ids = [sentence.id for sentence in material.lock.sentences if sentence.kind == "rule"]
    sentences = [
        replace(sentence, id=name) for sentence, name in zip(made.sentences, ids, strict=False)
    ]
    return replace(made, sentences=tuple(sentences))


def test_each_sentence_is_found_in_the_copy(lock: Lock) -> None:
    found = [wording.text for wording in wordings(COPY, lock).values()]
    assert found[1] == "A pear is no apple."
    assert len(found) == 3
    assert all(wording.exact for wording in wordings(COPY, lock).values())


def test_a_sentence_that_is_gone_is_not_found(lock: Lock) -> None:
    found = wordings(COPY.replace("A pear is no apple.", ""), lock)
    assert list(found) == [lock.sentences[0].id, lock.sentences[2].id]


def test_a_sentence_in_other_words_is_found_and_said_to_be_reworded(lock: Lock) -> None:
    found = wordings(COPY.replace("shakes the tree", "shakes a tree"), lock)
    reworded = found[lock.sentences[2].id]
    assert "shakes a tree" in reworded.text
    assert not reworded.exact


def test_what_nobody_sees_in_a_copy_is_shown(lock: Lock) -> None:
    found = wordings(COPY.replace("A pear", "A \x07pear"), lock)
    assert "A \\x07pear is no apple." in {wording.text for wording in found.values()}


def test_the_page_shows_the_copy_and_says_what_is_not_in_it(material: Material, lock: Lock) -> None:
    found = {name: one for name, one in wordings(COPY, lock).items() if "pear" not in one.text}
    shown = Page(rendering.html(assembled(replace(material, wordings=found))))
    assert "given to the hedgehogs" in shown.text
    assert "Not found in your copy." in shown.text


def test_without_a_copy_the_page_has_no_quotation(page: Page) -> None:
    assert "blockquote" not in {tag for tag, _ in page.tags}


def test_markup_in_a_copy_stays_text(material: Material, lock: Lock) -> None:
    copy = COPY.replace("A pear", "A `<script>alert(1)</script>` pear")
    shown = Page(rendering.html(assembled(replace(material, wordings=wordings(copy, lock)))))
    assert "<script>alert(1)</script>" in shown.text
    assert "script" not in {tag for tag, _ in shown.tags}
