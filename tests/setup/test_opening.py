"""Only files of settings are opened, and only what the policy knows is read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from datausage.oracle.switches import VARIABLES
from datausage.setup import opening
from datausage.setup.places import managed_folder, places
from datausage.setup.set_up import found as set_up_found

from .machines import CANARY, KNOWN, OTHERS, Machine, T, U, env

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Say = Callable[..., tuple[int, str]]


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
