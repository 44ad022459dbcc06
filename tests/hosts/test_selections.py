"""A host that selects: what is left out is told, and nothing checked is no pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .judged import FAILED, INTERRUPTED, OK, USAGE

if TYPE_CHECKING:
    from .conftest import Host
    from .judged import Judged

RULE = "metrics-opt-out"


def told(judged: Judged) -> str:
    return " ".join(" ".join(judged.summary).split())


SELECTIONS = {
    "-k typed": ("", ["-k", RULE], "-k"),
    "-m typed": ("", ["-m", RULE], "-m"),
    "-m configured": (f'addopts = "-m {RULE}"', [], "-m"),
    "-k configured": (f'addopts = "-k {RULE}"', [], "-k"),
    "-m configured with more": (f'addopts = "-m \\"{RULE} and not slow\\""', [], "-m"),
}


@pytest.mark.parametrize(("configuration", "arguments", "by"), SELECTIONS.values(), ids=SELECTIONS)
def test_a_selection_checks_what_is_left_and_tells_the_rest(
    host: Host, plain: Judged, configuration: str, arguments: list[str], by: str
) -> None:
    host.configure(configuration)
    judged = host.check(*arguments)
    assert judged.exit == FAILED
    assert judged.verdicts == {n: v for n, v in plain.verdicts.items() if f"::{RULE} /" in n}
    assert judged.counts[3] == 1
    assert "57 rules deselected by part telemetry." in told(judged)
    assert f"10 rules deselected by {by}." in told(judged)


EMPTY = {
    "-k typed": ("", ["-k", "nonesuch"]),
    "-m typed": ("", ["-m", "no_such_marker"]),
    "-m configured": ('addopts = "-m \\"unit and not slow\\""', []),
    "a part configured and -m": ('datausage_parts = ["cloud"]', ["-m", RULE, "--part=cloud"]),
    "a path typed": ("", ["policy/no-such.feature"]),
}


@pytest.mark.parametrize(("configuration", "arguments"), EMPTY.values(), ids=EMPTY)
def test_a_selection_that_leaves_nothing_is_no_pass(
    host: Host, configuration: str, arguments: list[str]
) -> None:
    host.configure(configuration)
    judged = host.run("--target=impl", "--effort=quick", *arguments)
    assert judged.exit == USAGE
    assert not judged.verdicts
    assert "Nothing was checked: no scenario is left by" in told(judged)


def test_what_failed_last_can_be_run_alone(host: Host, plain: Judged) -> None:
    host.check()
    judged = host.check("--lf")
    assert judged.exit == FAILED
    assert judged.of("failure") == plain.of("failure")
    assert not judged.outcomes["passed"]
    assert "rules deselected by --lf." in told(judged)


STOPS = {
    "-x": (["-x"], FAILED, "not reached."),
    "--maxfail": (["--maxfail=1"], FAILED, "not reached."),
    "failures first": (["--ff", "-x"], FAILED, "not reached."),
    "stepwise": (["--sw"], INTERRUPTED, "Interrupted: what follows is about a part"),
}


@pytest.mark.parametrize(("arguments", "code", "words"), STOPS.values(), ids=STOPS)
def test_a_run_that_stops_early_tells_what_it_left(
    host: Host, plain: Judged, arguments: list[str], code: int, words: str
) -> None:
    judged = host.check(*arguments)
    assert judged.exit == code
    assert len(judged.of("failure")) == 1
    assert judged.verdicts.items() <= plain.verdicts.items()
    assert words in told(judged)


def test_a_list_of_the_scenarios_checks_nothing_and_claims_nothing(
    host: Host, plain: Judged
) -> None:
    judged = host.check("--collect-only", "-q")
    assert judged.exit == OK
    assert sum(line.startswith("policy/") for line in judged.text.splitlines()) == sum(
        plain.outcomes.values()
    )
    assert not judged.summary
    assert "No violation" not in judged.text


def test_a_host_that_expects_failures_gets_no_pass(host: Host, plain: Judged) -> None:
    host.write("conftest.py", _marking("item.add_marker(pytest.mark.xfail)"))
    judged = host.check("tests")
    assert judged.exit == FAILED
    assert judged.summary == plain.summary


def test_a_host_that_skips_everything_checked_nothing(host: Host) -> None:
    host.write("conftest.py", _marking("item.add_marker(pytest.mark.skip)"))
    judged = host.check("tests")
    assert judged.exit != OK
    assert "Nothing was checked" in told(judged)


def _marking(line: str) -> str:
    return (
        "import pytest\n\n\ndef pytest_collection_modifyitems(items):\n"
        f"    for item in items:\n        {line}\n"
    )
