"""The command `datausage lint`: its forms, and what a CI makes of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from datausage.policy.edition import load
from datausage.setup.findings import CHECKS

from .machines import BEDROCK, Machine, T, U, env
from .scenes import SCENES

if TYPE_CHECKING:
    from collections.abc import Callable

    Say = Callable[..., tuple[int, str]]

ROOT = Path(__file__).resolve().parents[2]
FILE = f'{{\n  "env": {{\n    "{T}": "0",\n    "disable_bug_command": "1"\n  }}\n}}\n'


def test_each_check_is_found_in_some_scene() -> None:
    assert {check for scene in SCENES for check in scene.finds} == set(CHECKS)


def test_why_names_the_readings_on_either_side(machine: Machine, say: Say) -> None:
    machine.write("project", env(**{T: "0", U: "true", BEDROCK: "yes"}))
    found = json.loads(say("lint", "--json", "--repository")[1])["findings"]
    why = {one["message"].split()[0]: one["why"] for one in found}
    assert why[T] == (
        "it counts as set on the readings non-empty, present, and not on the readings exactly-1, "
        "truthy (set-disable-telemetry)"
    )
    # The point of a provider has other readings than those of the opt-outs.
    assert "truthy, non-empty" in why[BEDROCK]
    assert "present" not in why[BEDROCK]


def test_every_open_point_that_is_named_exists(say: Say, machine: Machine) -> None:
    edition = load()
    for scene in SCENES:
        if scene.make or scene.environment:
            continue
        scene.set(machine)
        _, said = say("lint", "--json")
        for one in json.loads(said)["findings"]:
            for named in re.findall(r"\(([a-z-]+(?:, [a-z-]+)*)\)", one["why"]):
                assert set(named.split(", ")) <= set(edition.points)


def test_a_repository_is_linted_without_what_is_on_the_machine(
    machine: Machine, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(T, "0")
    monkeypatch.setenv("DISABLE_TELEMETERY", "1")
    machine.write("user", "{")
    machine.write("project", env(**{T: "1"}))
    assert json.loads(say("lint", "--repository", "--json")[1])["findings"] == []
    assert len(json.loads(say("lint", "--json")[1])["findings"]) == 4


# --- SARIF


def test_sarif_points_to_the_line_and_the_column(machine: Machine, say: Say) -> None:
    machine.write("project", FILE)
    results = json.loads(say("lint", "--sarif", "--repository")[1])["runs"][0]["results"]
    places = [one["locations"][0]["physicalLocation"]["region"] for one in results]
    assert places == [{"startLine": 3, "startColumn": 5}, {"startLine": 4, "startColumn": 5}]


def test_a_file_on_the_machine_is_no_file_of_the_repository(machine: Machine, say: Say) -> None:
    machine.write("user", FILE)
    results = json.loads(say("lint", "--sarif")[1])["runs"][0]["results"]
    names = {one["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] for one in results}
    assert names == {"~/.claude/settings.json:3", "~/.claude/settings.json:4"}
    _, said = say("lint", "--github")
    assert "file=" not in said
    assert "~/.claude/settings.json:3: " in said


# --- GitHub


def test_annotations_name_file_line_and_column(machine: Machine, say: Say) -> None:
    machine.write("project", FILE)
    _, said = say("lint", "--github", "--repository")
    first, second, last = said.splitlines()
    assert first.startswith(
        "::warning file=.claude/settings.json,line=3,col=5,title=datausage unclear-value::"
    )
    assert second.startswith("::warning file=.claude/settings.json,line=4,col=5,title=")
    assert last.startswith("By edition 2025-10-27")


def test_what_means_something_in_an_annotation_is_escaped(machine: Machine, say: Say) -> None:
    folder = machine.repository / "a,b:c%d"
    (folder / ".claude").mkdir(parents=True)
    (folder / ".claude" / "settings.json").write_text(FILE)
    _, said = say("lint", "a,b:c%d", "--github", "--repository")
    assert "file=a%2Cb%3Ac%25d/.claude/settings.json,line=3" in said


# --- pre-commit


def test_the_hook_runs_the_command_on_the_files_that_it_is_about() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["id"] == "datausage-lint"
    assert hook["language"] == "python"
    assert hook["pass_filenames"] is False
    assert hook["entry"].split()[:2] == ["datausage", "lint"]
    pattern = re.compile(hook["files"])
    for path in (".claude/settings.json", ".claude/settings.local.json"):
        assert pattern.search(path)
    # What the command does not look at must not seem to be checked.
    for path in ("settings.json", ".claude/settings.json.bak", "x.claude/settings.json"):
        assert not pattern.search(path)
    assert not pattern.search("a/.claude/settings.json")


def test_the_hook_fails_where_something_is_risky(machine: Machine, say: Say) -> None:
    entry = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))[0]["entry"]
    _, command, *options = entry.split()
    assert say(command, *options)[0] == 0
    machine.write("project", FILE)
    assert say(command, *options)[0] == 1


@pytest.mark.parametrize("forms", [("--json", "--sarif"), ("--github", "--markdown")])
def test_two_forms_at_once_are_refused(forms: tuple[str, str], say: Say) -> None:
    with pytest.raises(SystemExit) as ended:
        say("lint", *forms)
    assert ended.value.code == 2
