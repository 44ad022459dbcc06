"""The command ``datausage spec``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

import datausage.spec
from datausage.cli import main

from .records import record, write

if TYPE_CHECKING:
    from pathlib import Path


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


def test_a_copy_is_shown_beside(tmp_path: Path) -> None:
    copy, file = tmp_path / "copy.md", tmp_path / "spec.html"
    copy.write_text("# Of apples\n\nThis is another page.\n", "utf-8")
    assert main(["spec", "-o", str(file), "--page", str(copy)]) == 0
    assert "Not found in your copy." in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["-o", "spec.txt"], ".html, .md, .pdf"),
        (["-o", "no-folder/spec.html"], "cannot be written"),
        (["-o", "spec.html", "--edition", "1999-01-01"], "2025-10-27"),
        (["-o", "spec.html", "--date", "tomorrow"], "--date tomorrow"),
        (["-o", "spec.html", "--evidence", "no-folder"], "record.json cannot be read"),
        (["-o", "spec.html", "--page", "no-copy.md"], "no-copy.md cannot be read"),
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
    data = record()
    data["policy"]["edition"] = "2020-01-01"
    evidence = write(tmp_path / "evidence", data)
    assert main(["spec", "-o", str(tmp_path / "a.html"), "--evidence", str(evidence)]) == 2
    assert "2020-01-01" in _refused(capsys)


@pytest.mark.parametrize(
    "library",
    [("jinja2", ".html", "datausage[spec]"), ("weasyprint", ".pdf", "datausage[pdf]")],
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
    assert f"{missing} is missing: pip install '{extra}'" in _refused(capsys)
