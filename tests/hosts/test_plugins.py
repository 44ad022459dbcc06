"""Plugins that many hosts have: none changes what is found, or how much is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .judged import FAILED, same

if TYPE_CHECKING:
    from .conftest import Host
    from .judged import Judged

HABITS = {
    "all of them": ("", []),
    "randomly": ("", ["--randomly-seed=1"]),
    "randomly, otherwise": ("", ["--randomly-seed=2"]),
    "asyncio, auto": ('asyncio_mode = "auto"', []),
    "asyncio, strict": (
        """
        asyncio_mode = "strict"
        asyncio_default_fixture_loop_scope = "function"
        filterwarnings = ["error"]
        """,
        [],
    ),
    "sockets disabled": ('addopts = "--disable-socket"', []),
    "hosts allowed": ('addopts = "--allow-hosts=127.0.0.1"', []),
    "sugar": ("", ["--force-sugar"]),
    "coverage": ('addopts = "--cov=impl --cov-report=term"', []),
    "reruns": ('addopts = "--reruns 2 --strict-markers"', []),
    "a time limit": ('addopts = "--strict-markers"\ntimeout = 60', []),
    "two workers": ("", ["-n2"]),
    "two workers, by file": ("", ["-n2", "--dist=loadfile", "-p", "no:cacheprovider"]),
}


@pytest.mark.parametrize(("configuration", "arguments"), HABITS.values(), ids=HABITS)
def test_a_plugin_changes_nothing(
    team: Host, plain: Judged, configuration: str, arguments: list[str]
) -> None:
    team.configure(configuration)
    same(team.check(*arguments), plain)


SLOW = """
import time
from impl import protection, traffic as quick_traffic

called = 0

def traffic(environment, settings, service):
    global called
    called += 1
    if called % 300 == 0:
        time.sleep(0.2)
    return quick_traffic(environment, settings, service)
"""


@pytest.mark.parametrize("method", ["signal", "thread"])
def test_a_time_limit_for_the_hosts_tests_ends_no_scenario(
    team: Host, plain: Judged, method: str
) -> None:
    team.write("slow.py", SLOW)
    team.write("tests/test_own.py", "import time\n\ndef test_own():\n    time.sleep(1)\n")
    team.configure(f'timeout = 0.1\ntimeout_method = "{method}"')
    judged = team.check(target="--target=slow")
    assert judged.verdicts == plain.verdicts, judged.text
    assert judged.counts == plain.counts
    # The limit is there: it holds for what is the host's.
    assert team.run("tests").exit == FAILED


UNSTEADY = """
from impl import protection

answers = {}

def traffic(environment, settings, service):
    key = repr((environment, settings, service))
    answers[key] = answers.get(key, 0) + 1
    return "off" if answers[key] > 1 else "on"
"""


@pytest.mark.parametrize("option", ["--reruns=2", "--force-reruns=2"])
def test_a_rerun_makes_no_violation_pass(team: Host, option: str) -> None:
    team.write("unsteady.py", UNSTEADY)
    judged = team.check(option, "-m", "metrics-opt-out", target="--target=unsteady")
    assert judged.exit == FAILED
    assert "Violated: 1 of 1 rule checked" in " ".join(judged.summary)


def test_what_is_run_again_by_force_counts_once(team: Host, plain: Judged) -> None:
    judged = team.check("--force-reruns=1")
    # pytest's own report for machines has both, and that is its own matter.
    assert judged.repeated
    assert judged.counts == plain.counts
    assert judged.summary == plain.summary
    assert judged.exit == plain.exit


def test_a_mark_that_spares_our_scenarios_is_none_that_selects(team: Host, plain: Judged) -> None:
    team.configure('addopts = "-m \\"not flaky and not timeout\\""\ntimeout = 60')
    judged = team.check()
    assert judged.verdicts == plain.verdicts
    assert judged.counts == plain.counts


WARNING = """
import warnings
from impl import protection, traffic as quiet_traffic

def traffic(environment, settings, service):
    warnings.warn("ask somebody else", DeprecationWarning)
    return quiet_traffic(environment, settings, service)
"""


def test_a_host_that_makes_errors_of_warnings_gets_the_same_answers(
    host: Host, plain: Judged
) -> None:
    host.write("warning.py", WARNING)
    host.configure('filterwarnings = ["error"]')
    judged = host.check(target="--target=warning")
    assert judged.verdicts == plain.verdicts, judged.text
    assert judged.counts == plain.counts


def test_two_workers_find_in_the_whole_policy_what_one_process_finds(team: Host) -> None:
    careless = ("--target=datausage.examples.careless", "--effort=quick", "--tb=no")
    alone = team.run(*careless, "-n0", "-p", "no:randomly")
    assert alone.exit == FAILED
    assert alone.outcomes["failure"] > 30
    assert alone.counts[0] > 10_000
    same(team.run(*careless, "-n2", "-p", "no:randomly"), alone)


def test_two_workers_in_another_order_search_what_one_process_searches(team: Host) -> None:
    # Only what passes is searched, and quick effort does not.
    faithful = ("--target=datausage.examples.faithful", "--effort=standard")
    alone = team.run(*faithful, "-n0", "-p", "no:randomly")
    assert alone.exit == 0
    assert alone.counts[0] > 50_000
    same(team.run(*faithful, "-n2", "-p", "randomly", "-p", "no:cacheprovider"), alone)
