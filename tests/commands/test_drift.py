"""The command `datausage drift`."""

from __future__ import annotations

import io
import json
import os
import sys
from types import SimpleNamespace

import pytest
from tests.policy.made_up import LOCK, PAGE, RULES, named

from datausage.cli import main
from datausage.commands import drift as command
from datausage.commands import drift_report
from datausage.policy import lock as locks
from datausage.policy.source import LARGEST

DAYS = PAGE.replace("90 days", "60 days")


@pytest.fixture(autouse=True)
def _made_up_edition(monkeypatch, tmp_path):
    edition = SimpleNamespace(rules={one.id: one for one in RULES})
    monkeypatch.setattr(command.locks, "editions", lambda: (LOCK.edition,))
    monkeypatch.setattr(command.locks, "load", lambda name: LOCK)
    monkeypatch.setattr(command.editions, "load", lambda name: edition)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def drift(tmp_path, capsys):
    def run(page: str | bytes, *options: str) -> tuple[int, str]:
        content = page.encode() if isinstance(page, str) else page
        (tmp_path / "page.md").write_bytes(content)
        left = main(["drift", "page.md", *options])
        said = capsys.readouterr()
        assert not said.err
        assert list(tmp_path.iterdir()) == [tmp_path / "page.md"], "nothing is stored"
        return left, said.out

    return run


def test_the_same_page_has_not_changed(drift):
    left, out = drift(PAGE)
    assert left == 0
    assert out == (
        "Compared with edition 2019-05-02.\n\nSentences: 37 unchanged.\nRules: 9 current.\n"
    )


def test_a_moved_sentence_is_shown_and_no_change(drift):
    left, out = drift(PAGE.replace("## Backups", "## Copies"))
    assert left == 0
    assert out.count("\nmoved ") == 5
    assert "Copies (sentence; another heading)" in out


def test_a_change_is_told_by_sentence_and_by_rule(drift):
    left, out = drift(DAYS)
    assert left == 1
    name = named("Hobby backups")
    assert f"reworded   {name}    29  Backups (sentence)" in out
    assert f"suspect   hobby-days ({name})" in out
    assert out.endswith("Sentences: 36 unchanged, 1 reworded.\nRules: 8 current, 1 suspect.\n")


def test_only_a_new_sentence_is_a_change_as_well(drift):
    left, out = drift(PAGE + "\nPencils are sold apart.\n")
    assert left == 1
    assert "new        -           53  Defaults by kind of host (sentence)" in out
    assert "Rules: 9 current." in out


def test_all_lists_what_is_unchanged(drift):
    _, out = drift(PAGE, "--all")
    assert out.count("\nunchanged ") == 37
    assert out.count("\ncurrent ") == 9


def test_the_wording_of_the_copy_is_shown_on_request_alone(drift):
    for options in ([], ["--all"], ["--json"]):
        assert "60 days" not in drift(DAYS, *options)[1]
    assert "    > Hobby backups are stored for 60 days on machines in" in drift(DAYS, "--show")[1]


@pytest.mark.parametrize("options", [[], ["--all"], ["--show"], ["--all", "--show"]])
def test_what_is_said_fits_eighty_columns(drift, options):
    long = "A heading " + "that goes on " * 20
    page = PAGE.replace("## Backups", f"## {long}").replace("90 days", "60 days")
    out = drift(page, *options)[1]
    assert max(map(len, out.splitlines())) <= 80


def test_json_has_every_sentence_and_every_rule(drift):
    left, out = drift(DAYS + "\nPencils are sold apart.\n", "--json")
    assert left == 1
    data = json.loads(out)
    assert (data["format"], data["version"]) == ("datausage-drift", 1)
    assert (data["edition"], data["source"], data["changed"]) == ("2019-05-02", "reached", True)
    assert [one["id"] for one in data["sentences"]] == [*(one.id for one in LOCK.sentences), None]
    assert [one["rule"] for one in data["rules"]] == [one.id for one in RULES]
    (changed,) = [one for one in data["sentences"] if one["state"] == "reworded"]
    assert changed["lines"] == [29]
    assert changed["heading"] == ["What Larch does with sketches", "Backups"]
    assert len(changed["wording"]) == 1
    (rule,) = [one for one in data["rules"] if one["state"] != "current"]
    assert rule == {"rule": "hobby-days", "state": "suspect", "because": [changed["id"]]}


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xff", b"<html>", b"# 404\n\nNot found.\n", b"a" * 2 * LARGEST]
)
def test_what_is_not_the_page_is_unreachable_and_never_removed(drift, content):
    left, out = drift(content)
    assert left == 3
    assert out.startswith("Source unreachable: ")
    assert "removed" not in out
    left, out = drift(content, "--json")
    assert left == 3
    data = json.loads(out)
    assert data.pop("reason")
    assert data == {
        "format": "datausage-drift", "version": 1, "edition": "2019-05-02", "source": "unreachable",
    }  # fmt: skip


