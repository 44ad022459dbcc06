"""What reviewers have said of rules, and when it no longer holds."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.policy.made_up import LOCK, PAGE, RULES, named

from datausage.policy import replacing
from datausage.policy.drift import drift
from datausage.policy.review_file import edited
from datausage.policy.review_table import ReviewError
from datausage.policy.reviews import (
    LARGEST,
    Clearance,
    Review,
    digest,
    parse,
    reviews,
    sentences,
    stale,
    suspects,
    uncleared,
)

ORDER = [rule.id for rule in RULES]
RULE = {rule.id: rule for rule in RULES}
EDITION = SimpleNamespace(rules=RULE)
DAYS = drift(PAGE.replace("90 days", "60 days"), LOCK, RULES)


def reviewed(name: str, by: str = "Ada", cleared: Clearance | None = None) -> Review:
    rule = RULE[name]
    day = date(2026, 1, 31)
    return Review(by, day, LOCK.edition, digest(rule), sentences(rule, LOCK), cleared)


def clearance(found, name: str) -> Clearance:
    now = {one.id: one.wording for one in found.sentences if one.id}
    (because,) = [one.because for one in found.rules if one.rule == name]
    return Clearance("Bo", date(2026, 2, 1), "only a number", {one: now[one] for one in because})


# --- what holds


def test_a_review_of_todays_rule_is_not_stale():
    assert stale(reviewed("hobby-days"), RULE["hobby-days"], LOCK) == ""


@pytest.mark.parametrize(
    "change", [{"statement": "Else."}, {"modality": "may"}, {"rationale": "Because."}]
)
def test_a_review_is_stale_once_our_statement_changed(change):
    rule = replace(RULE["hobby-days"], **change)
    assert stale(reviewed("hobby-days"), rule, LOCK) == "our statement changed"


def test_a_review_is_stale_once_its_sentences_changed():
    rule = RULE["hobby-days"]
    more = replace(rule, sentences=(*rule.sentences, named("Every backup")))
    assert stale(reviewed("hobby-days"), more, LOCK) == "its sentences changed"
    other = replace(LOCK, sentences=tuple(replace(one, sha256="0" * 64) for one in LOCK.sentences))
    assert stale(reviewed("hobby-days"), rule, other) == "its sentences changed"


def test_a_rule_waits_until_it_is_cleared_for_the_wording_of_the_page():
    known = {"hobby-days": reviewed("hobby-days")}
    assert uncleared(DAYS, {}) == uncleared(DAYS, known) == ("hobby-days",)
    known = {"hobby-days": reviewed("hobby-days", cleared=clearance(DAYS, "hobby-days"))}
    assert uncleared(DAYS, known) == ()
    again = drift(PAGE.replace("90 days", "30 days"), LOCK, RULES)
    assert uncleared(again, known) == ("hobby-days",)
    assert uncleared(drift(PAGE, LOCK, RULES), known) == ()


def test_a_clearance_under_one_bold_line_is_none_under_another():
    item = "* Standard: backups live for 45 days\n"
    rules = [RULE["studio-days"]]
    rest = PAGE.replace(item, "")
    hobby = drift(rest.replace("* The owner", f"{item}* The owner"), LOCK, rules)
    guests = drift(rest.replace("Our [", f"**Guests**:\n\n{item}\nOur ["), LOCK, rules)
    known = {"studio-days": reviewed("studio-days", cleared=clearance(hobby, "studio-days"))}
    assert uncleared(hobby, known) == ()
    assert uncleared(guests, known) == ("studio-days",)


def test_an_orphaned_rule_can_be_cleared_too():
    gone = drift(
        PAGE.replace("No stroke, colour or file name is ever part of these totals. ", ""),
        LOCK,
        RULES,
    )
    assert uncleared(gone, {}) == ("no-names",)
    known = {"no-names": reviewed("no-names", cleared=clearance(gone, "no-names"))}
    assert known["no-names"].cleared.wording == {named("No stroke"): ()}
    assert uncleared(gone, known) == ()


def test_suspects_are_stale_rules_and_those_that_nobody_cleared():
    known = {name: reviewed(name) for name in ORDER}
    assert suspects(known, EDITION, LOCK) == frozenset()
    known["no-names"] = replace(known["no-names"], statement="0" * 64)
    known["long-gone"] = known["no-names"]
    assert suspects(known, EDITION, LOCK) == {"no-names"}
    assert suspects(known, EDITION, LOCK, DAYS) == {"no-names", "hobby-days"}


# --- the file


def test_what_is_written_is_read_back():
    first = reviewed("no-names", by='A "B" #é\\')
    second = reviewed("hobby-days", cleared=clearance(DAYS, "hobby-days"))
    text = edited(edited("", "no-names", first, ORDER), "hobby-days", second, ORDER)
    assert parse(text) == {"no-names": first, "hobby-days": second}


def test_the_order_is_that_of_the_page_however_it_came_about():
    texts = set()
    for names in (ORDER, ORDER[::-1], ORDER[3:] + ORDER[:3]):
        text = ""
        for name in names:
            text = edited(text, name, reviewed(name), ORDER)
        texts.add(text)
    (text,) = texts
    assert list(parse(text)) == ORDER


def test_the_same_review_again_changes_nothing():
    text = edited("", "no-names", reviewed("no-names"), ORDER)
    assert edited(text, "no-names", reviewed("no-names"), ORDER) == text


HAND = """\
# Ours, since 2020.
format = 1
team = "blue"   # not orange

