"""What is said of machines and repositories, and what is never said of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from datausage.commands.telling_answers import CAUTION

from .machines import CANARY, Machine
from .scenes import SCENES, Scene

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Say = Callable[..., tuple[int, str]]

LATER = "--plan=team", "--access=login", "--opted-in=no"
FORMS = (
    ("explain", *LATER),
    ("explain", "--markdown", *LATER),
    ("explain", "--json", *LATER),
    ("lint",),
    ("lint", "--markdown"),
    ("lint", "--json"),
    ("lint", "--sarif"),
    ("lint", "--github"),
    ("harden", "no-bug-reports"),
    ("whatif", "DISABLE_TELEMETRY=1", *LATER),
    ("whatif", "--json", "--unset=DISABLE_TELEMETRY", *LATER),
)
WIDE = {"--markdown", "--json", "--sarif", "--github"}


def _word(answer: dict[str, Any]) -> str:
    certain = len(answer["may"]) == 1 and not answer["not_said"]
    return answer["may"][0] if certain else "open"


def test_there_are_enough_scenes_and_none_is_there_twice() -> None:
    names = [scene.name for scene in SCENES]
    assert len(set(names)) == len(names) >= 50


def test_what_follows_is_what_was_written_down_by_hand(scene: Scene, say: Say) -> None:
    code, said = say("explain", "--json", *LATER)
    found = json.loads(said)
    services = ("metrics", "error-reports", "bug-reports")
    assert tuple(_word(found["services"][name]) for name in services) == scene.services
    assert _word(found["provider"]) == scene.provider
    unread = {f["scope"]: f["line"] for f in found["set"]["files"] if f["problem"]}
    if "malformed-env" not in scene.finds:
        assert unread == scene.unread
    assert code == (1 if scene.unread else 0)


def test_what_is_found_is_what_was_written_down_by_hand(scene: Scene, say: Say) -> None:
    code, said = say("lint", "--json")
    found = json.loads(said)["findings"]
    assert {one["check"] for one in found} == set(scene.finds)
    assert code == (1 if set(scene.finds) - {"one-place-only"} else 0)
    assert say("lint", "--strict", "--json")[0] == (1 if scene.finds else 0)


def test_no_secret_is_told_nothing_acts_on_a_terminal_and_nothing_is_written(
    scene: Scene, machine: Machine, say: Say
) -> None:
    before = _tree(machine.root)
    for words in FORMS:
        code, said = say(*words)
        assert code in (0, 1), words
        _check(words, said)
    assert _tree(machine.root) == before


def _check(words: tuple[str, ...], said: str) -> None:
    assert CANARY not in said
    assert CANARY[4:12] not in said
    plain = said.replace("\n", "")
    assert plain.isprintable()
    if not WIDE.intersection(words):
        assert max(map(len, said.splitlines())) <= 80
    if "--json" not in words and "--sarif" not in words:
        told = " ".join(said.replace("\\", "").split())
        assert CAUTION.format("2025-10-27") in told


def _tree(folder: Path) -> dict[str, object]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        if path.is_file() and not path.is_symlink()
        else path.lstat().st_mode
        for path in sorted(folder.rglob("*"))
    }


def test_fixing_twice_changes_nothing_and_keeps_everything_else(
    scene: Scene, machine: Machine, say: Say
) -> None:
    before = _tree(machine.root)
    _, said = say("lint", "--fix", "--guess")
    assert CANARY not in said
    once = _tree(machine.root)
    _, said = say("lint", "--fix", "--guess")
    assert CANARY not in said
    assert "Fixed" not in said
    assert _tree(machine.root) == once
    changed = {name for name in before if before[name] != once[name]}
    added = set(once) - set(before)
    assert {name.split(".before-fix")[0] for name in added} == changed
    assert not any(name.startswith(("outside", "managed")) for name in changed | added)
    for name in added:
        assert once[name] == before[name.split(".before-fix")[0]]
