"""The command ``datausage verify``: one line, and an exit code that a CI can go by."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.evidence.building import FAILING, record

from datausage.cli import main
from datausage.evidence import formats, manifest, written
from datausage.evidence.folder import replace_all

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of evidence as a run writes it."""
    place = tmp_path / "evidence"
    replace_all(place, formats.files(record(FAILING, exit_code=1)), formats.NAMES)
    return place


def _said(capsys: pytest.CaptureFixture[str]) -> str:
    (line,) = capsys.readouterr().out.splitlines()
    return line


def test_unchanged_evidence_ends_with_0(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(folder)]) == 0
    assert "unchanged and consistent. impl, 2025-11-22" in _said(capsys)


def test_one_line_says_what_was_changed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "junit.xml").write_text("<testsuites/>")
    (folder / "notes.txt").write_text("")
    assert main(["verify", str(folder)]) == 1
    line = _said(capsys)
    assert "changed or inconsistent: junit.xml was changed; notes.txt was added" in line


def test_much_that_was_changed_is_one_line_still(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in formats.NAMES:
        if name not in (manifest.FILE, written.FILE):
            (folder / name).write_text("")
    assert main(["verify", str(folder)]) == 1
    assert _said(capsys).endswith(" more")


def test_a_run_that_was_broken_off_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begun = {written.FILE: written.written(record(complete=False))}
    replace_all(folder, begun, formats.NAMES)
    assert main(["verify", str(folder)]) == 1
    assert _said(capsys).endswith("the run is not complete: it was broken off")


def test_a_link_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "junit.xml").unlink()
    (folder / "junit.xml").symlink_to("/etc/hostname")
    assert main(["verify", str(folder)]) == 1
    assert _said(capsys).endswith("junit.xml is no plain file")


def test_a_folder_that_is_none_or_empty_is_wrong_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(tmp_path / "none")]) == 2
    assert main(["verify", str(tmp_path)]) == 2
    assert main(["verify", "\0"]) == 2
    assert "there is no such folder" in capsys.readouterr().err


def test_what_stands_in_a_file_does_nothing_to_a_terminal(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = record(text="\x1b[31mred\u202e\n")
    replace_all(folder, formats.files(changed), formats.NAMES)
    (folder / "\x1b[2J.txt").write_text("")
    main(["verify", str(folder)])
    assert _said(capsys).isprintable()


@pytest.mark.parametrize("key", ["datausage", "features_sha256"])
def test_what_could_not_be_compared_has_an_exit_code_of_its_own(
    folder: Path, capsys: pytest.CaptureFixture[str], key: str
) -> None:
    made = record(FAILING, exit_code=1)
    other = replace(made, instrument=replace(made.instrument, **{key: "9" * 64}))
    replace_all(folder, formats.files(other), formats.NAMES)
    assert main(["verify", str(folder)]) == 3
    first, second = capsys.readouterr().out.splitlines()
    assert "not compared: the conclusion, the rules and every other file" in first
    assert "nothing wrong was found, but not all compared" in second
    assert "unchanged" not in second
    assert made.run.conclusion not in second


def test_without_the_library_the_schema_is_not_looked_at_and_that_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jsonschema", None)
    assert main(["verify", str(folder)]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert "not looked at: the published schema" in first
    assert "unchanged and consistent" in second


def test_a_conclusion_that_does_not_follow_is_told_and_not_repeated(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = record(FAILING, exit_code=1)
    better = replace(made, run=replace(made.run, conclusion="No violation was found."))
    replace_all(folder, formats.files(better), formats.NAMES)
    assert main(["verify", str(folder)]) == 1
    line = _said(capsys)
    assert "the conclusion is not that of the results" in line
    assert "No violation" not in line