# It took a while.
[rules.no-names]  # the plain one
by = "Ada"  # with "#" of Bo
on = 2020-01-01
ticket = "T-1"   # our own key
edition = "2019-05-02"
# below stands a digest
statement = "{zeros}"
sentences.{id} = "{zeros}" # old

[notes]
text = \"\"\"
[rules.hobby-days]
\"\"\"
""".replace("{zeros}", "0" * 64).replace("{id}", named("No stroke"))


def test_what_people_wrote_stays():
    text = edited(HAND, "no-names", reviewed("no-names", by="Cy"), ORDER)
    assert parse(text)["no-names"] == reviewed("no-names", by="Cy")
    for line in HAND.splitlines():
        if not line.startswith(("by", "on", "edition", "statement", "sentences")):
            assert line in text.splitlines()
    assert 'by = "Cy"  # with "#" of Bo' in text
    assert '" # old' in text
    again = edited(text, "learning-off", reviewed("learning-off"), ORDER)
    assert again.index("[rules.learning-off]") < again.index("# It took a while.")


def test_sentences_that_a_rule_no_longer_rests_on_are_gone_from_its_review():
    old = replace(reviewed("no-names"), sentences=reviewed("hobby-days").sentences)
    text = edited(edited("", "no-names", old, ORDER), "no-names", reviewed("no-names"), ORDER)
    assert parse(text)["no-names"] == reviewed("no-names")


def test_a_clearance_stands_below_its_rule():
    text = edited(
        HAND, "no-names", reviewed("no-names", cleared=clearance(DAYS, "hobby-days")), ORDER
    )
    assert text.index("[rules.no-names]") < text.index("[rules.no-names.cleared]")
    assert text.index("[rules.no-names.cleared]") < text.index("[notes]")


@pytest.mark.parametrize(
    "odd",
    [
        "format = 1\nrules = {}\n",
        "format = 1\nrules.no-names.by = 'x'\n",
        "format = 1\n[rules]\nno-names = {by = 'x'}\n",
        "format = 1\n[rules.no-names]\nby = '''\nx'''\n",
    ],
)
def test_what_cannot_be_changed_line_by_line_is_refused_and_never_spoilt(odd):
    with pytest.raises(ReviewError, match=r"rules\.no-names: cannot be changed"):
        edited(odd, "no-names", reviewed("no-names"), ORDER)


def test_a_header_within_a_text_is_not_taken_for_one():
    with pytest.raises(ReviewError, match=r"rules\.hobby-days: cannot be changed"):
        edited(HAND, "hobby-days", reviewed("hobby-days"), ORDER)


COMMENTED = """\
format = 1

