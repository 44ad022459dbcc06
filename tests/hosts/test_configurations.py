"""Repositories of every habit: none of it changes what is found, or how much is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .judged import same
from .repository import OWN_TARGET

if TYPE_CHECKING:
    from .conftest import Host
    from .judged import Judged

OWN = {"tests.test_own::test_own": "passed"}

CONFIGURATIONS = {
    "nothing": "",
    "paths in addopts": 'addopts = "tests"',
    "testpaths": 'testpaths = ["tests"]',
    "importlib": 'addopts = "--import-mode=importlib"',
    "doctests": 'addopts = "--doctest-modules"',
    "other names": (
        'python_functions = ["check_*"]\npython_files = ["*_spec.py"]\npython_classes = ["X"]'
    ),
    "every name": 'python_functions = ["*"]\npython_files = ["*"]\npython_classes = ["*"]',
    "imported tests": "collect_imported_tests = false",
    "strict": (
        'addopts = "--strict-markers --strict-config"\nfilterwarnings = ["error"]\n'
        "xfail_strict = true"
    ),
    "strict all over": "strict = true",
    "no folder": 'norecursedirs = ["features", "*"]',
    "ignored folders": 'addopts = "--ignore=features --ignore-glob=*features* --ignore-glob=*"',
    "fixtures for all": 'usefixtures = ["team_autouse"]',
    "options and keys of a conftest": (
        'addopts = "--runslow --stage=live --strict-config"\napi_url = "http://127.0.0.1"'
    ),
    "a gherkin folder": 'bdd_features_base_dir = "features"',
    "quiet": 'addopts = "-q --no-header"',
    "loud and colourful": 'addopts = "-vv -ra --color=yes"\nlog_cli = true',
    "other reports": 'junit_family = "legacy"\nconsole_output_style = "count"',
}


@pytest.mark.parametrize("configuration", CONFIGURATIONS.values(), ids=CONFIGURATIONS)
def test_a_configuration_changes_nothing(host: Host, plain: Judged, configuration: str) -> None:
    host.configure(configuration)
    same(host.check(), plain)


ARGUMENTS = {
    "captured": ["-s"],
    "no cache": ["-p", "no:cacheprovider"],
    "warnings as errors": ["-W", "error"],
    "no configuration": ["-c", "/dev/null"],
    "another root": ["--rootdir=/"],
    "failures first": ["--ff"],
    "no gherkin by name": ["-p", "no:pytest-bdd"],
    "no Hypothesis by name": ["-p", "no:hypothesispytest"],
    "nothing left out": ["-m", "", "-k", ""],
}


@pytest.mark.parametrize("arguments", ARGUMENTS.values(), ids=ARGUMENTS)
def test_an_argument_changes_nothing(host: Host, plain: Judged, arguments: list[str]) -> None:
    same(host.check(*arguments), plain)


VARIABLES = {
    "arguments from outside": ({"PYTEST_ADDOPTS": "-v tests"}, []),
    "no plugin by itself": (
        {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        ["-p", "datausage.plugin", "-p", "pytest_bdd.plugin"],
    ),
    "no plugin by itself, but by entry point": (
        {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        ["-p", "datausage", "-p", "pytest-bdd"],
    ),
    "no plugin by itself, and no gherkin": (
        {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        ["-p", "datausage"],
    ),
    "a CI server": ({"CI": "true"}, []),
    "no written bytecode": ({"PYTHONDONTWRITEBYTECODE": "1", "PYTHONOPTIMIZE": "2"}, []),
    "every warning": ({"PYTHONWARNINGS": "error", "PYTHONDEVMODE": "1"}, []),
    "other hashes": ({"PYTHONHASHSEED": "7"}, []),
}


@pytest.mark.parametrize(("variables", "arguments"), VARIABLES.values(), ids=VARIABLES)
def test_a_variable_changes_nothing(
    host: Host, plain: Judged, variables: dict[str, str | None], arguments: list[str]
) -> None:
    host.variables = variables
    same(host.check(*arguments), plain)


def test_a_run_from_a_folder_of_the_repository_changes_nothing(host: Host, plain: Judged) -> None:
    host.configure("")
    same(host.check(within="tests"), plain)


@pytest.mark.parametrize("typed", ["--target impl", "--datausage-target=impl"])
def test_the_target_can_be_typed_in_other_ways(host: Host, plain: Judged, typed: str) -> None:
    first, *others = typed.split()
    same(host.check(*others, target=first) if not others else _spaced(host, typed), plain)


def _spaced(host: Host, typed: str) -> Judged:
    host.variables = {"PYTEST_ADDOPTS": typed}
    return host.check(target="--color=no")


def test_tests_of_the_host_run_beside_the_policy_with_their_conftest(
    host: Host, plain: Judged
) -> None:
    host.configure('usefixtures = ["team_autouse"]\nfilterwarnings = ["error"]')
    judged = host.check("--runslow", "tests")
    assert judged.own == OWN
    same(judged, plain)


def test_beside_a_target_of_the_hosts_own_ours_has_another_name(host: Host, plain: Judged) -> None:
    host.write("conftest.py", OWN_TARGET)
    same(host.check(target="--datausage-target=impl"), plain)
    both = host.check("--target=live", "tests", target="--datausage-target=impl")
    assert both.own == OWN
    same(both, plain)


def test_a_target_of_the_hosts_own_checks_no_policy_and_says_so(host: Host) -> None:
    host.write("conftest.py", OWN_TARGET)
    judged = host.run("--target=live", "tests")
    assert judged.own == OWN
    assert not judged.verdicts
    assert "so no policy was checked" in judged.text


PROFILES = {
    "one example": "max_examples=1",
    "no chance": "derandomize=True, database=None",
    "short": "deadline=1, phases=[], suppress_health_check=list(HealthCheck)",
}


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_a_profile_of_hypothesis_changes_nothing(
    host: Host, searched: Judged, profile: str
) -> None:
    host.write(
        "conftest.py",
        f"from hypothesis import HealthCheck, settings\n"
        f"settings.register_profile('team', {profile})\nsettings.load_profile('team')\n",
    )
    judged = host.search("tests")
    same(judged, searched)
