"""A whole run: what is asked, what is reported, and with which exit code."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Host

OK, FAILED, USAGE, NOTHING = 0, 1, 4, 5


def test_a_run_without_violations_passes_and_says_what_that_means(host: Host) -> None:
    result = host.check()
    assert result.ret == OK
    result.assert_outcomes(passed=7, skipped=1)
    result.stdout.fnmatch_lines(
        [
            "datausage: target impl:Target",
            "datausage: edition 2025-10-27, effort standard",
            "datausage: readings pinned: none",
            "policy/01-training.feature ....*",
            "34 situations asked, 31 of them distinct, in 40 calls of the target; 4 of *",
            "Not offered: environment",
            "* rules without a scenario.",
            "part *rules *held *",
            "training *2 *1 *1*",
            "providers *3 *2 *1*",
            "total *5 *3 *1 *1*",
            "Questions in agreement with the reference: 1 of 1",
            "No violation was found in what was asked, under these readings; that is what",
        ]
    )


def test_a_violation_fails_the_run_and_is_told_plainly(host: Host) -> None:
    host.write(
        "impl.py",
        'class Target:\n    def traffic(self, environment, settings, service): return "off"',
    )
    result = host.check()
    assert result.ret == FAILED
    result.stdout.fnmatch_lines(
        [
            "metrics-default is violated, and data is exposed",
            "Source: *(s-*",
            "In the plainest such situation (* marks what matters):",
            "* service *metrics",
            "Asked: traffic",
            "The policy permits: on",
            "  - cloud-providers-off: *",
            "  - open point setting-when: *",
            "The target said: off",
            "This exposes data: *",
            "All is well with: service = surveys; the target then says: off",
            "Found in 1 of 1 situations judged.",
            "Ask this again:",
            "  pytest --target=impl:Target --replay=metrics-default:*",
            "Violated: 2 of 2 rules checked; exposing data: 2 of those.",
            "FAILED policy/09-providers.feature::metrics-default / By default (on)*",
        ]
    )


def test_a_replay_command_settles_what_was_settled(host: Host) -> None:
    host.write(
        "impl.py",
        'class Target:\n    def traffic(self, environment, settings, service): return "off"',
    )
    result = host.check("--reading=setting-when=at-collection", "--edition=2025-10-27")
    result.stdout.fnmatch_lines(
        [
            (
                "  pytest --target=impl:Target --edition=2025-10-27 "
                "--reading=setting-when=at-collection --replay=*"
            )
        ]
    )


def test_what_a_situation_holds_cannot_act_on_the_terminal(host: Host) -> None:
    host.write(
        "impl.py",
        "class Target:\n    def traffic(self, environment, settings, service): return 'off'",
    )
    text = host.check("--color=no").stdout.str()
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert r"\x1b[31mred" in text
    assert r"a\u202eb" in text


@pytest.mark.parametrize(
    ("grade", "code", "words"),
    [
        ("contested", OK, "No violation was found"),
        ("unjudged", OK, "No violation was found"),
        ("insufficient evidence", FAILED, "No rule is violated in what was asked, but"),
        ("incomplete", FAILED, "No rule is violated in what was asked, but"),
        ("nondeterministic", FAILED, "No rule is violated in what was asked, but"),
        ("errored", FAILED, "No rule is violated in what was asked, but"),
    ],
)
def test_every_grade_has_its_exit_code(host: Host, grade: str, code: int, words: str) -> None:
    host.write("datausage_grade.txt", grade)
    result = host.check()
    assert result.ret == code
    assert words in result.stdout.str()


def test_a_target_that_offers_nothing_of_what_is_asked_is_never_passed(host: Host) -> None:
    host.write(
        "impl.py", "class Target:\n    def opt_in(self, account, role, method): return 'effective'"
    )
    result = host.check()
    assert result.ret == NOTHING
    result.stdout.fnmatch_lines(
        [
            "Not offered: training, *traffic, environment",
            "Nothing was checked: this run says nothing about the target.",
        ]
    )


def test_passing_tests_of_the_host_do_not_hide_that_nothing_was_checked(host: Host) -> None:
    host.write("tests/test_own.py", "def test_own(): pass")
    assert host.check("tests", "-k", "test_own").ret == USAGE


def test_a_host_that_expects_every_test_to_fail_does_not_hide_a_violation(host: Host) -> None:
    host.write("impl.py", "class Target:\n    def traffic(self, **_): return 'off'")
    host.write("tests/test_own.py", "def test_own(): pass")
    host.write(
        "conftest.py",
        """
        import pytest

        def pytest_collection_modifyitems(items):
            for item in items:
                item.add_marker(pytest.mark.xfail)
        """,
    )
    result = host.check("tests", "-o", "xfail_strict=false")
    assert result.ret == FAILED
    assert "Violated: 2 of 2 rules checked" in result.stdout.str()


def test_a_step_that_is_missing_is_an_error_of_its_rule(host: Host) -> None:
    host.write("datausage_grade.txt", "no such grade")
    result = host.check()
    assert result.ret == FAILED
    assert "No rule is violated in what was asked, but not everything passed: training-" in (
        result.stdout.str().replace("\n  ", " ")
    )


def test_what_was_settled_reaches_the_judge(host: Host) -> None:
    host.configure(
        """
        datausage_effort = "quick"
        datausage_calls = "7"
        datausage_readings = ["setting-when=at-collection", "deadline-day=excluded"]
        datausage_edition = "2025-10-27"
        """
    )
    result = host.check("--reading=deadline-day=included")
    assert result.ret == OK
    result.stdout.fnmatch_lines(
        [
            "datausage: edition 2025-10-27, effort quick, 7 calls",
            "datausage: readings pinned: setting-when=at-collection, deadline-day=included",
            "Readings relied on: deadline-day=included, setting-when=at-collection",
        ]
    )


def test_the_command_line_wins_over_the_configuration(host: Host) -> None:
    host.configure('datausage_effort = "quick"\ndatausage_parts = ["training"]\n')
    result = host.check("--effort=thorough", "--part=providers")
    result.stdout.fnmatch_lines(["datausage: edition *, effort thorough"])
    result.assert_outcomes(passed=3, skipped=1, deselected=4)


def test_a_target_says_its_name_and_version(host: Host) -> None:
    with (host.pytester.path / "impl.py").open("a") as file:
        file.write("\n    def describe(self): return {'name': 'Gate\\x1b[1m', 'version': '1.2'}\n")
    result = host.check()
    result.stdout.fnmatch_lines(["datausage: target impl:Target (Gate?1m 1.2)"])


def test_a_name_almost_like_a_question_is_pointed_out(host: Host) -> None:
    with (host.pytester.path / "impl.py").open("a") as file:
        file.write("\n    def retentions(self): ...\n")
    host.check().stdout.fnmatch_lines(["datausage: retentions is no question; is it retention?"])


HOLDING = """
    import pytest

    @pytest.hookimpl(trylast=True)
    def pytest_terminal_summary(terminalreporter):
        reports = [one for some in terminalreporter.stats.values() for one in some]
        told = [plain for one in reports for plain in getattr(one, "datausage", [])]
        items = terminalreporter._session.items
        stashed = [held for one in items for held in one.stash._storage.values() if held]
        results = [held for held in stashed if "Result" in str(held)]
        print(len(told), "told,", sum(len(one["reliances"]) for one in told), "answers,",
              len(results), "with results")
"""


@pytest.mark.parametrize("processes", ["-n0", "-n2"])
def test_results_are_kept_once_however_long_the_session(guest: Host, processes: str) -> None:
    """Thousands of answers that rely on readings would be kept with each report and item."""
    guest.write("holding.py", textwrap.dedent(HOLDING))
    ours = ("-m", "agrees-traffic", "--effort=quick", processes, "-p", "holding")
    found = guest.run("--target=datausage.examples.faithful", *ours).stdout.str()
    assert "Readings relied on: " in found
    assert "1 told, 0 answers, 0 with results" in found
