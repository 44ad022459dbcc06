"""Repositories of every habit: none of it changes what is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Host

CONFTEST = """
    import pytest

    pytest_plugins = ()

    def pytest_addoption(parser):
        parser.addoption("--runslow", action="store_true")
        parser.addoption("--stage", default="dev")
        parser.addini("api_url", "where the API is")

    @pytest.fixture(autouse=True)
    def team_autouse(request):
        print("TEAM AUTOUSE", request.node.nodeid)
        assert not request.node.nodeid.startswith("policy/")

    @pytest.fixture
    def judge():
        raise RuntimeError("not theirs")

    def pytest_generate_tests(metafunc):
        if "browser" in metafunc.fixturenames:
            metafunc.parametrize("browser", ["one", "two"])
"""


@pytest.fixture
def team(host: Host) -> Host:
    """Return a repository with tests, a conftest and folders named like ours."""
    host.write("conftest.py", CONFTEST)
    for name in ("steps", "features", "oracle", "policy_tests"):
        host.write(f"{name}/__init__.py", "raise RuntimeError('not yours')")
    host.write("features/own.feature", "Feature: own\n  Scenario: own\n    Given nothing\n")
    host.write("tests/test_own.py", "def test_own(): pass\n")
    return host


CONFIGURATIONS = {
    "paths in addopts": 'addopts = "tests"',
    "testpaths": 'testpaths = ["tests"]',
    "testpaths that are not there": 'testpaths = ["nowhere"]',
    "importlib": 'addopts = "--import-mode=importlib"',
    "doctests": 'addopts = "--doctest-modules"',
    "other names": (
        'python_functions = ["check_*"]\npython_files = ["*_spec.py"]\npython_classes = ["X"]'
    ),
    "every name": 'python_functions = ["*"]\npython_classes = ["*"]\npython_files = ["*"]',
    "imported tests": "collect_imported_tests = false",
    "strict": (
        'addopts = "--strict-markers --strict-config"\nfilterwarnings = ["error"]\n'
        "xfail_strict = true"
    ),
    "strict all over": "strict = true",
    "no folder": 'norecursedirs = ["features", "*"]',
    "ignored folders": 'addopts = "--ignore=features --ignore-glob=*features* --ignore-glob=*"',
    "fixtures for all": 'usefixtures = ["team_autouse"]',
    "options of a conftest": 'addopts = "--runslow --stage=live"',
    "a spaced option of a conftest": 'addopts = "--stage live"',
    "keys of a conftest": 'addopts = "--strict-config"\napi_url = "http://127.0.0.1"',
    "our keys": 'addopts = "--strict-config"\ndatausage_effort = "quick"',
    "a gherkin folder": 'bdd_features_base_dir = "features"',
    "a part of the run": 'addopts = "-p no:cacheprovider -p no:doctest --color=yes -ra"',
    "a Python path": 'pythonpath = ["tests"]',
    "quiet": 'addopts = "-q --no-header --no-summary"',
}


@pytest.mark.parametrize("configuration", CONFIGURATIONS.values(), ids=CONFIGURATIONS)
def test_a_configuration_changes_nothing(team: Host, configuration: str) -> None:
    team.configure(configuration)
    result = team.check("-s")
    if "--no-summary" not in configuration:
        assert "4 of " in result.stdout.str()
    assert result.ret == 0, result.stdout.str()
    assert "TEAM AUTOUSE" not in result.stdout.str()


ARGUMENTS = {
    "no cache": ["-p", "no:cacheprovider"],
    "warnings as errors": ["-W", "error"],
    "no configuration": ["-c", "/dev/null"],
    "another root": ["--rootdir=/"],
    "stepwise": ["--sw"],
    "by file": ["-n2", "--dist=loadfile"],
    "no cache in workers": ["-n2", "-p", "no:cacheprovider"],
    "a spaced target": [],
    "no terminal colours": ["--color=no", "--tb=no"],
    "no gherkin by name": ["-p", "no:pytest-bdd"],
    "no capture": ["--capture=no"],
    "JUnit": ["--junitxml=out.xml"],
}


@pytest.mark.parametrize("arguments", ARGUMENTS.values(), ids=ARGUMENTS)
def test_an_argument_changes_nothing(team: Host, arguments: list[str]) -> None:
    result = team.check(*arguments)
    result.assert_outcomes(passed=7, skipped=1)
    assert result.ret == 0


@pytest.mark.parametrize(
    "typed", [["--target", "impl:Target"], ["--datausage-target", "impl:Target"]]
)
def test_the_target_can_be_typed_with_a_space(team: Host, typed: list[str]) -> None:
    team.run(*typed).assert_outcomes(passed=7, skipped=1)


def test_the_target_can_come_from_the_environment(
    team: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_ADDOPTS", "-q tests --target=impl:Target")
    team.run().assert_outcomes(passed=7, skipped=1)
    team.run("-n2").assert_outcomes(passed=7, skipped=1)


def test_the_target_can_come_from_the_configuration(team: Host) -> None:
    team.configure('addopts = "--target=impl:Target --part=training"')
    team.run().assert_outcomes(passed=4, deselected=4)


def test_plugins_that_are_not_loaded_by_themselves_are_not_needed(
    team: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    team.check().assert_outcomes(passed=7, skipped=1)


def test_a_run_from_a_folder_of_the_repository_finds_the_target(
    team: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    team.configure("")
    monkeypatch.chdir(team.pytester.path / "tests")
    team.check().assert_outcomes(passed=7, skipped=1)


def test_tests_of_the_host_keep_their_conftest_beside_the_policy(team: Host) -> None:
    result = team.check("-s", "--runslow", "tests")
    result.assert_outcomes(passed=8, skipped=1)
    assert result.stdout.str().count("TEAM AUTOUSE") == 1


def test_steps_and_fixtures_of_the_host_do_not_replace_ours(host: Host) -> None:
    host.write(
        "conftest.py",
        """
        import pytest
        from pytest_bdd import given, parsers, then

        @given(parsers.parse('the question "{name}"'), target_fixture="question")
        def question(name):
            raise RuntimeError("not theirs")

        @then(parsers.parse("{anything}"))
        def anything():
            raise RuntimeError("not theirs")

        @pytest.fixture(autouse=True)
        def record():
            raise RuntimeError("not theirs")

        @pytest.fixture
        def _pytest_bdd_example():
            raise RuntimeError("not theirs")
        """,
    )
    host.write("tests/test_own.py", "")
    host.check("tests").assert_outcomes(passed=7, skipped=1)


def test_a_conftest_that_cannot_be_imported_is_no_matter(host: Host) -> None:
    host.write("conftest.py", "raise RuntimeError('not yours')")
    host.check().assert_outcomes(passed=7, skipped=1)


def test_an_option_that_nobody_knows_is_refused(host: Host) -> None:
    result = host.check("--browser=x")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "unrecognized arguments: --browser=x" in result.stderr.str()
