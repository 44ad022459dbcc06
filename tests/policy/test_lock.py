from __future__ import annotations

import itertools
import json
import random
import re
from dataclasses import replace

import pytest

from datausage.policy import edition as editions
from datausage.policy import lock as locks
from datausage.policy.fingerprints import NORMALISER
from datausage.policy.lock import LockError, check, dump, load, parse, random_id, rebuild

PAGE = """\
# Lending

## Loans

Readers may keep a borrowed atlas for three weeks unless another reader asks for it. Be kind.

* Children borrow up to five picture books at a time from the ground floor.
* Schools send a written list of titles to the desk one week before they visit.

## Rooms

The reading room is closed on public holidays and on the first Monday of August.

| Room  | Winter  | Summer  |
| ----- | ------- | ------- |
| North | Closed. | Open.   |
| South | Closed. | Open.   |
| East  | Closed. | Closed. |
"""


def numbered():
    return map("s-{:06}".format, itertools.count(1)).__next__


def locked(page=PAGE):
    return rebuild(page, None, edition="2019-05-02", new_id=numbered())


def changes(page, lock):
    return [(finding.change, finding.id) for finding in check(page, lock)]


def ids(lock):
    return [sentence.id for sentence in lock.sentences]


LOCK = locked()
ATLAS, KIND, CHILDREN, SCHOOLS, ROOM = ids(LOCK)[:5]
NORTH, SOUTH, EAST = ids(LOCK)[8:11], ids(LOCK)[11:14], ids(LOCK)[14:17]


def swapped(page, one, other):
    return page.replace(one, "\0").replace(other, one).replace("\0", other)


def test_a_copy_of_the_locked_page_has_no_findings():
    assert check(PAGE, LOCK) == []


def test_a_lock_keeps_no_text_but_headings():
    text = dump(LOCK).lower()
    assert '"lending", "loans"' in text
    for word in ("atlas", "kind", "picture", "closed", "winter", "north"):
        assert word not in text.replace('"kind":', "")


def test_other_whitespace_and_emphasis_is_the_same_page():
    copy = PAGE.replace("borrowed atlas", "**borrowed**\n  *atlas*").replace("| North |", "|North|")
    assert check(copy, LOCK) == []


def test_a_change_of_one_word_is_found():
    assert changes(PAGE.replace("three weeks", "two weeks"), LOCK) == [("reworded", ATLAS)]


@pytest.mark.parametrize(
    "word", sorted(set(PAGE.split()) - set("|#*") - {"##", "-----", "-------"})
)
def test_a_change_of_any_word_is_found(word):
    assert check(PAGE.replace(word, "zebra", 1), LOCK)


def test_a_sentence_in_other_words_is_missing_and_extra():
    assert changes(PAGE.replace("Be kind.", "Nobody smokes."), LOCK) == [
        ("extra", ""),
        ("missing", KIND),
    ]


def test_a_sentence_taken_out_is_missing_and_one_put_in_is_extra():
    assert changes(PAGE.replace(" Be kind.", ""), LOCK) == [("missing", KIND)]
    assert changes(PAGE.replace("Be kind.", "Be kind. Come often."), LOCK) == [("extra", "")]


def test_a_sentence_under_another_heading_is_moved():
    (finding,) = check(PAGE.replace("## Rooms\n", "").replace("| Room", "## Rooms\n| Room"), LOCK)
    assert (finding.change, finding.id) == ("moved", ROOM)
    assert finding.where == "Loans (sentence), was in Rooms (sentence)"


def test_a_sentence_in_another_order_is_moved():
    children, schools = PAGE.splitlines()[6:8]
    assert [change for change, _ in changes(swapped(PAGE, children, schools), LOCK)] == ["moved"]


def test_a_renamed_heading_moves_what_stands_under_it():
    assert {*changes(PAGE.replace("## Rooms", "## Places"), LOCK)} == {
        ("moved", sentence) for sentence in ids(LOCK)[4:]
    }


def test_a_line_that_is_not_understood_is_found():
    assert changes(PAGE + '\n<Card title="More">\n', LOCK) == [("unread", "")]


