"""Answers that do not fit together, or not what is declared: what a run says, and how it ends."""

from __future__ import annotations

import json
import re
import shlex
from typing import TYPE_CHECKING

import pytest

from datausage.evidence.checking import check
from datausage.evidence.opening import contents

if TYPE_CHECKING:
    from conftest import Host

# Both bugs are within the policy on some reading each, and on no reading together.
TORN = """
    from datausage.examples import faithful

    class Target:
        def retention(self, account, data, history, clock):
            answer = faithful.retention(account, data, history, clock)
            torn = account.plan == "enterprise" and answer == "five-years"
            zero = account.access == "zero-retention-key"
            return "not-retained" if torn and zero else answer
"""
DECLARING = """
    from datausage.examples import faithful

    class Target:
        def describe(self):
            return {{"readings": {{"bug-under-zdr": "{reading}"}}}}

        def retention(self, *args, **kwargs):
            return faithful.retention(*args, **kwargs)
"""
RUN = ("-m", "agrees-retention")


@pytest.fixture
def torn(guest: Host) -> Host:
    guest.write("impl.py", _with_its_arguments(TORN))
    return guest


def _with_its_arguments(text: str) -> str:
    from datausage.oracle.questions import QUESTIONS  # noqa: PLC0415

    arguments = ", ".join(QUESTIONS["retention"].arguments)
    text = text.replace("account, data, history, clock", arguments)
    return text.replace("*args, **kwargs", arguments)


def told(result: pytest.RunResult) -> str:
    return " ".join(result.stdout.str().split())


@pytest.mark.parametrize("processes", ["-n0", "-n2"])
def test_answers_that_no_readings_explain_together_fail_the_run(torn: Host, processes: str) -> None:
    result = torn.check(*RUN, processes, "--evidence=evidence")
    assert result.ret == 1
    result.assert_outcomes(passed=1)
    text = told(result)
    assert "Incoherent: no single set of readings explains all answers. These clash, about" in text
    assert "As a whole, the run is incoherent; see above. By itself, no answer is wrong" in text
    verdict = check(contents(torn.pytester.path / "evidence"))
    assert verdict.wrong == ()
    assert verdict.record is not None
    clash = verdict.record.coherence.incoherent
    assert clash is not None
    assert clash.points == ("bug-under-zdr",)
    assert {one.said for one in clash.answers} == {"five-years", "not-retained"}


def test_every_report_tells_of_it(torn: Host) -> None:
    torn.check(*RUN, "--evidence=evidence")
    files = contents(torn.pytester.path / "evidence")
    assert b'message="incoherent: no single set' in files["junit.xml"]
    assert b"### Incoherent" in files["summary.md"]
    assert b"incoherent: no single set of readings" in files["oscal.json"]
    predicate = json.loads(files["statement.intoto.json"])["predicate"]
    assert predicate["result"] == "FAILED"
    assert predicate["failedTests"] == ["incoherent"]


def test_the_commands_ask_the_two_answers_again(torn: Host) -> None:
    text = torn.check(*RUN).stdout.str()
    commands = re.findall(r"^    (pytest --target=\S+ --replay=\S+)$", text, flags=re.MULTILINE)
    assert len(commands) == 2
    for command in commands:
        replayed = torn.run(*shlex.split(command)[1:])
        assert replayed.ret == 0, replayed.stdout.str()
        assert "Readings relied on: bug-under-zdr=" in replayed.stdout.str()


def test_pinning_the_reading_shows_which_answer_is_wrong(torn: Host) -> None:
    result = torn.check(*RUN, "--reading=bug-under-zdr=five-years")
    assert result.ret == 1
    assert "agrees-retention is violated" in result.stdout.str()
    assert "Incoherent" not in result.stdout.str()


def test_a_target_that_declares_another_reading_than_it_follows_fails(guest: Host) -> None:
    guest.write("impl.py", _with_its_arguments(DECLARING.format(reading="not-retained")))
    result = guest.check(*RUN, "--evidence=evidence")
    assert result.ret == 1
    result.assert_outcomes(passed=1)
    text = told(result)
    assert "Misdeclared: the target declares bug-under-zdr=not-retained, which does not" in text
    assert "the target said five-years" in text
    assert "right only with bug-under-zdr=five-years" in text
    assert check(contents(guest.pytester.path / "evidence")).wrong == ()


def test_a_target_that_follows_what_it_declares_passes(guest: Host) -> None:
    guest.write("impl.py", _with_its_arguments(DECLARING.format(reading="five-years")))
    result = guest.check(*RUN)
    assert result.ret == 0
    assert "isdeclared" not in result.stdout.str()


@pytest.mark.parametrize(
    ("reading", "message"),
    [("five-year", "there is no reading 'five-year' of bug-under-zdr; did you mean five-years?")],
)
def test_a_reading_that_is_none_is_refused(guest: Host, reading: str, message: str) -> None:
    guest.write("impl.py", _with_its_arguments(DECLARING.format(reading=reading)))
    assert message in guest.refused()


def test_a_record_whose_coherence_was_changed_is_found_out(torn: Host) -> None:
    torn.check(*RUN, "--evidence=evidence")
    files = contents(torn.pytester.path / "evidence")
    record = json.loads(files["record.json"])
    record["coherence"]["incoherent"] = None
    changed = {**files, "record.json": json.dumps(record, indent=1).encode()}
    told_wrong = "; ".join(check(changed).wrong)
    assert "whether the answers are coherent does not follow from them" in told_wrong
