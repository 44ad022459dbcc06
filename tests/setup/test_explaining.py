"""The command `datausage explain`: what is asked, what is told, and how fast."""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from datausage.cli import COMMANDS, main
from datausage.commands import set_up_arguments
from datausage.oracle.switches import VARIABLES
from datausage.policy.edition import load
from datausage.setup import opening
from datausage.setup.places import managed_folder, places
from datausage.setup.set_up import found as set_up_found

from .scenes import CANARY, OTHERS, B, Machine, T, U, env

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Say = Callable[..., tuple[int, str]]

KNOWN = ("--plan=pro", "--access=login", "--setting=off", "--opted-in=no")


def test_every_answer_has_its_rules_with_their_sentences(say: Say) -> None:
    _, said = say("explain", "--json", *KNOWN)
    found = json.loads(said)
    edition = load()
    answers = [found["provider"], *found["services"].values()]
    answers += [answer for data in found["data"].values() for answer in data.values() if answer]
    answers += [a for services in found["by_provider"].values() for a in services.values()]
    for answer in answers:
        assert answer["may"] or answer["not_said"]
        assert set(answer["rules"]) <= set(edition.rules)
        expected = {s for rule in answer["rules"] for s in edition.rules[rule].sentences}
        assert set(answer["sentences"]) == expected
        assert set(answer["points"]) <= set(edition.points)
    assert found["data"]["prompt"]["kept"]["may"] == ["thirty-days"]
    assert found["data"]["prompt"]["training"]["may"] == ["forbidden"]


