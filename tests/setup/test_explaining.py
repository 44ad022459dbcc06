"""The command `datausage explain`: what is told, in words, as JSON and as a page."""

from __future__ import annotations

import json
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from datausage.policy.edition import load

from .machines import CANARY, KNOWN, B, Machine, T, U, env

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Say = Callable[..., tuple[int, str]]


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


@pytest.mark.parametrize("missing", ["jinja2", "markupsafe"])
def test_a_page_without_its_extra_is_refused_with_what_to_install(
    missing: str, say: Say, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    monkeypatch.delitem(sys.modules, "datausage.spec.pictures.svg", raising=False)
    code, said = say("explain", "--page", str(tmp_path / "page.html"))
    assert code == 2
    assert "pip install '/path/to/datausage[spec]'" in " ".join(said.split())
