"""Without a target nothing changes, and a host's own ``--target`` stays the host's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Host

OWN_TARGET = """
    import pytest

    def pytest_addoption(parser):
        parser.addoption("--target", default="staging")

    @pytest.fixture
    def target(request):
        return request.config.getoption("--target")
"""


def test_without_a_target_nothing_of_ours_is_imported(
    host: Host, python: Callable[[str], str]
) -> None:
    host.write("test_own.py", "def test_own(): pass")
    assert python(
        """
        import sys, pytest
        code = pytest.main(["-q", "-p", "no:hypothesispytest", "-p", "no:pytest-bdd",
                            "-p", "no:datausage", "-p", "datausage.plugin", "test_own.py"])
        heavy = ("hypothesis", "pytest_bdd", "tabulate", "gherkin", "datausage")
        found = sorted(name for name in sys.modules if name.partition(".")[0] in heavy)
        assert code == 0
        sys.stdout = sys.__stdout__
        print("loaded:", *found)
        """
    ).endswith("loaded: datausage datausage.plugin")


def test_without_a_target_there_are_no_markers_and_no_options(host: Host) -> None:
    host.write("test_own.py", "def test_own(): pass")
    markers = host.run("--markers").stdout.str()
    assert "metrics-default" not in markers
    assert "datausage" not in markers
    for option in ("--effort=quick", "--part=training", "--calls=1", "--target-seed=1"):
        result = host.run(option)
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        assert f"unrecognized arguments: {option}" in result.stderr.str()


def test_without_a_target_only_the_hosts_tests_run(host: Host) -> None:
    host.configure('addopts = "--strict-config --strict-markers"\ndatausage_parts = ["training"]')
    host.write("test_own.py", "def test_own(pytestconfig): assert len(pytestconfig.args) == 1")
    result = host.run("-W", "error")
    result.assert_outcomes(passed=1)
    assert "datausage:" not in result.stdout.str()
    assert "Data usage policy" not in result.stdout.str()


def test_help_shows_the_options(host: Host) -> None:
    text = host.run("--help").stdout.str()
    for option in ("target", "effort", "calls", "reading", "part", "replay", "target-seed"):
        assert f"--{option}=" in text
        assert f"--datausage-{option}=" in text
    assert "datausage_readings" in text


def test_with_a_target_tags_are_markers(host: Host) -> None:
    markers = host.run("--markers", "--target=impl:Target").stdout.str()
    assert "@pytest.mark.metrics-default: a tag of the features of datausage" in markers


def test_a_target_option_of_the_hosts_own_works_as_ever(host: Host) -> None:
    host.write("conftest.py", OWN_TARGET)
    host.write("test_own.py", "def test_own(target): assert target in ('staging', 'live')")
    host.run().assert_outcomes(passed=1)
    result = host.run("--target=live")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["datausage: --target is an option of this repository, so no*"])
    host.run("--target", "live", "test_own.py").assert_outcomes(passed=1)
    host.run("-n2", "--target=live").assert_outcomes(passed=1)


def test_beside_a_target_option_of_the_hosts_own_ours_has_another_name(host: Host) -> None:
    host.write("conftest.py", OWN_TARGET)
    host.write("tests/test_own.py", "def test_own(target): assert target == 'live'")
    host.run("--datausage-target=impl:Target").assert_outcomes(passed=7, skipped=1)
    both = host.run("--datausage-target=impl:Target", "--target=live", "tests")
    both.assert_outcomes(passed=8, skipped=1)


def test_a_target_option_of_a_plugin_works_as_ever(host: Host) -> None:
    host.write("team_plugin.py", OWN_TARGET)
    host.write("test_own.py", "def test_own(target): assert target == 'live'")
    for order in (("-p", "team_plugin"), ()):
        if not order:
            host.configure('addopts = "-p team_plugin"')
        host.run(*order, "--target=live").assert_outcomes(passed=1)
        result = host.run(*order, "--datausage-target=impl:Target")
        result.assert_outcomes(passed=7, skipped=1)


def test_other_options_of_the_hosts_own_keep_their_meaning(host: Host) -> None:
    host.write(
        "conftest.py",
        """
        def pytest_addoption(parser):
            parser.addoption("--replay", action="store_true")
            parser.addoption('--part', default="none")
        """,
    )
    host.write(
        "tests/test_own.py",
        """
        def test_own(pytestconfig):
            assert pytestconfig.getoption("replay")
            assert pytestconfig.getoption("part") == "two"
        """,
    )
    result = host.check("tests", "--replay", "--part=two", "--datausage-part=training")
    result.assert_outcomes(passed=5, deselected=4)


def test_two_copies_of_the_plugin_are_no_more_than_one(host: Host) -> None:
    assert host.check("-p", "datausage.plugin").ret == 0
