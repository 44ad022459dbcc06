"""Whatever is changed in a folder of evidence is noticed, and what comes from anybody is safe."""

from __future__ import annotations

import copy
import json
import os
from contextlib import suppress
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING, Any

import pytest

from datausage.evidence import checking, formats, manifest, opening, statement, written
from datausage.evidence.checking import check
from datausage.evidence.plain import MalformedError, from_plain
from datausage.evidence.record import Record

from .building import FAILING, HOSTILE, hostile, record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


@cache
def _usual() -> Mapping[str, bytes]:
    return formats.files(record(FAILING, exit_code=1))


def _folder(one: Record | None = None) -> dict[str, bytes]:
    return _sealed(dict(formats.files(one) if one else _usual()))


def _sealed(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files with a manifest that fits, as somebody would make it who changed them."""
    rest = {name: data for name, data in files.items() if name != manifest.FILE}
    return {**rest, manifest.FILE: manifest.manifest(rest)}


def _changed(change: Callable[[dict[str, Any]], object]) -> Record:
    plain = json.loads(_folder()[written.FILE])
    change(plain)
    found: Record = from_plain(Record, plain)
    return found


def _dumped(plain: Any) -> bytes:
    return f"{json.dumps(plain, indent=1)}\n".encode()


def _followers(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files that a statement is about."""
    return {n: data for n, data in files.items() if n not in (statement.FILE, manifest.FILE)}


def _check(plain: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = (one for one in plain["checks"] if one["id"] == name)
    return found


def _improve(plain: dict[str, Any]) -> None:
    _check(plain, "errors-default")["scenarios"][0].update(grade="conforms", finding=None)


INSIDE: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a total": (lambda p: p["totals"].update(violated=0), "the totals are not the sums"),
    "a population": (
        lambda p: _check(p, "metrics-default")["scenarios"][0]["population"].update(asked=10_000),
        "the totals are not the sums",
    ),
    "a grade": (
        lambda p: _check(p, "errors-default").update(grade="conforms"),
        "the grade of errors-default is not the worst",
    ),
    "a scenario": (_improve, "the grade of errors-default is not the worst"),
    "a scenario left out": (
        lambda p: _check(p, "errors-default").update(scenarios=[]),
        "the grade of errors-default is not the worst",
    ),
    "an exposure": (
        lambda p: _check(p, "errors-default").update(exposure="differs"),
        "the exposure of errors-default",
    ),
    "a finding": (
        lambda p: _check(p, "errors-default")["scenarios"][0]["finding"].update(grade="errored"),
        "a finding of errors-default has another grade",
    ),
    "a reason": (lambda p: p["checks"][0].pop("reason"), "has a grade and a reason"),
    "a check twice": (lambda p: p["checks"].append(p["checks"][-1]), "stands twice"),
    "a reading": (lambda p: p.update(readings_relied_on={}), "the readings relied on"),
    "whether it passed": (lambda p: p["run"].update(passed=True), "whether the run passed"),
    "its end": (lambda p: p["run"].update(finished=None), "complete without an end"),
    "its exit code": (lambda p: p["run"].update(exit=2), "complete without an end"),
    "a conclusion": (
        lambda p: p["run"].update(conclusion="All is well."),
        "the conclusion is not that of the results",
    ),
    "a title": (lambda p: p["policy"].update(title="Mine"), "the title is not"),
    "a limit": (lambda p: p["limits"].pop(), "the limits are not"),
    "a statement": (
        lambda p: _check(p, "errors-default").update(statement="Be good."),
        "the checks are not those of the edition",
    ),
    "a rule left out": (
        lambda p: p["checks"].remove(_check(p, "training-consumer-off")),
        "the checks are not those of the edition",
    ),
    "the name of a scenario": (
        lambda p: _check(p, "errors-default")["scenarios"][0].update(name="mine"),
        "errors-default has a scenario that the specification does not have",
    ),
    "more than there is": (
        lambda p: _check(p, "errors-default")["scenarios"][0]["population"].update(
            cells=0, cells_covered=1
        ),
        "a population of errors-default covers more than there is",
    ),
    "an end before the beginning": (
        lambda p: p["run"].update(finished="2025-11-22T09:59:59+00:00"),
        "the run ended before it began",
    ),
    "a selection": (lambda p: p["selection"].update(selected=["none"]), "no check"),
}


@pytest.mark.parametrize("text", ["", *HOSTILE.values()], ids=["usual", *HOSTILE])
def test_what_was_written_is_found_unchanged(text: str) -> None:
    found = check(_folder(hostile(text)) if text else _folder())
    assert found.wrong == ()
    assert found.uncompared == found.notes == ()


@pytest.mark.parametrize("name", formats.NAMES)
def test_a_file_that_is_missing_is_noticed(name: str) -> None:
    files = _folder()
    del files[name]
    assert check(files).wrong.count(f"{name} is missing") == 1
    assert check(_sealed(files)).wrong or name == manifest.FILE


@pytest.mark.parametrize("name", [name for name in formats.NAMES if name != manifest.FILE])
def test_a_changed_byte_is_noticed_even_with_a_manifest_that_fits(name: str) -> None:
    files = _folder()
    files[name] += b" "
    assert f"{name} was changed" in check(files).wrong
    how = "does not follow from the record"
    if name == written.FILE:
        how = "is not written as this version writes it"
    assert f"{name} {how}" in check(_sealed(files)).wrong


def test_a_file_that_was_added_is_noticed() -> None:
    files = {**_folder(), "more.txt": b""}
    assert check(files).wrong == ("more.txt was added", "more.txt is no file of this evidence")
    assert check(_sealed(files)).wrong == ("more.txt is no file of this evidence",)


@pytest.mark.parametrize(("change", "expected"), INSIDE.values(), ids=INSIDE)
def test_a_record_that_contradicts_itself_is_noticed_though_all_else_was_made_from_it(
    change: Callable[[dict[str, Any]], object], expected: str
) -> None:
    wrong = check(_folder(_changed(change))).wrong
    assert any(expected in one for one in wrong), wrong


def test_a_record_in_another_layout_is_noticed() -> None:
    files = _folder()
    files[written.FILE] = json.dumps(json.loads(files[written.FILE])).encode()
    assert "record.json is not written as this version writes it" in check(_sealed(files)).wrong


def test_a_record_that_cannot_be_read_is_told() -> None:
    files = {**_folder(), written.FILE: b"[]"}
    found = check(_sealed(files))
    assert found.record is None
    assert found.wrong == ("record.json: the document: list stands where dict must",)


ELSEWHERE: dict[str, tuple[str, str, str]] = {
    "version": ("instrument", "datausage", "made by datausage 0"),
    "features": ("instrument", "features_sha256", "other features"),
    "oracle": ("instrument", "oracle_sha256", "another reference"),
    "edition": ("policy", "edition", "edition 0"),
    "sentences": ("policy", "sentences_sha256", "another sentences.json"),
    "rules": ("policy", "rules_sha256", "another rules.toml"),
    "points": ("policy", "points_sha256", "another points.toml"),
}


@pytest.mark.parametrize(("part", "key", "reason"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_what_was_made_elsewhere_cannot_be_compared_and_is_not_called_unchanged(
    part: str, key: str, reason: str
) -> None:
    other = {"edition": "0001-01-01", "datausage": "0.0.9"}.get(key, "0" * 64)
    plain = json.loads(_folder()[written.FILE])
    plain[part][key] = other
    files = {**_folder(), written.FILE: _dumped(plain)}
    made: Record = from_plain(Record, plain)
    files[statement.FILE] = statement.statement(made, _followers(files))
    found = check(_sealed(files))
    assert found.wrong == ()
    (uncompared,) = found.uncompared
    assert reason in uncompared
    assert "the conclusion" in uncompared


def test_what_a_killed_run_has_left_is_unchanged_and_not_complete() -> None:
    begun = {written.FILE: written.written(record(complete=False))}
    found = check(_sealed(begun))
    assert found.wrong == ()
    assert found.record is not None
    assert not found.record.complete


# --- reading the folder


def _write(place: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (place / name).write_bytes(data)


def test_a_folder_is_read(tmp_path: Path) -> None:
    _write(tmp_path, _folder())
    assert opening.contents(tmp_path) == _folder()


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "secret").write_text("x")
    (tmp_path / "evidence" / "record.json").symlink_to(tmp_path / "secret")
    with pytest.raises(opening.UnfitFolderError, match=r"record\.json is no plain file"):
        opening.contents(tmp_path / "evidence")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "record.json")
    with pytest.raises(opening.UnfitFolderError, match="no plain file"):
        opening.contents(tmp_path)


def test_a_folder_in_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "record.json").mkdir()
    with pytest.raises(opening.UnfitFolderError, match="no plain file"):
        opening.contents(tmp_path)


def test_too_many_and_too_large_files_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "MOST_FILES", 3)
    monkeypatch.setattr(opening, "MOST_BYTES", 2**20)
    _write(tmp_path, {"a": b"x" * 2**20})
    assert len(opening.contents(tmp_path)["a"]) == 2**20
    _write(tmp_path, {"a": b"x" * (2**20 + 1)})
    with pytest.raises(opening.UnfitFolderError, match="larger than 1 MiB"):
        opening.contents(tmp_path)
    _write(tmp_path, {"a": b"", "b": b"", "c": b"", "d": b""})
    with pytest.raises(opening.UnfitFolderError, match="more than 3 files"):
        opening.contents(tmp_path)


