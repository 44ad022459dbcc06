"""Waivers in a run: what the user sees, and what the exit code is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from datausage.evidence.checking import check
from datausage.evidence.opening import contents

if TYPE_CHECKING:
    from conftest import Host

WAIVER = """
    [[waiver]]
    rule = "retention-zero"
    scope = "all"
    owner = "Jo Doe"
    reason = "the gateway is replaced"
    ticket = "DATA-17"
    expiry = 2026-12-31
"""
LAST_DAY, DAY_AFTER = "1798761599", "1798761600"
ZERO = ("-m", "retention-zero", "--waivers=w.toml")


@pytest.fixture
def careless(guest: Host, monkeypatch: pytest.MonkeyPatch) -> Host:
    guest.write("impl.py", "from datausage.examples import careless as Target")
    guest.write("w.toml", WAIVER)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", LAST_DAY)
    return guest


@pytest.mark.parametrize("processes", ["-n0", "-n2"])
def test_a_waived_violation_does_not_fail_and_is_listed(careless: Host, processes: str) -> None:
    result = careless.check(*ZERO, processes, "--evidence=evidence", "-rs")
    assert result.ret == 0, result.stdout.str()
    result.assert_outcomes(skipped=1)
    text = " ".join(result.stdout.str().split())
    assert "waives 1 failing scenario; owner Jo Doe, DATA-17, until 2026-12-31" in text
    assert "Conforms but for 1 waived" in text
    assert "waived by Jo Doe until 2026-12-31 (DATA-17)" in text


def test_every_report_names_owner_ticket_and_expiry(careless: Host) -> None:
    careless.check(*ZERO, "--evidence=evidence")
    files = contents(careless.pytester.path / "evidence")
    verdict = check(files)
    assert verdict.wrong == ()
    assert verdict.record is not None
    assert not verdict.record.run.passed
    assert verdict.record.run.exit == 0
    assert verdict.record.totals.waived == 1
    for name in ("record.json", "summary.md", "junit.xml", "oscal.json", "statement.intoto.json"):
        # A mark in Markdown is written as a reference to its character.
        text = files[name].decode().replace("&#45;", "-")
        for word in ("Jo Doe", "DATA-17", "2026-12-31"):
            assert word in text, (name, word)
    assert json.loads(files["statement.intoto.json"])["predicate"]["result"] == "WARNED"
    assert b"<failure" not in files["junit.xml"]
    assert b"Conforms but for 1 waived" in files["summary.md"]


def test_the_agreement_fails_for_what_no_waived_rule_decides(careless: Host) -> None:
    result = careless.check("-m", "retention-zero or agrees-retention", "--waivers=w.toml")
    assert result.ret == 1
    assert "Violated: no rule that ran, but agrees-retention" in result.stdout.str()
    assert "Waived besides: 1." in " ".join(result.stdout.str().split())
    # The report of what is waived is not shown; so nothing may refer to it.
    assert "same cause as what is reported of retention-zero" not in result.stdout.str()


def test_an_expired_waiver_fails_on_the_day_after(
    careless: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY_AFTER)
    result = careless.check(*ZERO)
    assert result.ret == 1
    text = " ".join(result.stdout.str().split())
    assert "waiver 1, retention-zero, all: expiry = 2026-12-31: expired: mend" in text
    assert "1 waiver is expired, which fails the run." in text


def test_a_stale_waiver_fails_a_run_in_which_all_is_well(careless: Host) -> None:
    careless.write("impl.py", "from datausage.examples import faithful as Target")
    result = careless.check(*ZERO, "--evidence=evidence")
    assert result.ret == 1
    text = " ".join(result.stdout.str().split())
    assert "waiver 1, retention-zero, all: stale: what it waives does not fail" in text
    assert "1 waiver is stale, which fails the run." in text
    assert check(contents(careless.pytester.path / "evidence")).wrong == ()


@pytest.mark.parametrize("less", [("--effort=quick",), ("--calls=60",), ("-k", "surveys")])
def test_a_waiver_of_what_was_asked_too_little_is_not_stale(
    careless: Host, less: tuple[str, ...]
) -> None:
    careless.write("impl.py", "from datausage.examples import faithful as Target")
    result = careless.check("--waivers=w.toml", "--part=retention", "--part=surveys", *less)
    assert "stale:" not in result.stdout.str()
    assert "not put to the test" in result.stdout.str()


def test_the_configuration_names_the_file_from_the_root(careless: Host) -> None:
    careless.configure('datausage_waivers = "w.toml"')
    assert careless.check("-m", "retention-zero").ret == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '[[waiver]]\nrule = "retention-zer"',
            'rule = "retention-zer": there is no such rule; did',
        ),
        (WAIVER.replace("ticket", "tickets"), '"tickets": there is no such field'),
        ("x = \x00", "it is no TOML"),
    ],
)
def test_a_file_that_is_wrong_is_refused_by_name(guest: Host, text: str, told: str) -> None:
    guest.write("w.toml", text)
    plugin = ("-p", "no:datausage", "-p", "datausage.plugin", "--target=impl:Target")
    result = guest.pytester.runpytest_inprocess(*plugin, "--waivers=w.toml")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    messages = guest.messages(result)
    assert all(message.startswith("w.toml: ") for message in messages)
    assert any(told in message for message in messages)


def test_what_is_no_plain_file_is_refused(guest: Host) -> None:
    root = guest.pytester.path
    assert guest.refused("--waivers=none.toml") == "--waivers=none.toml: there is no such file"
    assert guest.refused("--waivers=") == "--waivers=: name a file"
    (root / "folder").mkdir()
    assert "no plain file" in guest.refused("--waivers=folder")
    (root / "link.toml").symlink_to("/dev/zero")
    assert "it is a link; name the file itself" in guest.refused("--waivers=link.toml")
    assert "no plain file" in guest.refused("--waivers=/dev/zero")
