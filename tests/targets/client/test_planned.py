"""What a scene comes to: files, words and variables, as plain data."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from datausage.targets.client import places, planned, planted
from datausage.targets.client.installed import Client
from datausage.targets.client.scene import Place, Scene, Transcript

CLIENT = Client(
    Path("/somewhere"), "2.0.30", "d", ("/usr/bin/node", "/opt/x"), (("/a", "/b"),), ("/opt/bin",)
)
NOW = datetime.fromisoformat("2026-03-01T12:00:00+00:00").timestamp()
DAY = 86_400.0


def plan(**given: Any) -> dict[str, Any]:
    return planned.plan(CLIENT, Scene(**given), NOW)


def files(**given: Any) -> dict[str, str]:
    return {file["path"]: file["text"] for file in plan(**given)["files"]}


def test_the_words_ask_the_prompt_and_nothing_else() -> None:
    assert plan()["words"] == [*CLIENT.words, "-p", "--", "say hi"]
    assert plan(prompt="--help")["words"][-2:] == ["--", "--help"]
    assert plan(keys=())["words"] == [*CLIENT.words, "--permission-mode", "default"]


def test_tools_of_the_answers_are_allowed() -> None:
    bash, read = ({"tool": name, "input": {}} for name in ("Bash", "Read"))
    words = plan(answers=(read, bash, read, {"text": "done"}))["words"]
    assert words[2:] == ["-p", "--allowedTools", "Bash,Read", "--", "say hi"]


@pytest.mark.parametrize(
    ("place", "path"),
    [
        (Place.USER, "/home/user/.claude/settings.json"),
        (Place.PROJECT, "/home/user/project/.claude/settings.json"),
        (Place.LOCAL, "/home/user/project/.claude/settings.local.json"),
        (Place.MANAGED, "/etc/claude-code/managed-settings.json"),
        (Place.FLAG, "/sealed/settings.json"),
    ],
)
def test_settings_stand_where_they_belong(place: Place, path: str) -> None:
    settings = {"env": {"DISABLE_TELEMETRY": "1"}, "x": [1, None, "é"]}
    given = {place: settings}
    assert json.loads(files(settings=given)[path]) == settings
    assert path not in files()
    assert ("--settings" in plan(settings=given)["words"]) is (place is Place.FLAG)


def test_the_situation_wins_over_what_every_client_gets() -> None:
    environment = plan()["environment"]
    assert {**environment} == {**environment, **planned.KEYS}
    assert environment["PATH"] == "/opt/bin:/usr/bin:/bin"
    own = {"AWS_REGION": "eu-west-1", "ANTHROPIC_API_KEY": "x" * 30, "NODE_OPTIONS": ""}
    assert {**plan(environment=own)["environment"]} == {**environment, **own}
    remembered = json.loads(files(environment=own)["/home/user/.claude.json"])
    assert remembered["customApiKeyResponses"]["approved"] == ["x" * 20]


def test_an_error_is_planted_only_where_it_is_asked_for() -> None:
    with_it, without = plan()["environment"], plan(fails=False)["environment"]
    assert with_it == {**without, **planted.variables()}
    assert "NODE_OPTIONS" not in without
    assert planted.MESSAGE in files()[places.PLANT]


def test_files_lie_in_the_project_and_nowhere_else() -> None:
    found = files(files={"a/b.py": "x = 1\n", "README.md": "ours\n"})
    assert found["/home/user/project/a/b.py"] == "x = 1\n"
    assert found["/home/user/project/README.md"] == "ours\n"
    for path in ("/etc/passwd", "../x", "a/../../x", ""):
        with pytest.raises(ValueError, match="is no path inside of the project"):
            files(files={path: ""})


def test_transcripts_are_as_old_as_they_are_to_be() -> None:
    one = Transcript("0d0f6d3c-96a5-4d6f-8a35-5d1d7b0f3a11", 40 * DAY, 31 * DAY)
    path = f"/home/user/.claude/projects/-home-user-project/{one.session}.jsonl"
    made = plan(transcripts=(one,))
    (file,) = (file for file in made["files"] if file["path"] == path)
    assert file["changed"] == NOW - 31 * DAY
    entries = [json.loads(line) for line in file["text"].splitlines()]
    assert [entry["timestamp"] for entry in entries] == [
        "2026-01-20T12:00:00.000Z",
        "2026-01-29T12:00:00.000Z",
    ]
    assert [entry["type"] for entry in entries] == ["user", "assistant"]
    assert entries[1]["parentUuid"] == entries[0]["uuid"] != entries[1]["uuid"]
    assert {entry["sessionId"] for entry in entries} == {one.session}
    assert made["watched"] == {one.session: path}
    with pytest.raises(ValueError, match="is no name of a session"):
        plan(transcripts=(replace(one, session="../x"),))


def test_a_session_is_resumed_after_one_without_the_planted_error() -> None:
    made = plan(resumed=True, environment={"DISABLE_TELEMETRY": "1"})
    assert made["words"] == [*CLIENT.words, "--continue", "-p", "--", "say hi"]
    assert made["first"]["words"] == [*CLIENT.words, "-p", "--", "say hi"]
    given = {**made["environment"]}
    for name in planted.variables():
        del given[name]
    assert made["first"]["environment"] == given
    assert plan()["first"] is None
    mine = plan(resumed=True, environment={"NODE_OPTIONS": "--no-warnings"})["first"]
    assert mine["environment"]["NODE_OPTIONS"] == "--no-warnings"


def test_nothing_of_the_host_is_in_a_plan() -> None:
    text = json.dumps(plan(resumed=True))
    for word in (str(Path.home()) + "/", str(Path.cwd()), "/somewhere"):
        assert word not in text
