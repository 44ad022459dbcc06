"""Settings that are no plain file in their place."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from .machines import CANARY, T, U, env

if TYPE_CHECKING:
    from .machines import Machine


def link_out(machine: Machine) -> None:
    (machine.outside / "settings.json").write_text(env(**{T: "1", U: CANARY}))
    machine.file("project").parent.mkdir()
    machine.file("project").symlink_to(machine.outside / "settings.json")


def folder_out(machine: Machine) -> None:
    (machine.outside / "settings.json").write_text(env(**{T: "1"}))
    machine.file("project").parent.symlink_to(machine.outside)


def climbing_link(machine: Machine) -> None:
    (machine.root / "work" / "secret.json").write_text(env(**{T: CANARY}))
    machine.file("project").parent.mkdir()
    machine.file("project").symlink_to("../../secret.json")


def inner_link(machine: Machine) -> None:
    machine.write("local", env(**{T: "1"}))
    machine.file("project").symlink_to("settings.local.json")


def dangling(machine: Machine) -> None:
    machine.file("project").parent.mkdir()
    machine.file("project").symlink_to("nowhere.json")


def circle(machine: Machine) -> None:
    machine.file("project").parent.mkdir()
    machine.file("project").symlink_to("settings.json")


def dotfiles(machine: Machine) -> None:
    (machine.outside / "claude.json").write_text(env(**{U: "1"}))
    machine.file("user").parent.mkdir()
    machine.file("user").symlink_to(machine.outside / "claude.json")


def folder_as_file(machine: Machine) -> None:
    machine.file("project").mkdir(parents=True)


def file_as_folder(machine: Machine) -> None:
    (machine.repository / ".claude").write_text(CANARY)


def pipe(machine: Machine) -> None:
    machine.file("project").parent.mkdir()
    os.mkfifo(machine.file("project"))


def elsewhere(machine: Machine) -> None:
    for place in ("settings.json", ".claude/settings.json.bak", ".claude/sub/settings.json"):
        path = machine.repository / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(env(**{U: "1"}))
    above = machine.repository.parent / ".claude"
    above.mkdir()
    (above / "settings.json").write_text(env(**{U: "1"}))
    (machine.repository / ".env").write_text(f"{U}=1\nTOKEN={CANARY}\n")
