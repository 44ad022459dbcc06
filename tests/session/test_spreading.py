"""Several processes on one machine: which scenarios they begin with, and what a host says of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datausage.session.spreading import dealt

if TYPE_CHECKING:
    from conftest import Host

FAITHFUL = (
    "--target=datausage.examples.faithful",
    "--calls=2",
    "--part=telemetry",
    "-v",
    "-n",
    "2",
)
RAN = re.compile(r"\[(gw\d)\] .*?::([\w-]+) / ")


@given(st.lists(st.integers(0, 9), max_size=30), st.integers(1, 7))
def test_everything_is_dealt_once_and_the_heaviest_begin(weights: list[int], hands: int) -> None:
    items = list(range(len(weights)))
    found = dealt(items, weights, hands)
    assert sorted(found) == items
    if len(items) < 2 * hands:
        return
    firsts, seconds = found[: 2 * hands : 2], found[1 : 2 * hands : 2]
    assert [weights[at] for at in firsts] == sorted(weights, reverse=True)[:hands]
    assert [weights[at] for at in reversed(seconds)] == sorted(weights, reverse=True)[hands:][
        :hands
    ]
    rest = [weights[at] for at in found[2 * hands :]]
    assert rest == sorted(rest, reverse=True)


def test_what_weighs_alike_stays_in_its_order() -> None:
    assert dealt("abcdefgh", [1, 0, 1, 0, 5, 0, 1, 0], 2) == list("egacbdfh")
    assert dealt("abc", [0, 0, 1], 2) == list("cab")


def first(host: Host, *more: str) -> dict[str, list[str]]:
    """Return what each process ran, in its order."""
    ran: dict[str, list[str]] = {}
    for process, name in RAN.findall(host.run(*FAITHFUL, *more).stdout.str()):
        ran.setdefault(process, []).append(name)
    return ran


def test_every_process_begins_with_what_takes_longest(guest: Host) -> None:
    ran = first(guest)
    assert sorted(ran) == ["gw0", "gw1"]
    assert all(names[0].startswith("agrees-") for names in ran.values())
    assert sum(map(len, ran.values())) == 26


@pytest.mark.parametrize("said", ["--maxschedchunk=13", "--dist=loadfile"])
def test_a_host_has_its_way(guest: Host, said: str) -> None:
    ran = first(guest, said)
    assert sum(map(len, ran.values())) == 26
    if said.startswith("--max"):
        # Whichever process is ready first is given three; one at a time, each would begin two.
        assert max(agreements(names) for names in ran.values()) > 2


def agreements(names: list[str]) -> int:
    """Return how many of the scenarios are about agreement, the longest there are."""
    return sum(name.startswith("agrees-") for name in names)


def test_tests_of_the_host_come_last_and_in_their_order(guest: Host) -> None:
    guest.write("test_own.py", "\n".join(f"def test_{c}(): pass" for c in "zyx"))
    found = guest.run(*FAITHFUL[:-1], "1", "test_own.py", "policy").stdout.str()
    ran = re.findall(r"\[gw0\] .*?::(\S+)", found)
    assert len(ran) == 29
    assert ran[-3:] == ["test_z", "test_y", "test_x"]
