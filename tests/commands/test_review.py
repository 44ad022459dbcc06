"""The command `datausage review`."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest
from tests.policy.made_up import LOCK, PAGE, RULES, named

from datausage.cli import main
from datausage.commands import review as command
from datausage.commands.days import day
from datausage.commands.refusing import RefusedError
from datausage.policy.edition import Part, load
from datausage.policy.reviews import reviews

DAYS = PAGE.replace("90 days", "60 days")
FILE = Path("datausage-review.toml")
BY = ("--by", "Ada Lace", "--on", "2026-01-31")


@pytest.fixture(autouse=True)
def _made_up_edition(monkeypatch, tmp_path):
    part = Part("signals", "Signals", "Signals that Larch sends")
    edition = SimpleNamespace(id=LOCK.edition, rules={one.id: one for one in RULES}, parts=(part,))
    monkeypatch.setattr(command.locks, "editions", lambda: (LOCK.edition,))
    monkeypatch.setattr(command.locks, "load", lambda name: LOCK)
    monkeypatch.setattr(command.editions, "load", lambda name: edition)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    Path("page.md").write_text(PAGE, "utf-8")
    Path("days.md").write_text(DAYS, "utf-8")


@pytest.fixture
def review(capsys):
    def run(*words: str) -> tuple[int, str]:
        left = main(["review", *words])
        said = capsys.readouterr()
        assert bool(said.err) == (left == 2)
        assert not (left == 2 and said.out)
        out = said.out + said.err
        if "--json" not in words:
            assert max(map(len, out.splitlines())) <= 80
        return left, out

    return run


def stated(out: str) -> dict[str, str]:
    return {row.split()[0]: row.split()[1] for row in out.splitlines()[2:] if row.count("  ")}


def test_a_review_is_kept_with_what_was_reviewed(review):
    assert review("hobby-days", *BY) == (0, "1 rule reviewed, in datausage-review.toml.\n")
    ((name, kept),) = reviews(FILE).items()
    assert (name, kept.by, kept.on) == ("hobby-days", "Ada Lace", date(2026, 1, 31))
    assert list(kept.sentences) == [named("Hobby backups")]
    assert "backups" not in FILE.read_text("utf-8")


def test_all_rules_are_reviewed_at_once_or_those_of_a_part(review):
    assert review("--part", "signals", *BY)[1].startswith("9 rules reviewed")
    first = FILE.read_bytes()
    again = "9 rules reviewed, in datausage-review.toml; replaced 9.\n"
    assert review("--all", *BY) == (0, again)
    assert FILE.read_bytes() == first


def test_a_day_that_is_still_to_come_is_refused(review):
    left, said = review("hobby-days", "--by", "Ada Lace", "--on", "2999-01-31")
    assert left == 2
    assert "--on 2999-01-31: that day is still to come; today is 2" in " ".join(said.split())
    assert not FILE.exists()


def test_another_file_is_named(review):
    assert review("no-names", *BY, "--file", "ours.toml")[0] == 0
    assert list(reviews(Path("ours.toml"))) == ["no-names"]
    assert not FILE.exists()


def test_the_status_tells_what_was_never_reviewed(review):
    left, out = review("--status")
    assert left == 1
    assert out.endswith("Edition 2019-05-02: 0 reviewed, 0 stale, 9 never.\n")
    review("no-names", *BY)
    left, out = review("--status")
    assert left == 1
    assert re.search(r"^no-names +reviewed  2026-01-31  Ada Lace$", out, re.MULTILINE)
    assert review("--status", "no-names")[0] == 0
    review("--all", *BY)
    assert review("--status")[0] == 0


def test_the_status_tells_what_is_stale_and_why(review):
    review("--all", *BY)
    text = FILE.read_text("utf-8")
    kept = reviews(FILE)
    text = text.replace(kept["no-names"].statement, "0" * 64)
    text = text.replace(kept["hobby-days"].sentences[named("Hobby backups")], "0" * 64)
    FILE.write_text(text, "utf-8")
    left, out = review("--status")
    assert left == 1
    assert re.search(r"^no-names +stale .*\n  our statement changed$", out, re.MULTILINE)
    assert re.search(r"^hobby-days +stale .*\n  its sentences changed$", out, re.MULTILINE)
    assert "7 reviewed, 2 stale, 0 never" in out


def test_a_changed_page_makes_a_rule_wait_until_it_is_cleared(review):
    review("--all", *BY)
    assert review("--status", "--page", "page.md")[0] == 0
    left, out = review("--status", "--page", "days.md")
    assert left == 1
    assert re.search(r"^hobby-days +reviewed  suspect   2026-01-31  Ada Lace$", out, re.MULTILINE)
    assert "Waiting to be cleared: 1" in out
    gesture = (
        "hobby-days",
        "--cleared",
        "--by",
        "Bo",
        "--reason",
        "only fewer days",
        "--page",
        "days.md",
        "--on",
        "2026-02-01",
    )
    assert review(*gesture) == (0, "1 rule cleared, in datausage-review.toml.\n")
    kept = reviews(FILE)["hobby-days"]
    assert kept.by == "Ada Lace"
    assert kept.cleared is not None
    assert (kept.cleared.by, kept.cleared.reason) == ("Bo", "only fewer days")
    left, out = review("--status", "--page", "days.md")
    assert left == 0
    assert re.search(r"^hobby-days +reviewed  cleared ", out, re.MULTILINE)
    Path("days.md").write_text(PAGE.replace("90 days", "30 days"), "utf-8")
    assert review("--status", "--page", "days.md")[0] == 1


def test_a_clearance_outlives_another_review(review):
    review("--all", *BY)
    review("hobby-days", "--cleared", "--by", "Bo", "--reason", "x", "--page", "days.md")
    review("hobby-days", "--by", "Cy")
    assert reviews(FILE)["hobby-days"].cleared is not None
    assert review("--status", "--page", "days.md")[0] == 0


def test_the_status_as_json_has_every_rule(review):
    review("no-names", *BY)
    left, out = review("--status", "--json", "--page", "days.md")
    assert left == 1
    data = json.loads(out)
    assert (data["format"], data["version"]) == ("datausage-review-status", 1)
    assert (data["edition"], data["settled"], data["unknown"]) == ("2019-05-02", False, [])
    assert [one["rule"] for one in data["rules"]] == [one.id for one in RULES]
    told = {one["rule"]: one for one in data["rules"]}
    assert told["no-names"] == {
        "rule": "no-names", "review": "reviewed", "why": None, "by": "Ada Lace",
        "on": "2026-01-31", "page": "current", "because": [],
    }  # fmt: skip
    assert told["hobby-days"]["page"] == "suspect"
    assert told["hobby-days"]["because"] == [named("Hobby backups")]


def test_a_page_that_is_not_the_page_says_nothing_of_any_rule(review):
    review("--all", *BY)
    Path("page.md").write_text("# 404\n", "utf-8")
    before = FILE.read_bytes()
    assert review("--status", "--page", "page.md")[0] == 3
    assert (
        review("hobby-days", "--cleared", "--by", "Bo", "--reason", "x", "--page", "page.md")[0]
        == 3
    )
    assert FILE.read_bytes() == before


def test_rules_of_another_edition_stay_and_are_named(review):
    review("no-names", *BY)
    text = FILE.read_text("utf-8").replace("rules.no-names", "rules.long-gone")
    FILE.write_text(text, "utf-8")
    assert "No rule of this edition: long-gone." in review("--status")[1]
    review("no-names", *BY)
    assert list(reviews(FILE)) == ["long-gone", "no-names"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "say who reviewed, with --by"),
        (["no-names"], "say who reviewed, with --by"),
        (["--by", "Ada"], "name the rules that were reviewed"),
        (["no-names", "--all", "--by", "Ada"], "one of these"),
        (["no-name", "--by", "Ada"], "there is no rule no-name"),
        (["--part", "noise", "--by", "Ada"], "--part noise: there is no such part"),
        (["no-names", "--by", "A\x1b[2J"], "--by: write a text of one line"),
        (["no-names", "--by", "a" * 201], "--by: write a text of one line, 200"),
        (["no-names", "--by", " "], "--by: write a text of one line"),
        (["no-names", "--by", "Ada", "--on", "yesterday"], "--on yesterday: write a date"),
        (["no-names", "--by", "Ada", "--json"], "--json belongs to --status"),
        (["no-names", "--by", "Ada", "--reason", "x"], "belong to --cleared"),
        (["no-names", "--by", "Ada", "--cleared"], "--cleared needs the rule, --reason and"),
        (["--all", "--cleared", "--by", "A", "--reason", "x", "--page", "days.md"],
         "needs the rule"),
        (["no-names", "--cleared", "--by", "A", "--reason", "x", "--page", "days.md"],
         "no-names was never reviewed"),
        (["--status", "--by", "Ada"], "leave out --by"),
        (["--status", "--page", "none.md"], "none.md cannot be read"),
        (["--status", "--page", "/dev/zero"], "/dev/zero: it is no plain file; hand it in as -"),
        (["no-names", "--by", "Ada", "--file", "/dev/zero"], "/dev/zero: it is no plain file"),
        (["--status", "--file", "/dev/zero"], "/dev/zero: cannot be read: it is no plain file"),
        (["no-names", "--by", "Ada", "--file", "none/x.toml"], "cannot be written"),
        (["no-names", "--by", "Ada", "--file", "page.md"], "page.md: is not TOML"),
    ],
)  # fmt: skip
def test_wrong_use_is_refused_and_writes_nothing(review, words, said):
    before = sorted(Path().iterdir())
    left, out = review(*words)
    assert left == 2
    assert said in " ".join(out.split())
    assert "\x1b" not in out
    assert sorted(Path().iterdir()) == before


def test_a_current_rule_has_nothing_to_clear(review):
    review("--all", *BY)
    said = review("no-names", "--cleared", "--by", "A", "--reason", "x", "--page", "days.md")
    assert said == (2, "datausage review: no-names is current; there is nothing to clear\n")


def test_a_damaged_file_is_refused_by_file_rule_and_field(review):
    review("no-names", *BY)
    FILE.write_text(FILE.read_text("utf-8").replace("2026-01-31", "'soon'"), "utf-8")
    for words in (["--status"], ["no-names", *BY]):
        left, out = review(*words)
        assert left == 2
        assert "datausage-review.toml: rules.no-names: on: write a date" in " ".join(out.split())


def test_two_reviews_at_the_same_time_are_both_kept(review, monkeypatch):
    review("no-names", *BY)
    real, second = command.review_file.edited, []

    def slowly(*words):
        if not second:
            other = Thread(target=main, args=[["review", "learning-off", "--by", "Bo"]])
            second.append(other)
            other.start()
            other.join(0.5)
            assert other.is_alive(), "it waits"
        return real(*words)

    monkeypatch.setattr(command.review_file, "edited", slowly)
    assert review("hobby-days", *BY)[0] == 0
    second[0].join(60)
    found = {name: one.by for name, one in reviews(FILE).items()}
    assert found == {"no-names": "Ada Lace", "hobby-days": "Ada Lace", "learning-off": "Bo"}


def test_what_an_editor_saves_meanwhile_is_not_lost(review, monkeypatch):
    review("no-names", *BY)
    real = command.review_file.edited

    def slowly(*words):
        FILE.write_text(FILE.read_text("utf-8") + "# by hand\n", "utf-8")
        return real(*words)

    monkeypatch.setattr(command.review_file, "edited", slowly)
    left, out = review("hobby-days", *BY)
    assert left == 2
    assert "somebody else has changed it meanwhile; do it again" in " ".join(out.split())
    assert FILE.read_text("utf-8").endswith("# by hand\n")
    assert list(reviews(FILE)) == ["no-names"]


def test_a_file_of_windows_stays_one(review):
    review("no-names", *BY)
    FILE.write_bytes(b"\xef\xbb\xbf" + FILE.read_bytes().replace(b"\n", b"\r\n"))
    assert review("hobby-days", *BY)[0] == 0
    data = FILE.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf#")
    assert data.count(b"\r\n") == data.count(b"\n")
    assert review("--status")[1].count("2026-01-31") == 2


def test_the_day_is_given_or_that_of_the_build_or_that_of_the_clock():
    assert day("2026-01-31", clock=lambda: 2e9, environment={"SOURCE_DATE_EPOCH": "0"}) == date(
        2026, 1, 31
    )
    assert day(None, clock=None, environment={"SOURCE_DATE_EPOCH": "86400"}) == date(1970, 1, 2)
    assert day(None, clock=lambda: 86400.0 * 3, environment={}) == date(1970, 1, 4)
    with pytest.raises(RefusedError, match="SOURCE_DATE_EPOCH=soon: write a date"):
        day(None, environment={"SOURCE_DATE_EPOCH": "soon"})


def test_the_rules_that_are_shipped_can_all_be_reviewed(review, monkeypatch, tmp_path):
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    assert review("--all", *BY)[0] == 0
    assert review("--status")[0] == 0
    assert list(reviews(FILE)) == list(load().rules)


def test_help_teaches_within_eighty_columns(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as stop:
        main(["review", "--help"])
    assert stop.value.code == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80