def test_a_finding_is_one_clear_line_with_its_place_in_the_copy():
    (finding,) = check(PAGE.replace("three weeks", "two weeks"), LOCK)
    assert str(finding) == f"reworded  {ATLAS}    line 5    Loans (sentence)"
    (finding,) = check(PAGE.replace(" Be kind.", ""), LOCK)
    assert str(finding) == f"missing   {KIND}    nowhere   Loans (sentence)"
    (finding,) = check("First.\n\n" + PAGE, LOCK)
    assert str(finding) == "extra     not locked  line 1    before any heading (sentence)"


def test_a_garbled_page_is_found_and_breaks_nothing():
    rng = random.Random(7)  # noqa: S311
    for _ in range(100):
        signs = list(PAGE)
        for at in rng.sample(range(len(signs)), 30):
            signs[at] = rng.choice('\0*`<>[]()|#"\n\ue000 _-')
        garbled = "".join(signs)
        assert check(garbled, LOCK)
        again = rebuild(garbled, LOCK, edition="2019-05-02")
        assert len(set(ids(again))) == len(again.sentences)
        assert {finding.change for finding in check(garbled, again)} <= {"unread"}


def test_an_empty_page_cannot_be_locked():
    with pytest.raises(LockError, match="no sentence"):
        locked("# Lending\n")
    assert len(check("", LOCK)) == len(LOCK.sentences)


def test_a_page_locked_again_keeps_everything():
    classified = replace(
        LOCK, sentences=tuple(replace(s, kind="fact", reason="so") for s in LOCK.sentences)
    )
    assert rebuild(PAGE, classified, edition="2019-05-02") == classified


def test_ids_survive_rewording_insertion_and_reordering():
    children, schools = PAGE.splitlines()[6:8]
    page = swapped(PAGE, children, schools).replace("three weeks", "two weeks")
    page = page.replace("Be kind.", "Nobody smokes. Be kind.")
    again = rebuild(page, LOCK, edition="2020-01-01", new_id=lambda: "s-newone")
    assert ids(again) == [ATLAS, "s-newone", KIND, SCHOOLS, CHILDREN, *ids(LOCK)[4:]]
    assert again.edition == "2020-01-01"
    assert check(page, again) == []


def test_a_reworded_sentence_keeps_its_kind_and_reason():
    classified = replace(
        LOCK,
        sentences=(replace(LOCK.sentences[0], kind="pointer", reason="so"), *LOCK.sentences[1:]),
    )
    again = rebuild(PAGE.replace("three weeks", "two weeks"), classified, edition="2020-01-01")
    assert (again.sentences[0].kind, again.sentences[0].reason) == ("pointer", "so")
    assert again.sentences[0].sha256 != LOCK.sentences[0].sha256


def test_what_no_rule_covers_of_a_sentence_stays_with_it_and_is_written_where_there_is_any():
    half = replace(LOCK.sentences[0], uncovered="the second half")
    again = locks.rebuild(
        PAGE.replace("three weeks", "four weeks"),
        replace(LOCK, sentences=(half, *LOCK.sentences[1:])),
        edition="2020-01-01",
    )
    assert [one.uncovered for one in again.sentences if one.uncovered] == ["the second half"]
    assert dump(again).count('"uncovered"') == 1
    assert parse(dump(again)) == again


def test_repeated_cells_keep_their_own_ids_when_rows_change_places():
    north, south = PAGE.splitlines()[15:17]
    again = rebuild(swapped(PAGE, north, south), LOCK, edition="2020-01-01")
    assert ids(again)[8:] == [*SOUTH, *NORTH, *EAST]


def test_repeated_cells_keep_their_own_ids_when_a_row_comes_or_goes():
    first = "| North | Closed. | Open.   |\n"
    gone = rebuild(PAGE.replace(first, ""), LOCK, edition="2020-01-01")
    assert ids(gone)[8:] == [*SOUTH, *EAST]
    row = "| West  | Closed. | Open.   |\n"
    more = rebuild(PAGE.replace(first, row + first), LOCK, edition="2020-01-01")
    assert ids(more)[11:] == [*NORTH, *SOUTH, *EAST]
    assert set(ids(more)[8:11]).isdisjoint(ids(LOCK))


def test_one_of_the_repeated_cells_may_change_alone():
    page = PAGE.replace("| South | Closed.", "| South | Shut all winter.")
    again = rebuild(page, LOCK, edition="2020-01-01", new_id=lambda: "s-newone")
    assert ids(again)[8:] == [*NORTH, SOUTH[0], "s-newone", SOUTH[2], *EAST]
    assert changes(page, LOCK) == [("extra", ""), ("missing", SOUTH[1])]


