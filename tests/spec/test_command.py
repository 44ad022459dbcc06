"""The command ``datausage spec``."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

import datausage.spec
from datausage.cli import main
from datausage.commands import spec as command
from datausage.evidence import folder, written
from datausage.extras import installing

from .made_up import LOCK, PAGE, SENTENCES, of
from .records import record, write


def _refused(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("suffix", [".html", ".md"])
def test_the_suffix_says_in_which_form(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"spec{suffix}"
    assert main(["spec", "-o", str(file)]) == 0
    begins = {".html": "<!doctype html>", ".md": "# Data usage"}[suffix]
    assert file.read_text("utf-8").startswith(begins)


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    evidence = write(tmp_path / "evidence", record())
    files = [tmp_path / "a.html", tmp_path / "b.html"]
    for file in files:
        assert main(["spec", "-o", str(file), "--evidence", str(evidence)]) == 0
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_date_is_given_or_comes_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "spec.md"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert main(["spec", "-o", str(file)]) == 0
    assert "on 2 January 1970" in file.read_text("utf-8")
    assert main(["spec", "-o", str(file), "--date", "2026-01-31"]) == 0
    assert "on 31 January 2026" in file.read_text("utf-8")


def test_a_copy_is_shown_beside_with_what_changed_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command.locks, "load", lambda name: LOCK)
    copy, file = tmp_path / "copy.md", tmp_path / "spec.html"
    copy.write_text(PAGE.replace(of("retention-zero"), ""), "utf-8")
    assert main(["spec", "-o", str(file), "--page", str(copy)]) == 0
    text = file.read_text("utf-8")
    assert SENTENCES[0] in text
    assert "Not found in your copy." in text
    assert "was removed, and nobody has cleared the rule for that." in text


def test_what_is_no_copy_of_the_page_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.md"
    copy.write_text("# Of apples\n\nThis is another page.\n", "utf-8")
    assert main(["spec", "-o", str(tmp_path / "a.html"), "--page", str(copy)]) == 2
    assert "this is not a copy of the page, it has 0 of" in _refused(capsys)
    copy.write_text("word " * 100_000, "utf-8")
    assert main(["spec", "-o", str(tmp_path / "a.html"), "--page", str(copy)]) == 2
    assert "more than 100,000 bytes" in _refused(capsys)


def test_reviews_are_read_from_the_usual_file_and_from_one_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["spec", "-o", "a.md"]) == 0
    assert "without a record of sign-offs" in Path("a.md").read_text("utf-8")
    assert main(["review", "retention-zero", "--by", "Ada Lace", "--on", "2026-01-31"]) == 0
    assert main(["spec", "-o", "a.md"]) == 0
    assert "<code>Ada Lace</code> on 31 January 2026: 1 rule\n" in Path("a.md").read_text("utf-8")
    Path("datausage-review.toml").rename("signed.toml")
    assert main(["spec", "-o", "b.md", "--review", "signed.toml"]) == 0
    assert Path("a.md").read_bytes() == Path("b.md").read_bytes()


@pytest.mark.parametrize("name", ["record.json", "summary.md", "manifest.sha256"])
def test_evidence_that_was_changed_is_refused(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evidence = write(tmp_path / "evidence", record())
    changed = (evidence / name).read_bytes().replace(b"1", b"2", 1)
    (evidence / name).write_bytes(changed)
    assert main(["spec", "-o", str(tmp_path / "a.html"), "--evidence", str(evidence)]) == 2
    said = _refused(capsys)
    assert "changed or inconsistent" in said
    assert not (tmp_path / "a.html").exists()


def test_evidence_that_contradicts_itself_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = record()
    evidence = write(tmp_path / "evidence", replace(made, totals=replace(made.totals, violated=0)))
    assert main(["spec", "-o", str(tmp_path / "a.html"), "--evidence", str(evidence)]) == 2
    assert "the totals are not the sums of the checks" in _refused(capsys)


def test_what_was_not_checked_of_the_evidence_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = record()
    other = replace(made, instrument=replace(made.instrument, datausage="0.0.9"))
    evidence = write(tmp_path / "evidence", other)
    assert main(["spec", "-o", str(tmp_path / "a.html"), "--evidence", str(evidence)]) == 0
    assert "not checked: the conclusion, the rules and every other file" in _refused(capsys)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["-o", "spec.txt"], ".html, .md, .pdf"),
        (["-o", "no-folder/spec.html"], "cannot be written"),
        (["-o", "spec.html", "--edition", "1999-01-01"], "2025-10-27"),
        (["-o", "spec.html", "--date", "tomorrow"], "--date tomorrow"),
        (["-o", "spec.html", "--evidence", "no-folder"], "no-folder cannot be read"),
        (["-o", "spec.html", "--page", "no-copy.md"], "no-copy.md cannot be read"),
        (
            ["-o", "spec.html", "--review", "no-file.toml"],
            "--review no-file.toml: there is no such file",
        ),
    ],
)
def test_what_cannot_be_done_is_refused(
    arguments: list[str],
    named: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["spec", *arguments]) == 2
    assert named in _refused(capsys)
    assert not list(tmp_path.iterdir())


def test_a_record_of_another_edition_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = record()
    other = replace(made, policy=replace(made.policy, edition="2020-01-01"))
    evidence = tmp_path / "evidence"
    folder.replace_all(evidence, {written.FILE: written.written(other)}, ())
    assert main(["spec", "-o", str(tmp_path / "a.html"), "--evidence", str(evidence)]) == 2
    assert "of edition 2020-01-01, not 2025-10-27" in _refused(capsys)


@pytest.mark.parametrize(
    "library",
    [("jinja2", ".html", "spec"), ("jinja2", ".pdf", "pdf"), ("weasyprint", ".pdf", "pdf")],
)
def test_a_missing_library_is_named_with_what_to_install(
    library: tuple[str, str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    missing, suffix, extra = library
    monkeypatch.delitem(sys.modules, "datausage.spec.rendering", raising=False)
    monkeypatch.delattr(datausage.spec, "rendering", raising=False)
    monkeypatch.setitem(sys.modules, missing, None)
    assert main(["spec", "-o", str(tmp_path / f"spec{suffix}")]) == 2
    assert f"{missing} is missing: {installing(extra)}" in _refused(capsys)
