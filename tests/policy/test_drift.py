"""What is told of a page that was edited."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.policy import confusion
from tests.policy.editing import SAME, UNREACHABLE
from tests.policy.edits import EDITS
from tests.policy.made_up import LOCK, PAGE, RULES, cell, named, rule

from datausage.policy.drift import MOST_SENTENCES, drift, wordings
from datausage.policy.fingerprints import NORMALISER, sha256
from datausage.policy.lock import LockError
from datausage.policy.source import (
    LARGEST,
    LONGEST_LINE,
    LONGEST_PARAGRAPH,
    UnreachableError,
    text,
)

PAGES = {name: edit for name, edit in EDITS.items() if edit.tells != (UNREACHABLE,)}
HARMLESS = {name: edit for name, edit in PAGES.items() if set(edit.tells) <= set(SAME)}


def states(page: str, rules=RULES) -> dict[str, str]:
    return {one.rule: one.state for one in drift(page, LOCK, rules).rules}


@pytest.mark.parametrize("name", EDITS)
def test_what_was_done_is_what_is_told(name: str) -> None:
    assert confusion.right(name), confusion.told(name)


def test_the_table_in_the_documents_is_of_today() -> None:
    assert confusion.DOCUMENT.read_text("utf-8") == confusion.document()


@pytest.mark.parametrize("name", PAGES)
def test_a_rule_is_no_longer_current_where_one_of_its_sentences_says_something_else(
    name: str,
) -> None:
    found = confusion.compared(name)
    assert found is not None
    aims = set() if name in HARMLESS else set(EDITS[name].aims)
    told = {one.rule for one in found.rules if one.state != "current"}
    assert {one.id for one in RULES if aims.intersection(one.sentences)} <= told


@pytest.mark.parametrize("name", HARMLESS)
def test_rules_stay_current_where_nothing_says_something_else(name: str) -> None:
    found = confusion.compared(name)
    assert found is not None
    assert {one.state for one in found.rules} == {"current"}
    assert found.changed == (found.count()["new"] > 0)


def test_a_rule_is_orphaned_once_all_its_sentences_are_gone() -> None:
    both = rule("backups", named("Every backup"), named("A customer"))
    one = PAGE.replace("Every backup is sealed with a key that changes once a month. ", "")
    assert states(one, [both]) == {"backups": "suspect"}
    none = re.sub(r"A customer who closes [^.]*\.", "", one)
    assert states(none, [both]) == {"backups": "orphaned"}


def test_a_rule_hangs_on_the_row_the_column_and_the_bold_line_above_its_sentences() -> None:
    for old, new in (
        ("| Totals |", "| Sums of totals |"),
        ("| Rented host ", "| Machine of others "),
        ("**Studio accounts (Grove and Forest)**", "**Studio accounts (Grove)**"),
    ):
        assert old in PAGE
        told = states(PAGE.replace(old, new))
        assert "suspect" in (told["totals-rented"], told["studio-days"])
        assert told["learning-off"] == "current"


NUMBERS = [found.span() for found in re.finditer(r"(?<![\w/])\d+", PAGE)]


@pytest.mark.parametrize("span", NUMBERS, ids=lambda span: PAGE[span[0] - 9 : span[1]].strip())
@pytest.mark.parametrize("fresh", ["0", "1", "7", "45", "90", "10", "1000"])
def test_another_number_is_never_unchanged(span: tuple[int, int], fresh: str) -> None:
    if PAGE[slice(*span)] != fresh:
        found = drift(PAGE[: span[0]] + fresh + PAGE[span[1] :], LOCK, RULES)
        assert sum(one.touched for one in found.sentences) == 1


@pytest.mark.parametrize("at", range(len(LOCK.sentences)))
def test_every_sentence_is_missed(at: int) -> None:
    gone = replace(LOCK, sentences=(*LOCK.sentences, replace(LOCK.sentences[at], id="s-gone")))
    found = drift(PAGE, gone, ())
    assert found.count()["removed"] == 1


@pytest.mark.parametrize("kind", ["a", "b"])
def test_repeated_words_in_cells_are_told_apart(kind: str) -> None:
    page = PAGE.replace("| Traces | On from the start.", "| Traces | Off for good.")
    told = {one.id: one.state for one in drift(page, LOCK, RULES).sentences}
    assert told[cell("Traces", 1)] == "reworded"
    assert told[cell("Acorns", 2)] == "unchanged"


def test_a_lock_of_another_normaliser_is_refused() -> None:
    with pytest.raises(LockError, match="normaliser"):
        drift(PAGE, replace(LOCK, normaliser=NORMALISER + 1), RULES)


def test_the_wording_of_a_copy_is_found_by_its_fingerprint() -> None:
    page = PAGE.replace("90 days", "60 days")
    (changed,) = [one for one in drift(page, LOCK, RULES).sentences if one.touched]
    assert "60 days" in wordings(page, LOCK)[changed.wording[0]]
    assert changed.wording[0] != sha256(PAGE)


# --- what is not the page


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\xff\xfe", "not UTF-8"),
        (b"a\0b", "zero byte"),
        (b"<html><p>a", "HTML"),
        (b"  <?xml version='1.0'?>", "HTML"),
        (b"a " * LARGEST, "more than 100,000 bytes"),
        (b"a" * (LONGEST_LINE + 1), "line 1 has more than 4,000"),
        (b"a b c\n" * (LONGEST_PARAGRAPH // 5), "a paragraph has more than 6,000"),
    ],
)
def test_what_cannot_be_the_page_is_told_why(content: bytes, reason: str) -> None:
    with pytest.raises(UnreachableError, match=reason):
        text(content)


def test_a_page_of_too_many_sentences_is_not_the_page() -> None:
    page = PAGE + "\n\n* Word.\n\n" * (MOST_SENTENCES + 1)
    with pytest.raises(UnreachableError, match="1,000 sentences"):
        drift(text(page.encode()), LOCK, RULES)


def test_a_page_with_an_endless_sentence_is_not_the_page() -> None:
    page = PAGE + "\n" + "\n".join(["word " * 200] * 4)
    with pytest.raises(UnreachableError, match="a sentence has more than 3,000"):
        drift(text(page.encode()), LOCK, RULES)


@pytest.mark.parametrize("end", range(200, len(PAGE) - 1, 31))
def test_half_a_download_is_never_a_page_of_which_most_was_removed(end: int) -> None:
    lost = sum(start > end for start in (PAGE.index("## Signals"), PAGE.index("## Defaults")))
    try:
        found = drift(PAGE[:end], LOCK, RULES)
    except UnreachableError:
        return
    assert lost < 2
    assert found.changed
    ended = PAGE[:end].rstrip()[-1] in ".|:`"
    assert ended or found.count()["removed"] <= 3