def test_the_switch_that_decides_is_named(
    machine: Machine, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(T, "1")
    machine.write("user", env(**{B: "1"}))
    found = json.loads(say("explain", "--json", *KNOWN)[1])
    assert found["services"]["metrics"]["switches"] == [T]
    assert found["services"]["bug-reports"]["switches"] == [B]
    assert found["services"]["error-reports"]["switches"] == []
    assert found["set"]["environment"] == {T: "1"}
    (user,) = [file for file in found["set"]["files"] if file["found"]]
    assert user["variables"] == [{"name": B, "value": "1", "line": 15}]
    assert user["file"] == "~/.claude/settings.json"


def test_the_switch_that_decides_is_named_for_each_provider(
    machine: Machine, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.write("project", env(**{T: "1"}))
    monkeypatch.setenv("CLAUDE_CODE_USE_BEDROCK", "1")
    found = json.loads(say("explain", "--json", *KNOWN)[1])["by_provider"]
    assert found["claude-api"]["metrics"]["switches"] == [T]
    assert found["claude-api"]["bug-reports"]["switches"] == []
    # Who serves is supposed here, so no variable decides it.
    assert found["bedrock"]["bug-reports"]["switches"] == []
    _, said = say("explain", *KNOWN)
    assert f"Claude API: metrics by {T}" in " ".join(said.split())
    monkeypatch.delenv("CLAUDE_CODE_USE_BEDROCK")
    machine.file("project").unlink()
    assert "Switches that count there" not in say("explain", *KNOWN)[1]


def test_a_provider_that_is_told_is_who_serves(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUDE_CODE_USE_VERTEX", "1")
    found = json.loads(say("explain", "--json", "--provider=claude-api", *KNOWN)[1])
    assert found["provider"]["may"] == ["claude-api"]
    assert found["services"]["metrics"]["may"] == ["on"]
    assert found["services"]["metrics"]["switches"] == []
    found = json.loads(say("explain", "--json", "--provider=bedrock", *KNOWN)[1])
    assert found["services"]["metrics"]["may"] == ["off"]
    assert found["services"]["metrics"]["switches"] == []


def test_the_folder_that_is_named_is_looked_at_and_none_above_or_below(
    machine: Machine, say: Say
) -> None:
    machine.write("project", env(**{U: "1"}))
    below = machine.repository / "packages" / "app"
    below.mkdir(parents=True)
    found = json.loads(say("explain", "packages/app", "--json", *KNOWN)[1])
    assert found["services"]["metrics"]["may"] == ["on"]
    assert found["set"]["files"][0]["file"] == "packages/app/.claude/settings.json"


def test_a_home_that_is_the_folder_has_one_file_not_two(machine: Machine) -> None:
    scopes = [place.scope for place in places(machine.home, machine.home, None)]
    assert scopes == ["local", "user"]


def test_each_system_has_its_managed_folder() -> None:
    found = [managed_folder(system).as_posix() for system in ("Linux", "Darwin", "Windows")]
    assert found == [
        "/etc/claude-code",
        "/Library/Application Support/ClaudeCode",
        "C:/ProgramData/ClaudeCode",
    ]


def test_only_the_repository_is_looked_at_where_that_is_asked_for(
    machine: Machine, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(T, "1")
    machine.write("user", env(**{U: "1"}))
    found = json.loads(say("explain", "--repository", "--json", *KNOWN)[1])
    assert found["services"]["metrics"]["may"] == ["on"]
    assert [file["scope"] for file in found["set"]["files"]] == ["project", "local"]


@pytest.mark.parametrize("name", ["\x1b[31mred\nline", "r\u202eltr", "<b>&amp;|_*"])
def test_a_folder_of_any_name_acts_nowhere(
    name: str, machine: Machine, say: Say, tmp_path: Path
) -> None:
    folder = machine.repository / name
    (folder / ".claude").mkdir(parents=True)
    (folder / ".claude" / "settings.json").write_text(f'{{"env": {{"{T}": "0"}}}}')
    for command in ("explain", "lint"):
        _, said = say(command, name)
        assert said.replace("\n", "").isprintable()
    for form in ("--sarif", "--github", "--markdown"):
        _, said = say("lint", name, form)
        assert said.replace("\n", "").isprintable()
        if form == "--github":
            assert all(line.startswith(("::", "By edition")) for line in said.splitlines())
    page = tmp_path / "page.html"
    say("explain", name, "--page", str(page))
    assert "<b>" not in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["nowhere"], "nowhere is no folder"),
        (["--page", "no/such/page.html"], "cannot be written"),
        (["--home", "nowhere"], "--home nowhere is no folder"),
        (["--managed", "nowhere"], "--managed nowhere is no folder"),
    ],
)
def test_what_is_wrong_is_named(words: list[str], named: str, machine: Machine, say: Say) -> None:
    # What is given last counts, so the places of the machine come first.
    code, said = say("explain", *machine.arguments, *words, only=True)
    assert code == 2
    assert named in " ".join(said.split())


def test_a_file_that_may_not_be_read_may_hold_anything(
    machine: Machine, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.write("project", env(**{U: "1"}))

    def denied(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(opening.os, "open", denied)
    code, said = say("explain", *KNOWN)
    assert code == 1
    assert "permission to read it is denied; it may hold anything" in " ".join(said.split())


def test_a_file_that_becomes_a_link_meanwhile_is_not_followed(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.write("project", "{}")
    (place, *_) = places(machine.repository, None, None)
    opened = os.open

    def late(path: Path, flags: int) -> int:
        machine.file("project").unlink()
        (machine.outside / "x.json").write_text(CANARY)
        machine.file("project").symlink_to(machine.outside / "x.json")
        return opened(path, flags)

    monkeypatch.setattr(opening.os, "open", late)
    with pytest.raises(opening.UnreadError):
        opening.content(place)


def test_a_pipe_is_not_even_opened(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.file("project").parent.mkdir()
    os.mkfifo(machine.file("project"))
    (place, *_) = places(machine.repository, None, None)
    monkeypatch.setattr(opening.os, "open", None)
    with pytest.raises(opening.UnreadError, match="no plain file"):
        opening.content(place)


# --- only what the policy knows is read


class Watched(dict):  # type: ignore[type-arg]
    """An environment that notes what is asked of it."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)
        self.asked: list[str] = []

    def get(self, name: str, default: object = None) -> object:
        self.asked.append(name)
        return super().get(name, default)

    def __getitem__(self, name: str) -> object:
        self.asked.append(name)
        return super().__getitem__(name)

    def items(self) -> object:
        raise AssertionError("all values are looked at")

    values = copy = items


def test_no_value_is_asked_for_but_those_of_the_known_variables(machine: Machine) -> None:
    watched = Watched({**OTHERS, T: "1"})
    assert set(set_up_found(watched, ()).environment) == {T}
    assert set(watched.asked) == set(VARIABLES)


# --- questions


def _asking(monkeypatch: pytest.MonkeyPatch, answers: list[str]) -> list[str]:
    asked: list[str] = []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        if not answers:
            raise EOFError
        return answers.pop(0)

    monkeypatch.setattr(set_up_arguments.told, "__defaults__", (answer,))
    return asked


def test_what_is_not_given_is_asked_for_on_a_terminal_alone(
    say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _asking(monkeypatch, [])
    say("explain")
    assert not asked
    monkeypatch.setattr(set_up_arguments, "_on_a_terminal", lambda _: True)
    say("explain", "--no-ask")
    assert not asked
    say("explain", *KNOWN)
    assert not asked
    say("explain")
    assert len(asked) == 4


def test_answers_count_like_options_and_unknown_is_one(
    say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _asking(monkeypatch, ["gold", "TEAM", "", "no"])
    _, said = say("explain", "--ask")
    assert "plan is team, access is unknown, setting is unknown, opted-in is no" in " ".join(
        said.split()
    )
    # A commercial account has no such setting; and one answer was none.
    assert len(asked) == 4


def test_whoever_ends_the_input_knows_nothing(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    _asking(monkeypatch, [])
    code, said = say("explain", "--ask")
    assert code == 0
    assert "plan is unknown, access is unknown" in " ".join(said.split())


def test_whoever_interrupts_ends_the_command(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(set_up_arguments.told, "__defaults__", (interrupted,))
    assert say("explain", "--ask")[0] == 2


@pytest.mark.parametrize("missing", ["jinja2", "markupsafe"])
def test_a_page_without_its_extra_is_refused_with_what_to_install(
    missing: str, say: Say, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    monkeypatch.delitem(sys.modules, "datausage.spec.pictures.svg", raising=False)
    code, said = say("explain", "--page", str(tmp_path / "page.html"))
    assert code == 2
    assert "pip install '/path/to/datausage[spec]'" in " ".join(said.split())


def test_json_is_never_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert not set_up_arguments._on_a_terminal(argparse.Namespace(json=True, markdown=False))
    assert set_up_arguments._on_a_terminal(argparse.Namespace(json=False, markdown=False))


# --- the page


class Reader(HTMLParser):
    """Reads which elements a page has, and its words."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(name.startswith("on") or name in ("src", "href") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_has_the_matrix_and_nothing_from_elsewhere(
    machine: Machine, say: Say, tmp_path: Path
) -> None:
    machine.write("project", env(**{T: f"sk-{CANARY}"}))
    page = tmp_path / "page.html"
    assert say("explain", "--page", str(page), *KNOWN) == (0, "")
    text = page.read_text("utf-8")
    assert CANARY not in text
    reader = Reader()
    reader.feed(text)
    assert "svg" in reader.tags
    assert "script" not in reader.tags
    words = " ".join(" ".join(reader.words).split())
    assert "set to something else" in words
    assert "Not legal advice" in words
    assert words.count("open") >= 3


# --- how fast

FAST = (
    "explain",
    "explain --plan=team",
    "lint",
    "harden",
    "whatif DISABLE_TELEMETRY=1",
    "timeline",
)
SLOW = (
    "hypothesis",
    "pytest",
    "jinja2",
    "tabulate",
    "datausage.universe.arrays",
    "importlib.metadata",
)


def _cold(command: str, machine: Machine, *options: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; from datausage.cli import main; sys.exit(main())"
    words = command.split()
    places = machine.arguments if words[0] != "timeline" else []
    environment = {"PATH": os.environ["PATH"], "HOME": str(machine.home), "PYTHONHASHSEED": "0"}
    return subprocess.run(
        [sys.executable, *options, "-c", code, *words, *places],
        capture_output=True,
        text=True,
        check=False,
        cwd=machine.repository,
        env=environment,
    )


@pytest.mark.parametrize("command", FAST)
def test_nothing_slow_is_loaded(command: str, machine: Machine) -> None:
    done = _cold(command, machine, "-X", "importtime")
    assert done.returncode in (0, 1), done.stderr[-500:]
    loaded = set(re.findall(r"\| +([\w.]+)$", done.stderr, flags=re.MULTILINE))
    assert "datausage.oracle.switches" in loaded
    # What starts Python in an environment with editable packages is not ours.
    started = set(re.findall(r"\| +([\w.]+)$", _bare(), flags=re.MULTILINE))
    assert not {name for name in SLOW if name in loaded - started}


def _bare() -> str:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", ""], capture_output=True, text=True, check=True
    )
    return done.stderr


@pytest.mark.parametrize("command", FAST)
def test_an_answer_takes_less_than_three_hundred_milliseconds_cold(
    command: str, machine: Machine
) -> None:
    """The best of some, in time of the processor: what else the machine does is not ours."""
    assert any(_seconds(command, machine) < 0.3 for _ in range(10))


def _seconds(command: str, machine: Machine) -> float:
    before = os.times()
    _cold(command, machine)
    after = os.times()
    return (
        after.children_user + after.children_system - before.children_user - before.children_system
    )


# --- the program


def test_every_command_is_registered_under_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    for name in COMMANDS:
        with pytest.raises(SystemExit) as ended:
            main([name, "--help"])
        assert ended.value.code == 0
        assert capsys.readouterr().out.startswith(f"usage: datausage {name}")


def _listed(text: str) -> Iterator[str]:
    return (line.split()[0] for line in text.splitlines() if re.match(r" {4}[a-z]", line))


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert set(_listed(capsys.readouterr().out)) == set(COMMANDS)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["explain", "--pln", "team"], "explain: error: there is no --pln; did you mean --plan?"),
        (["lint", "--fx"], "lint: error: there is no --fx; did you mean --fix?"),
        (["lint", "--xyzzy"], "lint: error: there is no --xyzzy"),
        (["timeline", "."], "timeline: error: there is no use for ."),
        (["lock", "check", "--xyzzy", "page"], "lock check: error: there is no --xyzzy"),
    ],
)
def test_what_a_command_does_not_know_it_refuses_with_its_own_usage(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    err = capsys.readouterr().err
    assert err.startswith(f"usage: datausage {words[0]}")
    assert err.rstrip().endswith(said)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.parametrize("words", ["explain", "lint --json", "harden", "timeline", "points"])
def test_an_output_that_is_full_is_told_of_in_one_line(words: str, machine: Machine) -> None:
    code = "import sys; from datausage.cli import main; sys.exit(main())"
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-c", code, *words.split()],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            cwd=machine.repository,
        )
    assert done.stderr == "datausage: the output cannot be written: No space left on device\n"
    assert done.returncode == 2


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["explane"])
    assert ended.value.code == 2
    assert "explain" in capsys.readouterr().err
