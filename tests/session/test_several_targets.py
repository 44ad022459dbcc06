"""Several targets in one run: each judged by itself, and compared with the others."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from datausage.cli import main
from datausage.evidence.checking import check
from datausage.evidence.opening import contents
from datausage.session.folding import WIDTH

if TYPE_CHECKING:
    from conftest import Host

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
FAITHFUL, CARELESS = "datausage.examples.faithful", "datausage.examples.careless"
BOTH = (f"--target={FAITHFUL}", f"--target={CARELESS}")
RUN = ("-m", "retention-zero or metrics-opt-out", "--effort=quick")


def told(result: pytest.RunResult) -> str:
    return " ".join(result.stdout.str().split())


@pytest.mark.parametrize("processes", ["-n0", "-n2"])
def test_each_target_has_its_own_results_and_evidence(guest: Host, processes: str) -> None:
    result = guest.run(*BOTH, *RUN, processes, "--evidence=evidence")
    assert result.ret == 1
    text = result.stdout.str()
    assert f"FAILED policy@{CARELESS}/05-retention.feature::retention-zero" in text
    assert f"FAILED policy@{FAITHFUL}" not in text
    right = check(contents(guest.pytester.path / "evidence" / FAITHFUL))
    wrong = check(contents(guest.pytester.path / "evidence" / CARELESS))
    assert right.wrong == wrong.wrong == ()
    assert right.record is not None
    assert wrong.record is not None
    assert right.record.subject.reference == FAITHFUL
    assert wrong.record.subject.reference == CARELESS
    assert (right.record.totals.violated, wrong.record.totals.violated) == (0, 1)
    assert right.record.totals.checked == wrong.record.totals.checked == 2
    assert (right.record.run.exit, wrong.record.run.exit) == (0, 1)
    assert (right.record.run.passed, wrong.record.run.passed) == (True, False)


def test_the_folder_of_all_their_evidence_is_refused_with_the_name_of_one(
    guest: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    guest.run(*BOTH, *RUN, "--evidence=evidence")
    folder = guest.pytester.path / "evidence"
    assert main(["verify", str(folder)]) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert "it has the evidence of several targets, a folder each; name one of them" in told
    assert main(["verify", str(folder / FAITHFUL)]) == 0
    capsys.readouterr()
    assert main(["merge", str(folder), str(folder / CARELESS), "-o", "whole"]) == 2
    assert "several targets" in " ".join(capsys.readouterr().err.split())


def test_a_target_that_has_no_plain_name_is_told_what_it_is_called(guest: Host) -> None:
    guest.write("one.py", "from datausage.examples.faithful import traffic")
    guest.write("prog.py", (EXAMPLES / "target.py").read_text("utf-8"))
    command = f"--target=cmd:{sys.executable} prog.py"
    text = told(guest.run("--target=one", command, "-m", "metrics-opt-out", "--effort=quick"))
    assert "prog.py (our launcher 4.2), called target-2 below" in text
    assert "target one edition" in text


@pytest.mark.parametrize("processes", ["-n0", "-n2"])
def test_the_plainest_situation_in_which_they_differ_is_shown(guest: Host, processes: str) -> None:
    text = told(guest.run(*BOTH, *RUN, processes))
    assert "traffic: they differ where CLAUDE_CODE_USE_VERTEX = 1" in text
    assert f"- {FAITHFUL}: off (permitted)" in text
    assert f"- {CARELESS}: on (not permitted: violates)" in text
    assert "the policy permits: off" in text


def test_the_rules_that_came_out_differently_are_told_with_what_tells_them(guest: Host) -> None:
    text = told(guest.run(*BOTH, *RUN))
    side = text[text.index("Rules that came out differently:") :].partition("differ where")[0]
    assert (
        f"- retention-zero: {FAITHFUL} conforms; {CARELESS} violates (where plan = team, " in side
    )
    assert "access = zero-retention-key" in side
    assert "metrics-opt-out" not in side


def test_rules_that_came_out_alike_are_not_listed(guest: Host) -> None:
    guest.write("one.py", "from datausage.examples.faithful import traffic")
    guest.write("two.py", "from datausage.examples.faithful import traffic")
    text = told(guest.run("--target=one", "--target=two", *RUN))
    assert "Every rule came out alike." in text
    assert "came out differently" not in text


def test_what_they_answer_alike_is_named(guest: Host) -> None:
    guest.write("one.py", "from datausage.examples.faithful import retention, traffic")
    guest.write("two.py", "from datausage.examples.faithful import selection, traffic")
    result = guest.run("--target=one", "--target=two", *RUN)
    assert result.ret == 0
    assert "No difference was found in what was asked about: traffic" in told(result)


def test_the_commands_ask_each_target_by_itself(guest: Host) -> None:
    lines = guest.run(*BOTH, *RUN).stdout.str().splitlines()
    side = lines[next(n for n, line in enumerate(lines) if "Side by side" in line) :]
    commands = [line.split()[1:] for line in side if line.startswith("    pytest --target=")]
    right, wrong = (c for c in commands if "agrees-traffic" in c[-1])
    assert guest.run(*right).ret == 0
    assert guest.run(*wrong).ret == 1


def test_a_violation_of_one_fails_the_run_whichever_stands_first(guest: Host) -> None:
    assert guest.run(*reversed(BOTH), *RUN).ret == 1
    assert guest.run(BOTH[0], *RUN).ret == 0


def test_where_the_evidence_of_one_lies_there_is_no_room_for_that_of_several(guest: Host) -> None:
    guest.run(BOTH[0], *RUN, "--evidence=evidence")
    result = guest.run(*BOTH, *RUN, "--evidence=evidence")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    told = " ".join(result.stderr.str().split())
    assert "--evidence=evidence: it holds the evidence of one target" in told


def test_a_target_named_twice_is_refused(guest: Host) -> None:
    result = guest.run(BOTH[0], BOTH[0])
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert f"--target={FAITHFUL}: this target is named twice" in result.stderr.str()


def test_a_second_target_that_cannot_be_used_is_refused_by_name(guest: Host) -> None:
    result = guest.run(BOTH[0], "--target=nosuch")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "nosuch" in result.stderr.str()


def test_a_scenario_that_is_typed_runs_for_both(guest: Host) -> None:
    typed = "policy/05-retention.feature::retention-zero / zero retention keeps no transcript"
    guest.run(*BOTH, "--effort=quick", typed).assert_outcomes(passed=1, failed=1)


def test_the_summary_fits_eighty_columns(guest: Host) -> None:
    text = guest.run(*BOTH, *RUN).stdout.str()
    side = text[text.index("Side by side") :].partition("short test summary")[0]
    long = [line for line in side.splitlines()[1:] if len(line) > WIDTH]
    assert all("--replay=" in line for line in long)
