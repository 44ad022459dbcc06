"""Which scenarios run: pytest's own ways of choosing, and ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Host

OK, FAILED, USAGE, NOTHING = 0, 1, 4, 5
WRONG = "class Target:\n    def traffic(self, environment, settings, service): return 'off'\n"
DEFAULT = "policy/09-providers.feature::metrics-default / By default"


def names(result: pytest.RunResult) -> list[str]:
    return [line for line in result.outlines if line.startswith("policy/") and "::" in line]


def report(result: pytest.RunResult) -> list[str]:
    start = next(n for n, line in enumerate(result.outlines) if "situations asked" in line)
    return [line for line in result.outlines[start:-1] if line]


def test_scenarios_are_named_by_file_rule_and_scenario(host: Host) -> None:
    assert names(host.check("--collect-only", "-q")) == [
        ("policy/01-training.feature::training-consumer-off / With the setting off"),
        ("policy/01-training.feature::training-consumer-off / With the setting off since sign-up"),
        "policy/01-training.feature::training-consumer-on / With the setting on",
        ("policy/01-training.feature::agrees-training / About training"),
        f"{DEFAULT} (on)",
        f"{DEFAULT} (on or off)",
        ("policy/09-providers.feature::cloud-providers-off / With Bedrock : or Vertex"),
        "policy/09-providers.feature::handover-keeps-provider / Any configuration",
    ]


@pytest.mark.parametrize(
    ("arguments", "passed", "skipped", "deselected"),
    [
        (["-m", "metrics-default"], 2, 0, 6),
        (["-m", "training and not agrees-training"], 3, 0, 5),
        (["-m", "another-tag"], 1, 0, 7),
        (["-k", "metrics-default or agrees-training"], 3, 0, 5),
        (["-k", "consumer-off and sign-up"], 1, 0, 7),
        (["--part=providers"], 3, 1, 4),
        (["--part=providers", "--part=training"], 7, 1, 0),
        (["--datausage-part", "training"], 4, 0, 4),
        (["--part=training", "-m", "a-tag or agrees-training"], 1, 0, 7),
        (["--replay=metrics-default:WyJ0cmFmZmljIix7fV0"], 2, 0, 6),
        (["policy/09-providers.feature"], 3, 1, 4),
        (["policy"], 7, 1, 0),
        ([DEFAULT], 2, 0, 6),
        ([f"{DEFAULT} (on)"], 1, 0, 7),
        ([f"{DEFAULT} (on)", "policy/01-training.feature"], 5, 0, 3),
        ([f"--deselect={DEFAULT}"], 5, 1, 2),
    ],
)
def test_scenarios_can_be_chosen(
    host: Host, arguments: list[str], passed: int, skipped: int, deselected: int
) -> None:
    result = host.check(*arguments)
    result.assert_outcomes(passed=passed, skipped=skipped, deselected=deselected)
    assert result.ret == OK


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--part=training"], "deselected by part training"),
        (["-m", "training"], "deselected by -m"),
        (["-k", "refuse"], "deselected by -k"),
        (["policy/01-training.feature"], "deselected by the paths given"),
        (["--replay=metrics-default:WyJ0cmFmZmljIix7fV0"], "deselected by the replay"),
    ],
)
def test_what_was_not_checked_is_counted_with_its_reason(
    host: Host, arguments: list[str], reason: str
) -> None:
    assert f" {reason}." in host.check(*arguments).stdout.str()


@pytest.mark.parametrize(
    "arguments",
    [
        ["-k", "nonesuch"],
        ["-m", "no-such-tag"],
        ["--part=cloud"],
        ["--part=training", "-k", "Metrics"],
        ["policy/02-other.feature"],
    ],
)
def test_an_empty_selection_is_never_passed(host: Host, arguments: list[str]) -> None:
    result = host.check(*arguments)
    assert result.ret == USAGE
    assert "Nothing was checked: no scenario is left by" in result.stdout.str()


def test_the_first_failure_can_end_the_run(host: Host) -> None:
    host.write("impl.py", WRONG)
    result = host.check("-x")
    assert result.ret == FAILED
    result.assert_outcomes(failed=1, skipped=4)
    assert "not reached." in result.stdout.str()


def test_failures_can_be_run_again_alone(host: Host) -> None:
    host.write("impl.py", WRONG)
    host.check().assert_outcomes(failed=2, passed=1, skipped=5)
    host.check("--lf").assert_outcomes(failed=2, deselected=6)
    host.write("impl.py", WRONG.replace("off", "on"))
    assert host.check("--lf").ret == OK
    host.check("--lf").assert_outcomes(passed=3, skipped=5)


def test_failures_are_run_again_beside_those_of_the_host(host: Host) -> None:
    host.write("impl.py", WRONG)
    host.write("tests/test_own.py", "def test_own(): assert False\ndef test_other(): pass\n")
    host.check("tests").assert_outcomes(failed=3, passed=2, skipped=5)
    host.check("tests", "--lf").assert_outcomes(failed=3, deselected=6)


def test_failures_can_come_first(host: Host) -> None:
    host.write("impl.py", WRONG)
    host.check()
    host.check("--ff", "-x").assert_outcomes(failed=1)


def test_workers_find_the_same_and_report_it_once(host: Host) -> None:
    alone = host.check()
    shared = host.check("-n2")
    assert shared.ret == OK
    assert report(alone) == report(shared)
    assert sum("datausage: target" in line for line in shared.outlines) == 1


def test_workers_report_violations_and_what_was_deselected(host: Host) -> None:
    host.write("impl.py", WRONG)
    result = host.check("-n2", "--part=providers")
    assert result.ret == FAILED
    result.assert_outcomes(failed=2, passed=1, skipped=1)
    text = result.stdout.str()
    assert "Violated: 2 of 2 rules checked" in text
    assert "2 rules deselected by part providers." in text


def test_workers_refuse_what_one_process_refuses(host: Host) -> None:
    assert host.refused("-n2", "--part=x").startswith("--part=x: there is no part 'x'")


def test_typed_paths_of_the_host_run_beside_the_policy(host: Host) -> None:
    host.write("tests/test_own.py", "def test_own(): pass")
    host.check("tests").assert_outcomes(passed=8, skipped=1)
    host.check("tests/test_own.py::test_own").assert_outcomes(passed=8, skipped=1)


def test_a_folder_of_the_host_called_policy_is_the_hosts(host: Host) -> None:
    host.write("policy/test_own.py", "def test_own(): pass")
    host.check("policy").assert_outcomes(passed=8, skipped=1)


def test_a_path_that_does_not_exist_is_refused(host: Host) -> None:
    result = host.check("nowhere")
    assert result.ret == USAGE
