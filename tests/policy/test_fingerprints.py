from __future__ import annotations

import hashlib

import pytest

from datausage.policy.fingerprints import (
    NEAR,
    Fingerprint,
    distance,
    normalise,
    pairs,
    plain,
    sha256,
    shingles,
    simhash,
    word_count,
    words,
)

SENTENCE = "Readers may keep a borrowed atlas for three weeks unless another reader asks for it."


@pytest.mark.parametrize(
    "copy",
    [
        "Readers may keep a borrowed atlas\n  for three   weeks unless another reader asks for it.",
        (
            "**Readers** may keep a *borrowed atlas* for __three weeks__ unless another reader"
            " asks for it."
        ),
        (
            "Readers may keep a `borrowed` atlas for [three weeks](https://a.example/b_(c)) unless"
            " another reader asks for it."
        ),
        "Readers may keep a borrowed atlas<br />for three weeks unless another reader asks for it.",
        "READERS may keep a borrowed atlas for three weeks unless another Reader asks for it.",
        (
            "Readers may keep a bor\u00adrowed atlas for\u00a0three weeks unless another reader"
            " asks for&nbsp;it."
        ),
        "\uff32eaders may keep a borrowed atlas for three weeks unless another reader asks for it.",
    ],
    ids=["spaces", "emphasis", "link and code", "tag", "case", "invisible marks", "wide letter"],
)
def test_what_a_reader_does_not_see_leaves_the_sha_alone(copy):
    assert sha256(copy) == sha256(SENTENCE)
    assert simhash(copy) == simhash(SENTENCE)


@pytest.mark.parametrize(
    "change",
    [("three", "two"), ("may", "must"), (" unless", ", unless"), ("it.", "it!"), ("a ", "")],
)
def test_any_other_word_or_mark_changes_the_sha(change):
    assert sha256(SENTENCE.replace(*change, 1)) != sha256(SENTENCE)


def test_bent_quotes_are_straight_quotes():
    bent = "The reader\u2019s \u201ccard\u201d and \u00abpass\u00bb"
    assert normalise(bent) == 'the reader\'s "card" and "pass"'


def test_code_and_escapes_are_taken_literally():
    assert plain("Set `SHELF_*` and `ROOM_*`, or <b>\\*all\\*</b>") == (
        "Set SHELF_* and ROOM_*, or *all*"
    )
    assert plain("write `<name>` and \\<name>") == "write <name> and <name>"


def test_images_are_their_description_and_addresses_stay():
    assert plain('<img src="a.png" alt="Map of the shelves" width="3" />') == "Map of the shelves"
    assert plain("![Map of the shelves](a.png)") == "Map of the shelves"
    assert plain("See <https://a.example/b>.") == "See https://a.example/b."


def test_names_with_underscores_are_not_emphasis():
    assert normalise("`LOAN_DAYS_MAX` and LOAN_DAYS_MAX") == "loan_days_max and loan_days_max"


def test_text_with_marks_of_our_own_does_no_harm():
    assert normalise("a \ue0005\ue001 b `c`") == "a 5 b c"


def test_a_compound_is_one_word():
    assert words("Don't use the 3-day loan, e.g. via a.example/b!") == [
        "dont", "use", "the", "3day", "loan", "eg", "via", "aexampleb",
    ]  # fmt: skip
    assert word_count("**Loans**: 3-day<br />only") == 3
    assert word_count("") == word_count("* | --- _") == 0


def test_words_can_be_read_without_taking_anything_for_markup():
    assert words("if a <b or [c](d) >e") == ["if", "a", "e"]
    assert words("if a <b or [c](d) >e", markup=False) == ["if", "a", "b", "or", "c", "d", "e"]


def test_a_simhash_is_16_hex_digits_and_near_for_near_wording():
    near = SENTENCE.replace("three", "two")
    far = "Nobody opens the reading room on a public holiday in summer."
    assert len(simhash(SENTENCE)) == len(simhash("")) == 16
    assert 0 < distance(simhash(SENTENCE), simhash(near)) <= NEAR
    assert distance(simhash(SENTENCE), simhash(far)) > NEAR


def test_another_order_of_words_shows_in_the_simhash():
    assert simhash("one reader asks another") != simhash("another reader asks one")


def test_distance_counts_the_bits_that_differ():
    assert distance("0" * 16, "f" * 16) == 64
    assert distance("00000000000000ff", "00000000000000fe") == 1
    with pytest.raises(ValueError, match="invalid literal"):
        distance("shelf", "0")


def test_fingerprints_stay_the_same_from_release_to_release():
    assert sha256("A  *shelf*") == hashlib.sha256(b"a shelf").hexdigest()
    assert simhash("Shelf") == hashlib.blake2b(b"shelf", digest_size=8).hexdigest()
    assert simhash("A  shelf") == "44780ee7596e12bf"


def test_shingles_are_the_runs_of_eight_words():
    assert len(shingles(SENTENCE)) == word_count(SENTENCE) - 7
    assert shingles("one two three") == set()
    assert shingles("A, b, C", size=2) == shingles("a *b* c", size=2)
    assert shingles(SENTENCE) & shingles("It is said: " + SENTENCE.upper()) == shingles(SENTENCE)


def printed(*texts):
    return [Fingerprint(sha256(text), simhash(text), (place,)) for text, place in texts]


def test_a_text_that_stands_twice_is_paired_by_its_place_first():
    old = printed(("closed", "north"), ("closed", "south"))
    assert pairs(old, printed(("closed", "south"), ("closed", "north"))) == {0: 1, 1: 0}
    assert pairs(old, printed(("closed", "south"))) == {0: 1}
    assert pairs(old, printed(*[("closed", "east")] * 3)) == {0: 0, 1: 1}


def test_the_nearest_wording_is_paired_and_an_unrelated_one_is_not():
    two, four = SENTENCE.replace("three", "two"), "No cakes."
    assert pairs(printed((SENTENCE, "a")), printed((four, "a"), (two, "b"))) == {1: 0}
    assert pairs(printed((SENTENCE, "a")), printed((four, "a"))) == {}
