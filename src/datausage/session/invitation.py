"""Entering a host's session: only when invited, and without stepping on anybody's toes."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING

import pytest

from datausage.session import options
from datausage.session.stash import TYPED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_OPTION_TEXT = re.compile(r"""["'](--[a-z][a-z-]*)["']""")


def accept(early_config: pytest.Config, parser: pytest.Parser, args: list[str]) -> None:
    """Register the options; when a target was given, shield the session from the host's.

    A host's own ``--target`` stays the host's; ours then answers to ``--datausage-target`` only.
    """
    before = early_config.known_args_namespace
    taken = frozenset(_options_of_conftests(early_config, before.file_or_dir))
    options.register(parser, taken)
    after = parser.parse_known_args(args, namespace=copy.copy(early_config.option))
    after.confcutdir = before.confcutdir
    early_config.known_args_namespace = after
    if getattr(after, options.TARGET.dest) is None:
        _explain(early_config, args)
        return
    early_config.stash[TYPED] = typed = _typed_paths(early_config, parser)
    if not typed:
        _leave_conftests_out(early_config, parser, args)
    _load_gherkin(early_config.pluginmanager)


def _typed_paths(config: pytest.Config, parser: pytest.Parser) -> list[str]:
    """Return the paths that the user typed; those in a host's configuration do not count."""
    typed = parser.parse_known_args(list(config.invocation_params.args))
    return list(typed.file_or_dir)


def _leave_conftests_out(config: pytest.Config, parser: pytest.Parser, args: list[str]) -> None:
    """Load no conftest of the host, since nothing of the host's is going to be run.

    What its configuration says to those conftests finds no listener then, and is dropped.
    """
    config.known_args_namespace.noconftest = True
    typed = {str(arg) for arg in config.invocation_params.args}
    _, unknown = parser.parse_known_and_unknown_args(args, copy.copy(config.option))
    strange = {arg for arg in unknown if arg not in typed}
    args[:] = [arg for arg in args if arg not in strange]
    for key in options.configured(config):
        try:
            config.getini(key)
        except ValueError:
            parser.addini(key, "an option of a conftest that is not loaded")
        except pytest.UsageError:
            continue


def _load_gherkin(manager: pytest.PytestPluginManager) -> None:
    """Make sure that pytest-bdd is there, also where plugins are not loaded by themselves."""
    if not any(manager.hasplugin(name) for name in ("pytest-bdd", "pytest_bdd.plugin")):
        manager.import_plugin("pytest_bdd.plugin")


def _explain(config: pytest.Config, args: Sequence[str]) -> None:
    if any(str(arg).partition("=")[0] == f"--{options.TARGET.name}" for arg in args):
        config.pluginmanager.register(_Notice(), "datausage-notice")


class _Notice:
    """Says in the header that nothing is checked."""

    def pytest_report_header(self) -> str:
        """Return the line."""
        return (
            "datausage: --target is an option of this repository, so no policy was checked; "
            "write --datausage-target"
        )


def _options_of_conftests(config: pytest.Config, paths: Iterable[str]) -> Iterable[str]:
    """Yield the long options that the host's initial conftests mention.

    They are read and not loaded: options must be registered before conftests are, and a conftest
    that registers a name once more fails.
    """
    for path in _initial_conftests(config, paths):
        try:
            text = path.read_text("utf-8", errors="replace")
        except OSError:
            continue
        if "addoption" in text:
            yield from _OPTION_TEXT.findall(text)


def _initial_conftests(config: pytest.Config, paths: Iterable[str]) -> Iterable[Path]:
    """Yield the conftests that pytest loads before collection."""
    here = config.invocation_params.dir
    starts = list(paths) or [*config.getini("testpaths"), "."]
    for start in starts:
        place = here / str(start).partition("::")[0]
        folder = place if place.is_dir() else place.parent
        yield from folder.glob("test*/conftest.py")
        for parent in (folder, *folder.parents):
            yield parent / "conftest.py"
            if parent == config.rootpath:
                break
