"""Fixing settings files: what changes, what does not, and what is refused."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from datausage.setup import writing
from datausage.setup.findings import Edit
from datausage.setup.fixing import edited
from datausage.setup.members import Span
from datausage.setup.opening import UnreadError

from .machines import B, E, T, U, env

if TYPE_CHECKING:
    from collections.abc import Callable

    from .machines import Machine

    Say = Callable[..., tuple[int, str]]

BEFORE = (
    f'\ufeff{{ "z" : [ 1,2 , {{"env":{{"{T}":true}}}} ],\r\n\t"env" : {{"{T}" :  true ,"{E}":1,\r'
    f'\n\t\t"A": " keep  me ", "{B}": "TRUE", "{U}":"0"  }}, "u": "\\u00e9é" }}\r\n\r\n'
)
AFTER = (
    f'\ufeff{{ "z" : [ 1,2 , {{"env":{{"{T}":true}}}} ],\r\n\t"env" : {{"{T}" :  "1" ,"{E}":"1",\r'
    f'\n\t\t"A": " keep  me ", "{B}": "1", "{U}":"0"  }}, "u": "\\u00e9é" }}\r\n\r\n'
)


def test_only_the_values_change_that_say_yes(machine: Machine, say: Say) -> None:
    machine.write("project", BEFORE)
    code, said = say("lint", "--fix")
    assert machine.file("project").read_bytes() == AFTER.encode()
    assert machine.file("project").with_name("settings.json.before-fix").read_bytes() == (
        BEFORE.encode()
    )
    assert said.count("Fixed in .claude/settings.json:") == 3
    assert " ".join(said.split()).count('Now it is "1".') == 3
    # What says no is nobody's to change but the user's.
    assert code == 1
    assert U in said


def test_names_are_changed_only_as_a_guess_and_never_into_one_that_is_there(
    machine: Machine, say: Say
) -> None:
    text = (
        '{"env": {"disable_telemetry": "1", "DISABLE_TELEMETRI": "0", "Disable_Bug_Command": "1"}}'
    )
    machine.write("project", text)
    say("lint", "--fix")
    assert machine.file("project").read_text() == text
    _, said = say("lint", "--fix", "--guess")
    assert f'Now it is "{T}".' in " ".join(said.split())
    assert machine.file("project").read_text() == text.replace("disable_telemetry", T).replace(
        "Disable_Bug_Command", B
    )


def test_where_nothing_is_fixed_that_is_said_and_why(machine: Machine, say: Say) -> None:
    machine.write("project", env(**{T: "0"}))
    told = "Nothing was fixed: what is found is yours to decide."
    for form in ([], ["--markdown"]):
        assert told in say("lint", "--fix", *form)[1]
    assert json.loads(say("lint", "--fix", "--json")[1])["fixed"] == []
    assert told not in say("lint")[1]
    machine.write("project", env(**{T: True}))
    assert told not in say("lint", "--fix")[1]
    machine.file("project").unlink()
    assert told not in say("lint", "--fix")[1]


def test_the_mode_stays_and_backups_are_never_overwritten(machine: Machine, say: Say) -> None:
    for number in range(3):
        machine.write("user", env(**{T: number == 0 or 1}))
        machine.file("user").chmod(0o640)
        say("lint", "--fix")
        assert machine.file("user").stat().st_mode & 0o777 == 0o640
    names = sorted(path.name for path in machine.file("user").parent.iterdir())
    assert names == [
        "settings.json",
        "settings.json.before-fix",
        "settings.json.before-fix-2",
        "settings.json.before-fix-3",
    ]


def test_a_backup_is_not_written_through_a_link(machine: Machine, say: Say) -> None:
    machine.write("project", env(**{T: True}))
    trap = machine.outside / "trap"
    trap.write_text("untouched")
    machine.file("project").with_name("settings.json.before-fix").symlink_to(trap)
    machine.file("project").with_name("settings.json.being-fixed").symlink_to(trap)
    say("lint", "--fix")
    assert trap.read_text() == "untouched"
    assert '"1"' in machine.file("project").read_text()


def test_a_link_is_not_fixed_and_what_it_leads_to_is(machine: Machine, say: Say) -> None:
    machine.write("local", env(**{T: True}))
    machine.file("project").symlink_to("settings.local.json")
    _, said = say("lint", "--fix")
    assert machine.file("project").is_symlink()
    assert "settings.json is not fixed: it is, or lies behind, a link" in " ".join(said.split())
    assert '"DISABLE_TELEMETRY": "1"' in machine.file("local").read_text()


def test_the_managed_file_is_left_alone(machine: Machine, say: Say) -> None:
    machine.write("managed", env(**{T: True}))
    say("lint", "--fix")
    assert machine.file("managed").read_text() == env(**{T: True})


def test_a_file_that_changes_meanwhile_is_left_alone(
    machine: Machine, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.write("project", env(**{T: True}))
    other = env(**{T: True, "NEW": "1"})
    made = writing._made

    def interfering(*arguments: object) -> object:
        machine.write("project", other)
        return made(*arguments)

    monkeypatch.setattr(writing, "_made", interfering)
    _, said = say("lint", "--fix")
    assert "it has changed meanwhile" in " ".join(said.split())
    assert machine.file("project").read_text() == other
    assert [path.name for path in machine.file("project").parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("call", ["open", "fsync", "replace"])
def test_where_writing_fails_everything_is_as_it_was(
    machine: Machine, say: Say, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    machine.write("project", env(**{T: True}))
    real = getattr(os, call)

    def failing(*arguments: object, **options: object) -> object:
        if call == "open" and not arguments[1] & os.O_CREAT:  # type: ignore[operator]
            return real(*arguments, **options)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, failing)
    _, said = say("lint", "--fix")
    monkeypatch.setattr(os, call, real)
    assert "cannot be written: No space left on device" in " ".join(said.split())
    assert machine.file("project").read_text() == env(**{T: True})
    assert [path.name for path in machine.file("project").parent.iterdir()] == ["settings.json"]


def test_an_edit_that_would_change_more_is_refused() -> None:
    text = '{"a": 1, "b": 2}'
    with pytest.raises(UnreadError, match="changing something else"):
        edited(text, [Edit(Span(6, 7), '1, "c": 3')])


def test_a_guess_without_a_fix_is_refused(say: Say) -> None:
    code, said = say("lint", "--guess")
    assert code == 2
    assert "--fix" in said
