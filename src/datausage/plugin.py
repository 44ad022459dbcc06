"""The pytest plugin. Without a target it registers a dozen configuration keys and no more.

Nothing of ours and no third package is imported before a target is named: a host that has this
suite installed pays nothing for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

TARGET_OPTIONS = ("--target", "--datausage-target")
_HELP_OPTIONS = ("-h", "--help")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Register the configuration keys, so that a strict host can set them for its CI alone."""
    parser.addini("datausage_effort", "datausage: quick, standard or thorough", default=None)
    parser.addini("datausage_calls", "datausage: calls for each question", "int", default=None)
    parser.addini("datausage_readings", "datausage: settled POINT=READING, by line", "linelist")
    parser.addini(
        "datausage_clients", "datausage: the real clients that are run, by line", "linelist"
    )
    parser.addini("datausage_edition", "datausage: edition of the policy", default=None)
    parser.addini("datausage_parts", "datausage: parts of the policy to check", "linelist")
    parser.addini("datausage_replay", "datausage: the situation to ask again", default=None)
    parser.addini("datausage_call_timeout", "datausage: seconds per call", "float", default=None)
    parser.addini("datausage_seed", "datausage: for another order and search", "int", default=None)
    parser.addini("datausage_evidence", "datausage: folder for the evidence", default=None)
    parser.addini("datausage_database", "datausage: URL of shared failures", default=None)
    parser.addini("datausage_waivers", "datausage: file of known deviations", default=None)
    parser.addini("datausage_child", "datausage: what an exec: target starts", default=None)
    parser.addini("datausage_client_cache", "datausage: folder of kept runs", default=None)
    parser.addini("datausage_review", "datausage: the file of the reviews", default=None)


# First, because whatever comes later reads the command line with our options in it; and not in
# pytest_addoption, because only here every other plugin has registered its own.
@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(
    early_config: pytest.Config, parser: pytest.Parser, args: list[str]
) -> None:
    """Register the options when the command line asks for them."""
    if _named(args, (*TARGET_OPTIONS, *_HELP_OPTIONS)):
        from datausage.session.invitation import accept  # noqa: PLC0415 - see the module

        accept(early_config, parser, args)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Start the run when a target was given."""
    if getattr(config.option, "datausage_target", None):
        from datausage.session.running import start  # noqa: PLC0415 - see the module

        start(config)


def _named(args: Sequence[str], options: tuple[str, ...]) -> bool:
    return any(str(arg).partition("=")[0] in options for arg in args)
