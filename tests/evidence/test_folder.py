"""Only ours is written over, and what is half written never passes for whole."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from datausage.evidence import folder, formats, manifest, written
from datausage.evidence.checking import check

from .building import FAILING, record

WHOLE = formats.files(record())


def _content(place: Path) -> dict[str, bytes]:
    return {entry.name: entry.read_bytes() for entry in sorted(place.iterdir())}


def _write(place: Path, files: dict[str, bytes]) -> None:
    folder.examine(place, formats.NAMES)
    folder.replace_all(place, files, formats.NAMES)


def test_a_folder_is_made_and_has_every_file(tmp_path: Path) -> None:
    place = tmp_path / "deep" / "evidence"
    _write(place, WHOLE)
    assert sorted(_content(place)) == sorted(formats.NAMES)
    assert check(_content(place)).wrong == ()


def test_ours_is_replaced_and_what_is_not_made_any_more_goes(tmp_path: Path) -> None:
    _write(tmp_path, WHOLE)
    begun = written.written(record(complete=False))
    _write(tmp_path, {written.FILE: begun})
    assert sorted(_content(tmp_path)) == [manifest.FILE, written.FILE]
    _write(tmp_path, formats.files(record(FAILING, exit_code=1)))
    assert check(_content(tmp_path)).wrong == ()


@pytest.mark.parametrize(
    "files",
    [
        {"notes.txt": b"mine"},
        {"junit.xml": b"<testsuites/>"},
        {"record.json": b"{}"},
        {"manifest.sha256": b""},
        {**WHOLE, "notes.txt": b"mine"},
    ],
    ids=["notes", "report", "record", "manifest", "beside"],
)
def test_a_foreign_folder_is_refused_and_left_alone(
    tmp_path: Path, files: dict[str, bytes]
) -> None:
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    with pytest.raises(folder.ForeignFolderError):
        folder.examine(tmp_path, formats.NAMES)
    assert _content(tmp_path) == files


def test_evidence_of_one_target_and_of_several_never_lie_in_one_folder(tmp_path: Path) -> None:
    """What was left of the other would stand beside it, and speak of another run."""
    folder.examine_above(tmp_path)
    _write(tmp_path / "one", formats.files(record()))
    folder.examine_above(tmp_path)
    with pytest.raises(folder.ForeignFolderError, match="of several targets, of one first"):
        folder.examine(tmp_path, formats.NAMES)
    with pytest.raises(folder.ForeignFolderError, match="of one target, and there are several"):
        folder.examine_above(tmp_path / "one")


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(folder.ForeignFolderError, match="no folder"):
        folder.examine(tmp_path / "file", formats.NAMES)


def test_a_link_in_the_folder_is_replaced_and_not_written_through(tmp_path: Path) -> None:
    place, outside = tmp_path / "evidence", tmp_path / "outside"
    _write(place, WHOLE)
    outside.write_text("mine")
    (place / "junit.xml").unlink()
    (place / "junit.xml").symlink_to(outside)
    _write(place, WHOLE)
    assert outside.read_text() == "mine"
    assert not (place / "junit.xml").is_symlink()


def test_a_record_that_is_a_link_is_none_of_ours(tmp_path: Path) -> None:
    place = tmp_path / "evidence"
    place.mkdir()
    (tmp_path / "record.json").write_bytes(WHOLE["record.json"])
    (place / "record.json").symlink_to(tmp_path / "record.json")
    with pytest.raises(folder.ForeignFolderError):
        folder.examine(place, formats.NAMES)


@pytest.mark.parametrize("number", range(len(WHOLE) + 1))
def test_broken_off_anywhere_it_does_not_pass_for_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    _write(tmp_path, {written.FILE: written.written(record(complete=False))})
    left, real = [number], os.replace

    def break_off(*names: object) -> None:
        if not left[0]:
            raise OSError("no space left")
        left[0] -= 1
        real(*names)  # type: ignore[arg-type]

    monkeypatch.setattr("os.replace", break_off)
    with pytest.raises(OSError, match="no space left"):
        folder.replace_all(tmp_path, WHOLE, formats.NAMES)
    found = check(_content(tmp_path))
    assert bool(found.wrong) == (number > 0)
    # The record comes last: until all else is there it says that it is not complete.
    assert found.record is not None
    assert not found.record.complete
    assert not [name for name in _content(tmp_path) if name.startswith(".")]


BEGUN = written.written(record(complete=False))


@pytest.mark.parametrize("step", ["replace", "unlink"])
def test_a_run_that_begins_says_so_before_it_takes_an_earlier_one_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    _write(tmp_path, WHOLE)
    places = {"replace": "os.replace", "unlink": "pathlib.Path.unlink"}
    left = [1 if step == "replace" else 2]
    real = os.replace if step == "replace" else Path.unlink

    def break_off(*names: object, **options: object) -> None:
        if not left[0]:
            raise OSError("killed")
        left[0] -= 1
        real(*names, **options)  # type: ignore[operator]

    monkeypatch.setattr(places[step], break_off)
    with pytest.raises(OSError, match="killed"):
        folder.begin(tmp_path, BEGUN, formats.NAMES)
    monkeypatch.undo()
    found = check(_content(tmp_path))
    assert found.record is not None
    assert not found.record.complete
    assert found.wrong
    folder.begin(tmp_path, BEGUN, formats.NAMES)
    assert sorted(_content(tmp_path)) == [manifest.FILE, written.FILE]


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no such locks")
def test_a_folder_is_held_by_one_run_at_a_time(tmp_path: Path) -> None:
    release = folder.hold(tmp_path / "evidence")
    with pytest.raises(folder.BusyFolderError):
        folder.hold(tmp_path / "evidence")
    release()
    folder.hold(tmp_path / "evidence")()


def test_a_record_that_another_run_has_put_there_is_noticed(tmp_path: Path) -> None:
    assert not folder.taken_over(tmp_path, BEGUN)
    folder.begin(tmp_path, BEGUN, formats.NAMES)
    assert not folder.taken_over(tmp_path, BEGUN)
    folder.begin(tmp_path, BEGUN.replace(b"2025", b"2026"), formats.NAMES)
    assert folder.taken_over(tmp_path, BEGUN)
    (tmp_path / written.FILE).unlink()
    (tmp_path / written.FILE).symlink_to("elsewhere")
    assert folder.taken_over(tmp_path, BEGUN)


def test_what_a_killed_process_has_left_is_cleared(tmp_path: Path) -> None:
    _write(tmp_path, WHOLE)
    (tmp_path / ".datausage-abc").write_text("half")
    _write(tmp_path, WHOLE)
    assert check(_content(tmp_path)).wrong == ()


def test_a_draft_that_was_left_alone_does_not_lock_the_folder(tmp_path: Path) -> None:
    (tmp_path / ".datausage-abc").write_bytes(b"{")
    _write(tmp_path, WHOLE)
    assert sorted(_content(tmp_path)) == sorted(formats.NAMES)
