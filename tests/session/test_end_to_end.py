"""The real features against the shipped examples, as a team would run them."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Host

REPLAY = re.compile(r"^  (pytest --target=\S+ .*--replay=([\w-]+):\S+)$")


def test_the_shipped_gateway_passes(guest: Host) -> None:
    result = guest.run("--target=datausage.examples.gateway:Gateway", "--effort=quick")
    assert result.ret == 0
    text = result.stdout.str()
    assert "Questions in agreement with the reference: 2 of 2" in text
    assert "No violation was found in this population under these readings" in text


def test_workers_agree_with_one_process_about_the_shipped_gateway(guest: Host) -> None:
    arguments = ("--target=datausage.examples.gateway:Gateway", "--effort=quick", "-m", "not slow")
    reports = []
    for workers in ((), ("-n2",)):
        lines = guest.run(*arguments, *workers).outlines
        start = next(n for n, line in enumerate(lines) if "situations asked" in line)
        reports.append([line for line in lines[start:-1] if line])
    assert reports[0] == reports[1]


def test_every_violation_can_be_replayed_alone(guest: Host) -> None:
    found = guest.run("--target=datausage.examples.careless", "--effort=quick", "--part=cloud")
    assert found.ret == 1
    commands = [match for line in found.outlines if (match := REPLAY.match(line))]
    assert len(commands) >= 2
    for command in commands[:3]:
        words = shlex.split(command[1])
        again = guest.run(*words[1:])
        assert again.ret == 1
        assert f"{command[2]} is violated" in again.stdout.str()
        assert "1 situations asked, 1 of them distinct" in again.stdout.str()


def test_a_replayed_situation_that_is_right_now_passes(guest: Host) -> None:
    found = guest.run("--target=datausage.examples.careless", "--effort=quick", "--part=cloud")
    command = next(match for line in found.outlines if (match := REPLAY.match(line)))
    token = shlex.split(command[1])[-1]
    result = guest.run("--target=datausage.examples.faithful", token)
    assert result.ret == 0
    assert "No violation was found" in result.stdout.str()


def test_parts_and_calls_bound_what_is_asked(guest: Host) -> None:
    result = guest.run(
        "--target=datausage.examples.faithful", "--part=surveys", "--calls=60", "--effort=quick"
    )
    assert result.ret == 0
    (line,) = [line for line in result.outlines if "situations asked" in line]
    assert int(line.split()[0].replace(",", "")) <= 60 * 9
