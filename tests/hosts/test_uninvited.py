"""Without a target the wheel is as good as not there."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

import pytest

from .judged import OK

if TYPE_CHECKING:
    from .conftest import Host

_TIME = re.compile(r" in \d+\.\d+s\b")
OUT = ("-p", "no:datausage")
# What the dependencies add is theirs, and varies more than what is ours.
ALONE = ("-p", "no:hypothesispytest", "-p", "no:pytest-bdd", "-p", "no:cacheprovider", "-q")
MOST_ADDED = 0.05
RUNS = 7
OPTIONS = (
    *("target", "effort", "calls", "reading", "edition", "part", "replay", "call-timeout"),
    "target-seed",
    *("evidence", "review", "waivers", "shard", "database", "child", "client", "client-cache"),
)


def lines(host: Host, *arguments: str) -> list[str]:
    judged = host.run(*arguments)
    assert judged.exit == OK, judged.text
    lines = (_TIME.sub("", line) for line in judged.text.splitlines())
    return [line.strip(" =") for line in lines if not line.startswith("plugins:")]


@pytest.mark.parametrize("arguments", [["--markers"], ["--collect-only"], ["--fixtures"], ["-v"]])
def test_everything_is_as_if_it_were_not_installed(host: Host, arguments: list[str]) -> None:
    assert lines(host, *arguments) == lines(host, *arguments, *OUT)


def test_help_is_longer_by_our_options_and_keys_and_loses_nothing(host: Host) -> None:
    # The lines are wrapped; words are compared.
    without, with_us = (" ".join(lines(host, "--help", *out)).split() for out in (OUT, ()))
    assert set(without) <= set(with_us)
    added = {word for word in set(with_us) - set(without) if word.startswith(("-", "datausage_"))}
    names = {word.partition("=")[0].rstrip(",") for word in added}
    long = {f"--{name}" for name in OPTIONS} | {f"--datausage-{name}" for name in OPTIONS}
    assert long <= names
    assert {name for name in names - long if not name.startswith("datausage_")} <= {"--help'"}


def test_a_host_may_have_every_option_of_ours_for_itself(host: Host) -> None:
    register = "".join(f"    parser.addoption('--{name}', default='own')\n" for name in OPTIONS)
    host.write("conftest.py", f"def pytest_addoption(parser):\n{register}")
    host.write("tests/test_own.py", _sees("own"))
    assert host.run().exit == OK
    host.write("tests/test_own.py", _sees("typed"))
    judged = host.run(*(f"--{name}=typed" for name in OPTIONS))
    assert judged.exit == OK, judged.text
    assert list(judged.own.values()) == ["passed"]
    assert host.run("--help").exit == OK


def _sees(value: str) -> str:
    return (
        "def test_own(pytestconfig):\n"
        f"    for name in {OPTIONS}:\n"
        f"        assert pytestconfig.getoption('--' + name) == {value!r}\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell what a process used")
def test_start_up_takes_no_longer(host: Host) -> None:
    host.write("conftest.py", "")
    host.run(*ALONE)
    taken = [(_used(host, *ALONE), _used(host, *ALONE, *OUT)) for _ in range(RUNS)]
    with_us, without = map(min, zip(*taken, strict=True))
    assert with_us - without < MOST_ADDED


def _used(host: Host, *arguments: str) -> float:
    """Return the processor time of a run: unlike its duration, it does not depend on others."""
    before = os.times()
    assert host.run(*arguments).exit == OK
    after = os.times()
    user = after.children_user - before.children_user
    return user + after.children_system - before.children_system
