"""What code scanning gets of `datausage lint`: that it is SARIF, and points to what is there."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import jsonschema
import pytest

from datausage.setup.findings import CHECKS

from .machines import CANARY, Machine, T
from .sarif_form import LOG

if TYPE_CHECKING:
    from collections.abc import Callable

    from .scenes import Scene

    Say = Callable[..., tuple[int, str]]

FORM = jsonschema.Draft202012Validator(
    LOG, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)
LINE_END = re.compile("\r\n|\n|\r")
BAD = f'{{\n  "env": {{\n    "{T}": "0",\n    "disable_bug_command": "1"\n  }}\n}}\n'


def _log(say: Say, *words: str) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(say("lint", "--sarif", *words)[1])
    FORM.validate(log)
    return log


def _physical(log: dict[str, Any]) -> list[dict[str, Any]]:
    places = [one["locations"][0] for one in log["runs"][0]["results"]]
    return [place["physicalLocation"] for place in places if "physicalLocation" in place]


def _uris(say: Say, *words: str) -> set[str]:
    log = _log(say, "--repository", *words)
    return {place["artifactLocation"]["uri"] for place in _physical(log)}


def _put(folder: Path, content: str = BAD) -> Path:
    file = folder / ".claude" / "settings.json"
    file.parent.mkdir(parents=True)
    file.write_bytes(content.encode())
    return file


def test_in_every_scene_it_is_sarif_and_points_to_what_is_there(scene: Scene, say: Say) -> None:
    log = _log(say)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(CHECKS)
    found = json.loads(say("lint", "--json")[1])["findings"]
    assert len(found) == len(run["results"])
    for one, result in zip(found, run["results"], strict=True):
        assert result["ruleId"] == rules[result["ruleIndex"]]["id"] == one["check"]
        assert result["level"] == one["level"]
    for place in _physical(log):
        _check_inside(place)
    assert CANARY not in json.dumps(log)


def _check_inside(place: dict[str, Any]) -> None:
    file = Path(unquote(place["artifactLocation"]["uri"]))
    assert file.exists() or file.is_symlink()
    region = place.get("region")
    if region is None:
        return
    text = file.read_bytes().decode("utf-8-sig", "replace")
    lines = LINE_END.split(text)
    lines = lines[:-1] if len(lines) > 1 and not lines[-1] else lines
    assert region["startLine"] <= len(lines)
    assert region["startColumn"] <= len(lines[region["startLine"] - 1]) + 1


WRONG: list[tuple[str, Callable[[dict[str, Any]], object]]] = [
    ("no version", lambda log: log.pop("version")),
    ("another version", lambda log: log.update(version="2.0.0")),
    ("no tool", lambda log: log["runs"][0].pop("tool")),
    ("a tool without a name", lambda log: log["runs"][0]["tool"]["driver"].pop("name")),
    ("a key of nobody", lambda log: log["runs"][0].update(found=[])),
    ("a level of nobody", lambda log: _first(log).update(level="notice")),
    ("no message", lambda log: _first(log).pop("message")),
    ("a message that is a text", lambda log: _first(log).update(message="text")),
    ("no place", lambda log: _first(log).update(locations=[])),
    ("line 0", lambda log: _place(log)["region"].update(startLine=0)),
    ("a column that is a text", lambda log: _place(log)["region"].update(startColumn="1")),
    ("a blank in a URI", lambda log: _place(log)["artifactLocation"].update(uri="a b")),
    ("a backslash in a URI", lambda log: _place(log)["artifactLocation"].update(uri="a\\b")),
    ("an absolute path", lambda log: _place(log)["artifactLocation"].update(uri="/a/b")),
    ("an address", lambda log: _place(log)["artifactLocation"].update(uri="file:///a/b")),
    ("a half escape", lambda log: _place(log)["artifactLocation"].update(uri="a%zz")),
]


def _first(log: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = log["runs"][0]["results"][0]
    return found


def _place(log: dict[str, Any]) -> dict[str, Any]:
    return _physical(log)[0]


@pytest.mark.parametrize("spoil", [spoil for _, spoil in WRONG], ids=[name for name, _ in WRONG])
def test_what_is_no_sarif_is_refused(
    spoil: Callable[[dict[str, Any]], object], machine: Machine, say: Say
) -> None:
    machine.write("project", BAD)
    wrong = copy.deepcopy(_log(say))
    spoil(wrong)
    assert not FORM.is_valid(wrong)


# --- where it points


@pytest.mark.parametrize(
    "name", ["a b", "ä", "a#b?c", "a:b", "a%20b", "a\\b", "a&b;c", "a\u202eb", "x" * 200]
)
def test_any_name_of_a_folder_becomes_a_uri_that_leads_there(
    name: str, machine: Machine, say: Say
) -> None:
    file = _put(machine.repository / name)
    (uri,) = _uris(say, name)
    assert Path(unquote(uri)).samefile(file)


def test_a_name_that_is_no_utf_8_becomes_a_uri_that_leads_there(machine: Machine, say: Say) -> None:
    name = "a\udcffb"
    try:
        _put(machine.repository / name)
    except (OSError, ValueError):
        pytest.skip("the file system knows no such names")
    assert _uris(say, name) == {"a%FFb/.claude/settings.json"}


def test_a_folder_is_named_from_where_one_is_however_it_was_given(
    machine: Machine, say: Say
) -> None:
    _put(machine.repository / "app")
    for given in ("app", "./app", "app/", str(machine.repository / "app"), "app/../app"):
        assert _uris(say, given) == {"app/.claude/settings.json"}, given


def test_a_file_elsewhere_is_named_from_the_folder_that_was_given(
    machine: Machine, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    _put(machine.repository)
    inside = machine.repository / "inside"
    inside.mkdir()
    for here in (inside, machine.outside):
        monkeypatch.chdir(here)
        assert _uris(say, str(machine.repository)) == {".claude/settings.json"}
    monkeypatch.chdir(inside)
    assert _uris(say, "..") == {".claude/settings.json"}


# --- lines and columns


@pytest.mark.parametrize("content", ["", "{", "{\n", "{\n\n\n", '{"env":\r\n', "\ufeff{\n", "[]\n"])
def test_a_file_that_ends_too_early_has_its_line_inside(
    content: str, machine: Machine, say: Say
) -> None:
    machine.write("project", content)
    (place,) = _physical(_log(say))
    _check_inside(place)


def test_a_byte_order_mark_is_no_column(machine: Machine, say: Say) -> None:
    text = f'{{"env": {{"{T}": "0"}}}}'
    machine.write("project", "\ufeff" + text)
    (place,) = _physical(_log(say, "--repository"))
    assert place["region"] == {"startLine": 1, "startColumn": text.index(f'"{T}') + 1}


def test_lines_that_old_systems_end_are_lines_by_what_the_log_says(
    machine: Machine, say: Say
) -> None:
    machine.write("project", BAD.replace("\n", "\r"))
    log = _log(say, "--repository")
    assert "\r" in log["runs"][0]["newlineSequences"]
    assert [place["region"]["startLine"] for place in _physical(log)] == [3, 4]


def test_what_is_not_read_has_no_place_inside(machine: Machine, say: Say) -> None:
    machine.file("project").mkdir(parents=True)
    (place,) = _physical(_log(say, "--repository"))
    assert "region" not in place