def test_a_copy_is_read_from_standard_input(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(DAYS.encode())))
    assert main(["drift", "-"]) == 1
    assert "1 reworded" in capsys.readouterr().out


HOSTILE = "\x1b[31mred\u202e \x07 \u200b"


@pytest.mark.parametrize("options", [[], ["--show"], ["--json"], ["--all"]])
def test_a_hostile_page_does_not_act_on_a_terminal(drift, options):
    page = PAGE.replace("## Backups", f"## Backups {HOSTILE}").replace("90 days", f"9 {HOSTILE}")
    left, out = drift(page, *options)
    assert left == 1
    assert not set(out) & set("\x1b\x07\u202e\u200b")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["none.md"], "none.md cannot be read: No such file or directory"),
        (["."], ". cannot be read: it is a folder"),
        (["/dev/zero"], "/dev/zero: it is no plain file; hand it in as -, with < or |"),
        (["pipe"], "pipe: it is no plain file; hand it in as -"),
        (["a\0b"], "cannot be read"),
        (["\x1b[2J.md"], "\\x1b[2J.md cannot be read"),
        (["page.md", "--json", "--show"], "leave out --show"),
    ],
)
def test_wrong_use_is_refused(words, said, capsys):
    if hasattr(os, "mkfifo"):
        os.mkfifo("pipe")
    elif words == ["pipe"]:
        pytest.skip("this system has no pipes with names")
    assert main(["drift", *words]) == 2
    refused = capsys.readouterr()
    assert said in " ".join(refused.err.split())
    assert not refused.out


MOVED = PAGE.replace("## Backups", "## {}")


@pytest.mark.parametrize("words", ["that goes on " * 200, "x" * 3_000, "\u202e\x1b[2J" * 400])
def test_a_heading_of_the_copy_is_bounded_and_escaped_everywhere(drift, words):
    page = MOVED.format(f"Copies {words}")
    for options in ((), ("--all",), ("--show",)):
        left, out = drift(page, *options)
        assert left == 0
        assert out.count("\nmoved ") == 5
        assert max(map(len, out.splitlines())) <= 80
        assert "Copies " in out
        assert out.count("\u2026") >= 5
        assert out.replace("\n", "").isprintable()
    data = json.loads(drift(page, "--json")[1])
    titles = [title for one in data["sentences"] for title in one["heading"]]
    assert 60 < max(map(len, titles)) <= drift_report.MOST_OF_A_HEADING + 1
    assert all(title.isprintable() for title in titles)


@pytest.mark.parametrize("length", [24, 25, 26, 27, 49, 50, 51, 52, 300])
def test_the_column_of_headings_ends_where_the_line_does(drift, length):
    """What is said of a sentence stands beside a heading that leaves room for it, else below."""
    most = 50
    out = drift(MOVED.format("y" * length))[1].splitlines()
    rows = [at for at, line in enumerate(out) if "yyy" in line]
    assert len(rows) == 5
    for at in rows:
        row, below = out[at], out[at + 1]
        assert row.startswith("moved ")
        assert row[27:].startswith("y" * min(length, most))
        assert len(row) <= 80
        assert ("\u2026" in row) == (length > most)
        what = (row if row.endswith(")") else below).partition("(")[2]
        if 27 + length + len(f" ({what}") <= 80:
            assert row.endswith(f" ({what}")
        else:
            assert below == f"{'':27}({what}"


def test_an_unknown_edition_is_refused(monkeypatch, capsys):
    monkeypatch.undo()
    assert main(["drift", "-", "--edition", "1999-01-01"]) == 2
    assert "1999-01-01" in capsys.readouterr().err
    assert "2025-10-27" in locks.editions()


def test_help_teaches_within_eighty_columns(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as stop:
        main(["drift", "--help"])
    assert stop.value.code == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80
