from __future__ import annotations

import argparse
import json

import pytest

from datausage.policy import lock as locks
from datausage.policy.commands import register

PAGE = """\
# Lending

Readers may keep a borrowed atlas for three weeks unless another reader asks for it. Be kind.
"""


@pytest.fixture(autouse=True)
def _own_editions(tmp_path, monkeypatch):
    monkeypatch.setattr(locks, "EDITIONS", tmp_path / "editions")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def copy(tmp_path):
    path = tmp_path / "copy.md"
    path.write_text(PAGE, "utf-8")
    return path


def run(*words):
    parser = argparse.ArgumentParser(prog="datausage")
    register(parser.add_subparsers(required=True))
    args = parser.parse_args(["lock", *map(str, words)])
    return args.func(args)


@pytest.fixture
def lock_file(copy, tmp_path, capsys):
    assert run("build", copy, "--edition", "2019-05-02", "--write") == 0
    capsys.readouterr()
    return tmp_path / "editions" / "2019-05-02" / "sentences.json"


def test_check_of_the_locked_copy_is_all_right(copy, lock_file, capsys):
    assert run("check", copy) == 0
    assert (
        capsys.readouterr().out == "This copy is edition 2019-05-02: 2 sentences, all in place.\n"
    )


def test_check_of_another_copy_names_the_differences(copy, lock_file, capsys):
    copy.write_text(PAGE.replace("three", "two"), "utf-8")
    assert run("check", copy) == 1
    sentence = json.loads(lock_file.read_text())["sentences"][0]["id"]
    assert capsys.readouterr().out == (
        f"reworded  {sentence}    line 3    Lending (sentence)\n"
        "1 difference from edition 2019-05-02.\n"
    )


def test_a_copy_with_a_byte_order_mark_is_the_same_copy(copy, lock_file):
    copy.write_text(PAGE, "utf-8-sig")
    assert run("check", copy) == 0


def test_build_writes_nothing_unless_told_to(copy, lock_file, capsys):
    before = lock_file.read_text()
    copy.write_text(PAGE + "\nCome often.\n", "utf-8")
    assert run("build", copy) == 0
    assert lock_file.read_text() == before
    out = capsys.readouterr().out
    assert "3 sentences: 2 unchanged, 0 reworded, 1 new" in " ".join(out.split())
    assert "Nothing was written" in out


def test_build_of_a_new_edition_keeps_the_ids_of_the_one_before(copy, lock_file, capsys):
    old = lock_file.read_text()
    copy.write_text(PAGE.replace("three", "two").replace(" Be kind.", ""), "utf-8")
    assert run("build", copy, "--edition", "2020-01-01", "--write") == 0
    assert lock_file.read_text() == old
    assert locks.load("2020-01-01").sentences[0].id == locks.load("2019-05-02").sentences[0].id
    out = " ".join(capsys.readouterr().out.split())
    assert "0 unchanged, 1 reworded, 0 new; 1 are gone" in out
    assert run("check", copy) == 0
    assert run("check", copy, "--edition", "2019-05-02") == 1


def test_build_of_an_earlier_edition_owes_nothing_to_a_later_one(copy, lock_file):
    assert run("build", copy, "--edition", "2018-01-01", "--write") == 0
    earlier, later = locks.load("2018-01-01"), locks.load("2019-05-02")
    assert {s.id for s in earlier.sentences}.isdisjoint(s.id for s in later.sentences)


def test_build_refuses_a_page_it_does_not_understand(copy, lock_file, capsys):
    before = lock_file.read_text()
    copy.write_text(PAGE + '\n<Card title="More">\n', "utf-8")
    assert run("build", copy, "--write") == 1
    assert lock_file.read_text() == before
    assert capsys.readouterr().out == 'line 5 is not understood: <Card title="More">\n'


def test_copied_finds_the_page_in_files_but_not_in_the_copy_itself(copy, tmp_path, capsys):
    assert run("copied", copy) == 0
    assert capsys.readouterr().out == "0 copied runs in 0 files.\n"
    (tmp_path / "notes.txt").write_text("may keep a borrowed atlas for three weeks", "utf-8")
    assert run("copied", copy) == 1
    assert capsys.readouterr().out == (
        "notes.txt:1: may keep a borrowed atlas for three weeks\n1 copied run in 1 file.\n"
    )
    assert run("copied", copy, "notes.txt", "editions-of-nobody") == 2


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"", "is empty"), (b" \n", "is empty"), (b"caf\xe9", "is not UTF-8 text (byte 3)")],
)
@pytest.mark.parametrize("action", ["check", "build", "copied"])
def test_a_copy_that_is_no_text_is_a_clear_error(copy, capsys, action, content, problem):
    copy.write_bytes(content)
    assert run(action, copy) == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"datausage lock: {copy} {problem}\n")


def test_a_copy_that_cannot_be_read_is_a_clear_error(tmp_path, capsys):
    assert run("check", tmp_path / "none.md") == 2
    assert "none.md cannot be read: No such file" in capsys.readouterr().err
    assert run("check", tmp_path) == 2
    assert "cannot be read: Is a directory" in capsys.readouterr().err


def test_an_unknown_edition_is_a_clear_error(copy, lock_file, capsys):
    assert run("check", copy, "--edition", "1999-01-01") == 2
    assert "unknown edition '1999-01-01'; locked: 2019-05-02" in capsys.readouterr().err
    assert run("build", copy, "--edition", "../2019") == 2
    assert "an edition is named by its date" in capsys.readouterr().err


def test_without_any_locked_edition_the_error_says_what_to_do(copy, capsys):
    assert run("check", copy) == 2
    assert "no edition is locked yet" in capsys.readouterr().err


def test_a_page_of_headings_only_cannot_be_locked(copy, lock_file, capsys):
    copy.write_text("# Lending\n", "utf-8")
    assert run("build", copy) == 2
    assert "holds no sentence" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["check"], ["build"], ["copied"]])
def test_help_teaches_within_80_columns(words, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as stop:
        run(*words, "--help")
    assert stop.value.code == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    assert "datausage lock" in out


@pytest.mark.parametrize("words", [[], ["check"], ["mend", "copy.md"]])
def test_wrong_use_is_exit_status_2(words):
    with pytest.raises(SystemExit) as stop:
        run(*words)
    assert stop.value.code == 2


def test_what_is_said_stays_within_80_columns(copy, lock_file, capsys):
    heading = "A heading that goes on and on about lending until the line is surely too long"
    copy.write_text(f"# {heading}\n\nBe kind.\n", "utf-8")
    assert run("check", copy) == 1
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80