def test_many_files_together_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_IN_ALL", 2 * 2**20)
    half = b"x" * 2**20
    _write(tmp_path, {"a": half, "b": half})
    assert len(opening.contents(tmp_path)) == 2
    _write(tmp_path, {"c": b"x", "d": b""})
    with pytest.raises(opening.UnfitFolderError, match="larger than 2 MiB in all"):
        opening.contents(tmp_path)


def test_a_statement_is_compared_even_where_nothing_can_be_made_again() -> None:
    files = _folder(_changed(lambda p: p["instrument"].update(datausage="0.0.9")))
    files["summary.md"] += b"more"
    assert check(_sealed(files)).wrong == (
        "statement.intoto.json has another digest of summary.md",
    )
    files["statement.intoto.json"] = b"[]"
    assert check(_sealed(files)).wrong == ("statement.intoto.json is no statement",)


def test_messages_that_another_parser_has_read_are_not_compared() -> None:
    files = formats.files(record())
    version = metadata.version("gherkin-official").encode()
    older = files["cucumber.ndjson"].replace(
        b"gherkin-official " + version, b"gherkin-official 31.0.0"
    )
    assert older != files["cucumber.ndjson"]
    files["cucumber.ndjson"] = older.replace(b'"column":5', b'"column":6')
    files["statement.intoto.json"] = statement.statement(
        record(), {name: data for name, data in files.items() if name != statement.FILE}
    )
    found = check(_sealed(files))
    assert found.wrong == ()
    (uncompared,) = found.uncompared
    assert "another version of gherkin-official" in uncompared


