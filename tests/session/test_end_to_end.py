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
    assert "No violation was found in what was asked, under these readings" in text


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
        assert "1 situation asked, 1 of them distinct" in again.stdout.str()


def test_a_replayed_situation_that_is_right_now_passes(guest: Host) -> None:
    found = guest.run("--target=datausage.examples.careless", "--effort=quick", "--part=cloud")
    command = next(match for line in found.outlines if (match := REPLAY.match(line)))
    token = shlex.split(command[1])[-1]
    # A budget of the configuration does not bound it, and is not said to.
    result = guest.run("--target=datausage.examples.faithful", "--calls=150", token)
    assert result.ret == 0
    assert "No violation was found" in result.stdout.str()
    assert "edition 2025-10-27, effort standard\n" in result.stdout.str()


def test_parts_and_calls_bound_what_is_asked(guest: Host) -> None:
    result = guest.run(
        "--target=datausage.examples.faithful", "--part=surveys", "--calls=150", "--effort=quick"
    )
    assert result.ret == 0
    line = next(line for line in result.outlines if " situations asked, " in line)
    # Two questions are asked in this part.
    assert 150 < int(line.split()[0].replace(",", "")) <= 2 * 150


NOISY = """
def protection(channel, state, venue):
    print("noise")
    return "tls" if state == "in-transit" else "aes-256"
"""
FRAGILE = """
def traffic(environment, settings, service):
    if service == "surveys":
        raise ValueError("no surveys here")
    return "on"
"""


def test_what_a_passing_target_prints_is_told(guest: Host) -> None:
    guest.write("impl.py", NOISY)
    result = guest.run("--target=impl", "--effort=quick", "--part=data-flow")
    assert result.ret == 0
    assert "Note on protection: the target printed: noise" in result.stdout.str()


def test_a_break_down_is_told_beside_something_worse(guest: Host) -> None:
    guest.write("impl.py", FRAGILE)
    result = guest.run("--target=impl", "--effort=quick", "-m", "agrees-traffic")
    assert result.ret == 1
    text = result.stdout.str()
    assert "agrees-traffic is violated" in text
    assert "Note on traffic: errored in" in text
    assert "ValueError: no surveys here" in text


def test_what_the_policy_does_not_speak_about_is_no_pass(guest: Host) -> None:
    result = guest.run(
        "--target=datausage.examples.faithful",
        "--effort=quick",
        "--reading=error-content=unspoken",
        "-m",
        "agrees-error-event",
    )
    result.assert_outcomes(skipped=1)
    assert result.ret == 5
    assert "Questions in agreement with the reference: 0 of 0" in result.stdout.str()
    assert "Nothing was checked" in result.stdout.str()