[rules.no-names]
# Ada read it twice.
by = "Ada"  # with Bo
# below: the day
on = 2020-01-01
ticket = "T-1"

# which of them
sentences.s-111111 = "{zeros}"  # this one is gone
edition = "2019-05-02"
sentences.{id} = "{zeros}" # this one stays
# nothing below

# of the next one
[notes]
""".replace("{zeros}", "0" * 64).replace("{id}", named("No stroke"))


def test_comments_stay_beside_the_lines_that_they_are_about():
    text = edited(COMMENTED, "no-names", reviewed("no-names", by="Cy"), ORDER)
    new = reviewed("no-names", by="Cy")
    (sha,) = new.sentences.values()
    wanted = (
        COMMENTED.replace('"Ada"', '"Cy"')
        .replace("2020-01-01", "2026-01-31")
        .replace(f'sentences.s-111111 = "{"0" * 64}"  ', "")
        .replace("0" * 64, sha)
        .replace("2019-05-02", new.edition)
        .replace("this one stays\n", f'this one stays\nstatement = "{new.statement}"\n')
    )
    assert text == wanted


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", ["", "no end", "\n\n"])
def test_ends_of_lines_and_the_mark_of_byte_order_stay(ending, mark, last):
    lines = f"{HAND}# a\x85b\u2028c{last}"
    text = edited(mark + lines.replace("\n", ending), "no-names", reviewed("no-names"), ORDER)
    text = edited(text, "learning-off", reviewed("learning-off"), ORDER)
    assert text.startswith(f"{mark}# Ours")
    assert text.count("\ufeff") == len(mark)
    assert text.count(ending) == text.count("\n")
    assert f"# a\x85b\u2028c{last}".strip() in text
    assert list(parse(text.removeprefix("\ufeff"))) == ["learning-off", "no-names"]


def test_single_lines_that_end_otherwise_stay_so():
    text = edited(HAND.replace("team", "x = 1\r\nteam"), "no-names", reviewed("no-names"), ORDER)
    assert text.count("\r\n") == 1


# --- replacing the file


def test_a_file_is_replaced_at_once(tmp_path):
    place = tmp_path / "reviews.toml"
    place.write_bytes(b"old")
    place.chmod(0o640)
    replacing.replace(place, b"new\n", b"old")
    assert place.read_bytes() == b"new\n"
    assert place.stat().st_mode & 0o777 == 0o640
    replacing.replace(tmp_path / "fresh.toml", b"", None)
    assert (tmp_path / "fresh.toml").stat().st_mode & 0o777 == 0o644
    assert sorted(one.name for one in tmp_path.iterdir()) == ["fresh.toml", "reviews.toml"]


@pytest.mark.parametrize("before", [b"older", None, b"ol", b""])
def test_what_somebody_else_has_written_meanwhile_is_not_lost(tmp_path, before):
    place = tmp_path / "reviews.toml"
    place.write_bytes(b"old")
    with pytest.raises(replacing.ReplacingError, match="changed it meanwhile; do it again"):
        replacing.replace(place, b"new", before)
    assert place.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["reviews.toml"]


@pytest.mark.parametrize("leads", ["reviews.toml", "nowhere"])
def test_a_link_is_neither_read_nor_written_through(tmp_path, leads):
    (tmp_path / "reviews.toml").write_bytes(b"old")
    link = tmp_path / "link.toml"
    link.symlink_to(tmp_path / leads)
    for deed in (lambda: replacing.read(link, 9), lambda: replacing.replace(link, b"new", b"old")):
        with pytest.raises(replacing.ReplacingError, match="it is a link; name the file itself"):
            deed()
    assert (tmp_path / "reviews.toml").read_bytes() == b"old"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["link.toml", "reviews.toml"]


def test_a_draft_that_lies_there_is_not_written_into(tmp_path):
    outside = tmp_path / "outside"
    outside.write_bytes(b"mine")
    folder = tmp_path / "folder"
    folder.mkdir()
    for draft in (f".reviews.toml.{os.getpid()}", ".reviews.toml"):
        (folder / draft).symlink_to(outside)
    replacing.replace(folder / "reviews.toml", b"new", None)
    assert outside.read_bytes() == b"mine"
    assert (folder / "reviews.toml").read_bytes() == b"new"
    assert len(list(folder.iterdir())) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no such locks")
def test_one_waits_for_another_and_not_for_ever(tmp_path):
    place = tmp_path / "reviews.toml"
    said = pytest.raises(replacing.ReplacingError, match="somebody else is writing it")
    with replacing.alone(place), said, replacing.alone(place, patience=0.1):
        raise AssertionError
    with replacing.alone(place, patience=0.1):
        pass


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        replacing.replace(tmp_path / "none" / "reviews.toml", b"new\n", None)
    (tmp_path / "folder").mkdir()
    with pytest.raises(replacing.ReplacingError, match="no plain file"):
        replacing.replace(tmp_path / "folder", b"new\n", None)
    assert [one.name for one in tmp_path.iterdir()] == ["folder"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_or_a_device_is_no_review_file_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(ReviewError, match="no plain file"):
            reviews(path)


GOOD = edited("", "no-names", reviewed("no-names", cleared=clearance(DAYS, "hobby-days")), ORDER)
SHA = sentences(RULE["no-names"], LOCK)[named("No stroke")]


def test_the_file_is_read_by_path(tmp_path):
    (tmp_path / "reviews.toml").write_text(GOOD, "utf-8-sig")
    assert reviews(tmp_path / "reviews.toml")["no-names"].by == "Ada"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("format = 1", "format = 2", "format: it is 1 here, not 2"),
        ("format = 1", "", "format: it is 1 here, not None"),
        ("format = 1", "format =", "is not TOML"),
        (GOOD, "format = 1\nrules = 3", "rules: write a table for each rule"),
        (GOOD, "format = 1\n[rules]\nx = 3", r"rules\.x: write a table"),
        ("[rules.no-names]", '[rules."No Names\\u001b"]', "is no id of a rule"),
        ('by = "Ada"', "", r"rules\.no-names: by: write a text of one line"),
        ('by = "Ada"', "by = 3", r"rules\.no-names: by: write a text of one line"),
        ('by = "Ada"', 'by = "a\\nb"', r"rules\.no-names: by: write a text of one line"),
        ('by = "Ada"', f'by = "{"a" * 201}"', r"rules\.no-names: by: write 200 characters"),
        ("on = 2026-01-31", 'on = "2026-01-31"', r"rules\.no-names: on: write a date"),
        ("on = 2026-01-31", "on = 2026-01-31T00:00:00", r"rules\.no-names: on: write a date"),
        ('statement = "', 'statement = "x', r"rules\.no-names: statement: write a SHA-256"),
        (SHA, "x", r"rules\.no-names: sentences\.s-\d+: write a SHA-256"),
        ("sentences.", "sentence.", r"sentences: write a line for each sentence"),
        ('reason = "only a number"', "", r"rules\.no-names\.cleared: reason: write a text"),
        ('= ["', '= ["x', r"rules\.no-names\.cleared: sentences\.s-\d+: write a SHA-256"),
        ('= ["', '= "" #', r"rules\.no-names\.cleared: sentences\.s-\d+: write a list"),
    ],
)
def test_what_is_wrong_is_named_by_file_rule_and_field(tmp_path, old, new, said):
    assert old in GOOD
    path = tmp_path / "reviews.toml"
    path.write_text(GOOD.replace(old, new), "utf-8")
    with pytest.raises(ReviewError, match=rf"reviews\.toml: .*{said}"):
        reviews(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xff", "is not UTF-8"), (b"#" * (LARGEST + 1), "more than"), (b"a=" + b"[" * 9999, "TOML")],
)
def test_what_cannot_be_read_is_named(tmp_path, content, said):
    (tmp_path / "reviews.toml").write_bytes(content)
    with pytest.raises(ReviewError, match=rf"reviews\.toml: .*{said}"):
        reviews(tmp_path / "reviews.toml")
    with pytest.raises(ReviewError, match=r"none\.toml: cannot be read"):
        reviews(tmp_path / "none.toml")