def test_an_id_is_never_given_twice():
    candidates = iter(["s-000001", "s-000002", ATLAS, "s-zzzzzz", "s-zzzzzz", "s-yyyyyy"])
    page = PAGE.replace("Be kind.", "Nobody smokes. Come often, all of you.")
    again = rebuild(page, LOCK, edition="2020-01-01", new_id=candidates.__next__)
    assert ids(again)[:3] == [ATLAS, "s-zzzzzz", "s-yyyyyy"]


def test_a_random_id_has_six_signs_that_are_not_read_for_others():
    drawn = "".join(random_id().removeprefix("s-") for _ in range(500))
    assert len(drawn) == 3000
    assert set(drawn) == set("23456789abcdefghjkmnpqrstvwxyz")


def test_a_new_sentence_waits_to_be_classified():
    assert {(s.kind, s.reason) for s in LOCK.sentences} == {("information", "")}


def test_a_lock_of_another_normaliser_is_refused():
    other = replace(LOCK, normaliser=NORMALISER + 1)
    with pytest.raises(LockError, match="normaliser"):
        check(PAGE, other)
    with pytest.raises(LockError, match="normaliser"):
        rebuild(PAGE, other, edition="2020-01-01")


def test_a_lock_is_written_a_sentence_to_a_line_and_read_back():
    text = dump(LOCK)
    assert parse(text) == LOCK
    assert dump(parse(text)) == text
    assert sum('"id"' in line for line in text.splitlines()) == len(LOCK.sentences)


def damaged(change):
    data = json.loads(dump(LOCK))
    change(data)
    return json.dumps(data)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "not a sentence lock"),
        ("[]", "not a sentence lock"),
        ("{}", "not a sentence lock"),
        (damaged(lambda data: data.pop("edition")), "edition"),
        (damaged(lambda data: data["sentences"][0].pop("sha256")), "sha256"),
        (damaged(lambda data: data["sentences"][0].update(text="oh")), "text"),
        (damaged(lambda data: data["sentences"][0].update(kind="guess")), "guess"),
        (damaged(lambda data: data["sentences"][1].update(id=ATLAS)), "two sentences"),
    ],
)
def test_a_damaged_lock_is_refused(text, problem):
    with pytest.raises(LockError, match=problem):
        parse(text)


def test_an_unknown_edition_is_refused_and_the_known_ones_named():
    with pytest.raises(LockError, match=r"1999-01-01.*2025-10-27"):
        load("1999-01-01")


@pytest.mark.parametrize("edition", locks.editions())
def test_every_sentence_of_a_shipped_lock_is_classified(edition):
    lock = load(edition)
    assert lock.edition == edition
    for sentence in lock.sentences:
        # A fact may have a rule or a reason for having none; that is checked with the rules.
        if sentence.kind != "fact":
            assert bool(sentence.reason) == (sentence.kind != "rule"), sentence.id
        assert sentence.id.startswith("s-")
        assert len(sentence.id) == 8


@pytest.mark.parametrize("edition", locks.editions())
def test_a_shipped_lock_is_stored_as_it_would_be_written(edition):
    stored = (locks.EDITIONS / edition / "sentences.json").read_text("utf-8")
    assert stored == dump(load(edition))


@pytest.mark.parametrize("edition", locks.editions())
def test_part_of_a_sentence_is_uncovered_only_where_a_rule_covers_the_rest(edition):
    policy = editions.load(edition)
    cited = {sentence for rule in policy.rules.values() for sentence in rule.sentences}
    partly = {sentence.id for sentence in load(edition).sentences if sentence.uncovered}
    assert partly <= cited


@pytest.mark.parametrize("edition", locks.editions())
def test_the_notes_on_sentences_name_rules_and_open_points_that_there_are(edition):
    policy = editions.load(edition)
    known = {*policy.rules, *policy.points}
    sentences = load(edition).sentences
    named = {name for one in sentences for name in ids_in(f"{one.reason}; {one.uncovered}")}
    assert named
    assert named <= known


def test_an_id_that_nothing_has_is_found_in_a_note():
    note = "says so by metrics-default; what follows is open (no-such-point, other-point)"
    assert ids_in(note) == ["metrics-default", "no-such-point", "other-point"]


def ids_in(note):
    words = (word.strip("(),;:") for word in note.split())
    return [word for word in words if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)+", word)]
