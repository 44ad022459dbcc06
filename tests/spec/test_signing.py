"""Sign-offs in the specification: given or not, still holding or not, and what has changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from datausage.policy.drift import drift
from datausage.policy.edition import load
from datausage.policy.reviews import Clearance, Review, digest, sentences
from datausage.spec import rendering
from datausage.spec.assembling import Material, assembled
from datausage.spec.signing import changes

from .made_up import LOCK, PAGE, SENTENCES, of
from .reading import Page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.policy.drift import Drift

RULE = "retention-zero"
OTHER = PAGE.replace(of(RULE), f"{of(RULE)[:-1]} again.")
DAY = date(2026, 1, 31)
GIVEN_NONE = "This page was made without a record of sign-offs"
NOTHING = "Nothing has changed since in what was reviewed"


def reviewed(name: str = RULE, by: str = "Ada Lace") -> Review:
    rule = load().rules[name]
    return Review(by, DAY, load().id, digest(rule), sentences(rule, LOCK))


def compared(page: str) -> Drift:
    return drift(page, LOCK, load().rules.values())


def document(
    material: Material, reviews: Mapping[str, Review] | None, page: str = ""
) -> tuple[Page, str]:
    """Return the page, and the same as Markdown."""
    found = compared(page) if page else None
    told = changes(reviews or {}, load(), LOCK, found)
    made = assembled(
        replace(
            material,
            lock=LOCK,
            reviews=reviews,
            changes=told,
            wordings={} if page else None,
        )
    )
    return Page(rendering.html(made)), rendering.markdown(made)


def test_no_record_of_sign_offs_is_told_from_one_in_which_nothing_changed(
    material: Material,
) -> None:
    for text in (document(material, None)[0].text, document(material, None)[1]):
        assert GIVEN_NONE in text
        assert NOTHING not in text
    for text in (
        document(material, {RULE: reviewed()})[0].text,
        document(material, {RULE: reviewed()})[1],
    ):
        assert GIVEN_NONE not in text
        assert NOTHING in text
        assert "Reviewed by" in text
        assert f"1 of {len(load().rules)} rules were reviewed." in text


def test_a_record_without_any_review_says_that_nobody_has_reviewed(material: Material) -> None:
    for text in (document(material, {})[0].text, document(material, {})[1]):
        assert GIVEN_NONE not in text
        assert NOTHING not in text
        assert f"0 of {len(load().rules)} rules were reviewed." in text


def test_what_changed_with_us_since_a_review_is_said(material: Material) -> None:
    stale = replace(reviewed(), statement="0" * 64)
    told = changes({RULE: stale}, load(), LOCK)
    assert told == {RULE: "After the review of 31 January 2026 our statement changed."}
    page, text = document(material, {RULE: stale})
    assert page.text.count(told[RULE]) == 2
    assert text.count("our statement changed") == 2
    assert NOTHING not in page.text


def test_what_changed_on_the_readers_page_is_said_of_each_sentence(material: Material) -> None:
    told = changes({RULE: reviewed()}, load(), LOCK, compared(OTHER))
    name = LOCK.sentences[SENTENCES.index(of(RULE))].id
    assert told[RULE] == (
        f"In your copy {name} was reworded, and nobody has cleared the rule for that."
    )
    alone, signed = document(material, None, OTHER), document(material, {RULE: reviewed()}, OTHER)
    for text in (alone[0].text, alone[1]):
        assert "Changed on the page: In your copy" in text.replace("*", "")
        assert "since sign-off: In" not in text.replace("*", "")
    assert "Changed since sign-off: In your copy" in signed[0].text
    assert changes({RULE: reviewed()}, load(), LOCK, compared(PAGE)) == {}


def test_a_rule_that_was_cleared_for_the_page_has_not_changed(material: Material) -> None:
    found = compared(OTHER)
    now = {one.id: one.wording for one in found.sentences}
    (because,) = [one.because for one in found.rules if one.rule == RULE]
    cleared = Clearance("Bo", date(2026, 2, 1), "only a word", {one: now[one] for one in because})
    known = {name: replace(reviewed(name), cleared=cleared) for name in load().rules}
    assert changes(known, load(), LOCK, found) == {}
    page, text = document(material, known, OTHER)
    said = "Cleared for a later wording by Bo on 1 February 2026: only a word"
    assert said in page.text
    assert "Cleared for a later wording by" in text
    assert "nor in your copy of the page" in page.text


def test_what_a_reviewer_writes_is_inert(material: Material) -> None:
    page, text = document(material, {RULE: reviewed(by="<script>x</script> @team \u202e")})
    assert "<script>x</script> @team \\u202e" in page.text
    assert "script" not in {tag for tag, _ in page.tags}
    assert "@team" not in text
    assert "<script" not in text


def test_who_has_reviewed_stands_in_a_table(material: Material) -> None:
    known = {name: reviewed(name) for name in load().rules}
    page, _ = document(material, {**known, RULE: reviewed(by="Bo")})
    rules = len(known)
    assert f"Ada Lace31 January 2026{rules - 1}" in page.text.replace("\n", "")
    assert "Not reviewed yet" not in page.text
