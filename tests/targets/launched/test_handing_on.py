"""What a launcher hands to its child, as its stand-in sees it."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from datausage.targets.launched.calling import LauncherCaller
from datausage.targets.launched.program import find
from datausage.targets.outcome import Fault

from .launchers import asked, asking, launcher

if TYPE_CHECKING:
    from datausage.targets.outcome import Outcome

FAITHFUL = 'exec claude "$@"\n'
OPT_OUT = {"DISABLE_TELEMETRY": "1"}


def handed(outcome: Outcome) -> tuple[Any, Any]:
    assert outcome.fault is None, outcome
    answer: Any = outcome.answer
    return answer["environment"], answer["settings"]


def test_a_faithful_launcher_hands_on_what_it_got(tmp_path: Path) -> None:
    given = {"DISABLE_TELEMETRY": " \n", "lower": "é\u2028", "EMPTY": ""}
    settings = {"env": {"DISABLE_BUG_COMMAND": 1, "X": None}, "permissions": {"deny": ["é"]}}
    assert handed(asked(launcher(tmp_path, FAITHFUL), given, settings)) == (given, settings)
    assert handed(asked(launcher(tmp_path, FAITHFUL))) == ({}, {})


@pytest.mark.parametrize(
    ("program", "first", "body"),
    [
        ("sh", "#!/bin/sh", "DISABLE_TELEMETRY=0 claude\n"),
        (
            "node",
            "#!/usr/bin/env node",
            """
            const { spawnSync } = require("node:child_process");
            const env = { ...process.env, DISABLE_TELEMETRY: "0" };
            process.exit(spawnSync("claude", [], { env, stdio: "inherit" }).status);
            """,
        ),
        (
            "python3",
            "#!/usr/bin/env python3",
            """
            import os, subprocess, sys
            os.environ["DISABLE_TELEMETRY"] = "0"
            sys.exit(subprocess.run(["claude"]).returncode)
            """,
        ),
    ],
)
def test_launchers_in_any_language_are_seen_through(
    tmp_path: Path, program: str, first: str, body: str
) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} IS NOT INSTALLED: NOT TRIED")
    changed = asked(launcher(tmp_path, body, first=first), OPT_OUT)
    assert handed(changed) == ({"DISABLE_TELEMETRY": "0"}, {})


# --- settings, wherever they stand

DROPPING = {
    "user": 'export HOME="$TMPDIR/other"; mkdir -p "$HOME"; exec claude\n',
    "project": 'mkdir -p "$TMPDIR/w/.claude"; cp .claude/settings.local.json "$TMPDIR/w/.claude/" '
    '2>/dev/null; cd "$TMPDIR/w"; exec claude\n',
    "local": "rm -f .claude/settings.local.json; exec claude\n",
    "project and local": "exec claude --setting-sources=user\n",
}


@pytest.mark.parametrize("lost", DROPPING)
def test_settings_that_are_lost_from_one_file_only_are_noticed(tmp_path: Path, lost: str) -> None:
    outcome = asked(launcher(tmp_path, DROPPING[lost]), {}, {"env": OPT_OUT})
    assert handed(outcome) == ({}, {})
    answer: Any = outcome.answer
    name = {"user": "~/.claude/settings.json", "local": ".claude/settings.local.json"}
    assert answer["settings_stood_in"] == name.get(lost, ".claude/settings.json")


def test_files_are_read_as_they_are_at_that_moment(tmp_path: Path) -> None:
    body = """
        mkdir -p "$HOME/.claude"
        echo '{"env": {"A": "1"}}' > "$HOME/.claude/settings.json"
        claude
        rm -r "$HOME/.claude"
    """
    assert handed(asked(launcher(tmp_path, body))) == ({}, {"env": {"A": "1"}})


def test_files_and_the_settings_argument_are_merged_in_their_order(tmp_path: Path) -> None:
    body = """
        mkdir -p .claude "$HOME/.claude"
        echo '{"env": {"A": "u", "B": "u"}, "l": [1]}' > "$HOME/.claude/settings.json"
        echo '{"env": {"B": "p", "C": "p"}, "l": [2, 1]}' > .claude/settings.json
        echo '{"env": {"C": "l", "D": "l"}}' > .claude/settings.local.json
    """
    whole = {"env": {"A": "u", "B": "p", "C": "l", "D": "l"}, "l": [1, 2]}
    assert handed(asked(launcher(tmp_path, f"{body}\nexec claude\n"))) == ({}, whole)
    named = {**whole, "env": {**whole["env"], "D": "n"}}
    for argument in (
        '--settings \'{"env": {"D": "n"}}\'',
        "--settings=n.json",
        "-p --settings ./n.json",
    ):
        text = f'{body}\necho \'{{"env": {{"D": "n"}}}}\' > n.json\nexec claude {argument}\n'
        assert handed(asked(launcher(tmp_path, text))) == ({}, named)


def test_a_folder_of_settings_of_its_own_counts_as_the_users(tmp_path: Path) -> None:
    body = """
        mkdir "$TMPDIR/c"
        echo '{"env": {"A": "1"}}' > "$TMPDIR/c/settings.json"
        CLAUDE_CONFIG_DIR="$TMPDIR/c" exec claude
    """
    assert handed(asked(launcher(tmp_path, body))) == ({}, {"env": {"A": "1"}})


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (
            "echo '{' > $HOME/.claude/settings.json",
            "~/.claude/settings.json was no JSON for its child: Expecting property name",
        ),
        ("echo 7 > .claude/settings.json", ".claude/settings.json was JSON and no object for its"),
        ("mkfifo .claude/settings.json", "settings could not be read: "),
        (
            "head -c 2000000 /dev/zero > .claude/settings.json",
            "settings could not be read: ",
        ),
        (
            "printf '%0100000d' 0 | tr 0 '[' > .claude/settings.json",
            ".claude/settings.json was no JSON for its child: nested too deeply",
        ),
        ("set -- --settings nowhere.json", "the file of --settings was not there: nowhere.json"),
    ],
)
def test_settings_that_cannot_be_read_are_unclear(tmp_path: Path, body: str, detail: str) -> None:
    outcome = asked(launcher(tmp_path, f'{body}\nexec claude "$@"\n'))
    assert outcome.fault is Fault.UNCLEAR
    assert outcome.detail.startswith(detail)


# --- nothing of the machine


def test_nothing_of_the_host_reaches_a_launcher(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CANARY_OF_THE_HOST", "x")
    monkeypatch.setenv("DISABLE_TELEMETRY", "1")
    monkeypatch.setenv("HOME", str(tmp_path))
    kept = tmp_path / "kept"
    body = f"""
        {{ env; cat /proc/$PPID/environ; ls /proc/self/fd | wc -l; pwd; }} > {kept}
        exec claude
    """
    assert handed(asked(launcher(tmp_path, body))) == ({}, {})
    text = kept.read_text("utf-8")
    names = {line.partition("=")[0] for line in text.splitlines() if "=" in line}
    assert names == {"PATH", "HOME", "TMPDIR", "LANG", "USER", "TERM", "PWD"}
    assert "CANARY" not in text
    assert f"HOME={tmp_path}" not in text
    assert str(Path.cwd()) not in text


def test_every_call_has_a_new_home_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # In a short path: a socket has no room for a long one, and goes elsewhere then.
    with tempfile.TemporaryDirectory() as short:
        monkeypatch.setattr("tempfile.tempdir", short)
        _every_call_has_a_new_home(tmp_path, Path(short))


def _every_call_has_a_new_home(tmp_path: Path, place: Path) -> None:
    body = """
        test -e "$HOME/here" || test -e here || test -e "$TMPDIR/here" && exit 3
        touch "$HOME/here" here "$TMPDIR/here"
        exec claude
    """
    caller = LauncherCaller(find(launcher(tmp_path, body), "claude", (tmp_path,)))
    found = caller.ask("environment", [asking()] * 6)
    assert [outcome.fault for outcome in found] == [None] * 6
    assert [*place.glob("datausage-*/*")] == []
    assert [*place.glob("datausage-*")] != []
    caller.close()
    assert [*place.glob("datausage-*")] == []


def test_projects_of_one_user_share_a_home_and_nothing_else(tmp_path: Path) -> None:
    body = """
        cat .claude/settings.json >> "$HOME/seen" 2>/dev/null
        cp "$HOME/seen" "$HOME/.claude/settings.json" 2>/dev/null
        exec claude
    """
    caller = LauncherCaller(find(launcher(tmp_path, body), "claude", (tmp_path,)))
    (group,) = caller.ask_as_one_user(
        "environment", [[asking(), asking({}, {"env": OPT_OUT}), asking()]]
    )
    caller.close()
    assert [handed(outcome)[1] for outcome in group] == [{}, {"env": OPT_OUT}, {"env": OPT_OUT}]


# --- the stand-in


@pytest.mark.parametrize(
    "body",
    ['exec env -i "$(command -v claude)"', 'c=$(command -v claude); PATH=/nowhere "$c"'],
)
def test_the_stand_in_needs_nothing_of_its_environment(tmp_path: Path, body: str) -> None:
    environment, _ = handed(asked(launcher(tmp_path, body), OPT_OUT))
    assert environment == ({} if "env -i" in body else OPT_OUT)


def test_the_stand_in_is_found_by_an_interpreter_with_a_long_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = tmp_path / ("a b " * 40) / "python"
    odd.parent.mkdir()
    odd.write_text(f'#!/bin/sh\nexec {os.path.realpath(sys.executable)} "$@"\n', "utf-8")
    odd.chmod(0o755)
    monkeypatch.setattr("datausage.targets.launched.scene.sys.executable", str(odd))
    assert handed(asked(launcher(tmp_path, FAITHFUL), OPT_OUT)) == (OPT_OUT, {})


def test_a_child_may_have_another_name(tmp_path: Path) -> None:
    reference = launcher(tmp_path, "exec our-client\n")
    assert handed(asked(reference, OPT_OUT, child="our-client")) == (OPT_OUT, {})