def _leaves(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(node, dict):
        return [leaf for key in node for leaf in _leaves(node[key], (*path, key))]
    if isinstance(node, list) and node:
        return _leaves(node[-1], (*path, len(node) - 1))
    return [path]


@pytest.mark.parametrize("value", ["\ud800\x00", "../..", None, 10**30])
def test_whatever_stands_in_a_record_it_is_told_and_nothing_breaks(value: Any) -> None:
    usual = json.loads(_folder(hostile("on"))[written.FILE])
    failing = next(one for one in usual["checks"] if one["id"] == "errors-default")
    usual["checks"] = [one for one in usual["checks"] if one["id"] != "errors-default"] + [failing]
    for path in _leaves(usual):
        changed = copy.deepcopy(usual)
        place = changed
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value
        data = json.dumps(changed).encode()
        assert check({written.FILE: data}).wrong


# --- tampering: no leaf of a record and no place of a file can be changed and pass for unchanged


def _classes() -> list[tuple[Any, ...]]:
    """Return a leaf of every class of fields, of a record in which every field is in use."""
    return _leaves(_crowded())


def _crowded() -> Any:
    plain = json.loads(_folder()[written.FILE])
    failing = _check(plain, "errors-default")
    plain["checks"] = [one for one in plain["checks"] if one is not failing] + [failing]
    return plain


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return f"{value[:-1]}{'2' if value.endswith('1') else '1'}"
    return ["x"] if value == [] else {"x": "y"} if value == {} else "x"


@pytest.mark.parametrize("path", _classes(), ids=lambda path: ".".join(map(str, path)))
def test_no_field_of_a_record_can_be_changed_and_pass_for_unchanged(path: tuple[Any, ...]) -> None:
    plain = json.loads(_folder()[written.FILE])
    failing = _check(plain, "errors-default")
    place = failing if path[0] == "checks" else plain
    for key in path[2 if path[0] == "checks" else 0 : -1]:
        place = place[key]
    place[path[-1]] = _other(place[path[-1]])
    files = {**_folder(), written.FILE: _dumped(plain)}
    assert f"{written.FILE} was changed" in checking._against_manifest(files)
    with suppress(MalformedError):
        made = written.read(files[written.FILE])
        files[statement.FILE] = statement.statement(made, _followers(files))
    found = check(_sealed(files))
    # With a statement that fits, too. What was made elsewhere nobody can compare.
    assert found.wrong or found.uncompared
    assert found.wrong or path[-1] in {key for _, key, _ in ELSEWHERE.values()}


@pytest.mark.parametrize(
    "name", [n for n in formats.NAMES if n not in (written.FILE, manifest.FILE)]
)
def test_no_place_of_a_file_can_be_changed_and_pass_for_unchanged(name: str) -> None:
    data = _folder()[name]
    for number in range(8):
        place = number * (len(data) - 1) // 7
        char = b"x" if data[place : place + 1] != b"x" else b"y"
        files = {**_folder(), name: data[:place] + char + data[place + 1 :]}
        assert f"{name} was changed" in checking._against_manifest(files)
        if name != statement.FILE:
            files[statement.FILE] = statement.statement(
                written.read(files[written.FILE]), _followers(files)
            )
        found = check(_sealed(files))
        assert found.wrong or found.uncompared
        assert found.wrong or name == "cucumber.ndjson"
