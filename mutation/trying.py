"""Trying mutants: whether some test fails when one of them stands in for its module.

Nothing on disk is changed. A process that has read everything but the package makes a child for
each mutant; the child imports the package with the mutant in it, and runs the tests.
"""

from __future__ import annotations

import gc
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import resource
import select
import signal
import sys
import time
from collections import defaultdict, deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest
from hypothesis import Phase, settings

from mutation.records import PACKAGES, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import CodeType, ModuleType

    from mutation.mutants import Mutant

PRELOADED: Final = (
    "asyncio",
    "hypothesis",
    "hypothesis.internal.conjecture.engine",
    "hypothesis.stateful",
    "pytest_bdd",
    "gherkin.parser",
    "tabulate",
    "_pytest.assertion.rewrite",
    "datausage.policy.edition",
)
ARGUMENTS: Final = (
    *("-x", "-q", "--no-header", "--tb=no", "--disable-warnings"),
    *("-p", "no:cacheprovider", "-p", "no:unraisableexception", "-p", "no:threadexception"),
)
RECENT: Final = 6
"""So many tests that killed the latest mutants of a function come first."""

WORST: Final = 255


class Outcome(NamedTuple):
    """What came of trying a mutant: the test that failed, or none."""

    killer: str
    seconds: float

    @property
    def survived(self) -> bool:
        """Whether no test noticed it."""
        return not self.killer


class _Finder(importlib.abc.MetaPathFinder):
    """Imports one module from a text."""

    def __init__(self, name: str, path: str, source: str) -> None:
        self._name, self._loader = name, _Loader(name, path, source)
        self._path = path

    def find_spec(
        self,
        name: str,
        path: Sequence[str] | None,  # noqa: ARG002 - what a finder is asked
        target: ModuleType | None = None,  # noqa: ARG002 - what a finder is asked
    ) -> importlib.machinery.ModuleSpec | None:
        if name != self._name:
            return None
        return importlib.util.spec_from_file_location(name, self._path, loader=self._loader)


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002 - there is one
        return compile(self._source, self.path, "exec")


class _Noting:
    """A plugin of pytest that notes which test failed first; one that is skipped shows nothing."""

    def __init__(self) -> None:
        self.failed = ""

    def pytest_runtest_logreport(self, report: Any) -> None:
        if (report.failed or report.skipped) and not self.failed:
            self.failed = report.nodeid

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed and not self.failed:
            self.failed = report.nodeid


def preload() -> None:
    """Import what no mutant changes, so that children need not."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    for name in PRELOADED:
        importlib.import_module(name)
    importlib.import_module("datausage.policy.edition").load()
    # That a property fails is enough: nobody reads its plainest example.
    found = (Phase.explicit, Phase.generate)
    settings.register_profile("mutation", database=None, phases=found)
    settings.load_profile("mutation")
    sys.dont_write_bytecode = False
    gc.collect()
    gc.freeze()
    changed = [name for name in sys.modules if name.startswith(_dotted_packages())]
    if changed:
        raise RuntimeError(f"imported too early: {', '.join(sorted(changed))}")


def _dotted_packages() -> tuple[str, ...]:
    return tuple(f"datausage.{package}" for package in PACKAGES)


def dotted(module: str) -> str:
    """Return the name under which the module at a path is imported."""
    return "datausage." + module.removeprefix("src/datausage/").removesuffix(".py").replace(
        "/", "."
    )


class Trial:
    """Tries mutants of one package, one after the other, by tests in a good order."""

    def __init__(
        self, tables: Sequence[str], tests: Callable[[str], Sequence[str]], limit: float
    ) -> None:
        """Take the tables, the tests of a module, and the seconds after which a child is stopped.

        Tables are looked at first, since that needs no pytest: scripts with ``parts``, and
        ``holds`` for one of them.
        """
        self._tables = tuple(tables)
        self._tests = tests
        self._limit = limit
        self._killers: defaultdict[str, deque[str]] = defaultdict(lambda: deque(maxlen=RECENT))

    def outcome(self, mutant: Mutant | None) -> Outcome:
        """Return what comes of a mutant; of the tests alone where there is none."""
        about = (mutant.place.module, mutant.place.function) if mutant else ()
        recent = list(dict.fromkeys(one for place in about for one in self._killers[place]))
        began = time.monotonic()
        known = [one for one in recent if "::" in one]
        tests = self._tests(mutant.place.module if mutant else "")
        ways = [lambda: self._looked(recent), lambda: _tested(tests)]
        if known:
            ways.insert("::" not in recent[0], lambda: _tested(known))
        failed = next(filter(None, (self._tried(mutant, way) for way in ways)), "")
        if ":" in failed:
            for place in about:
                if failed in self._killers[place]:
                    self._killers[place].remove(failed)
                self._killers[place].appendleft(failed)
        return Outcome(failed, time.monotonic() - began)

    def _looked(self, recent: Sequence[str]) -> str:
        """Return the first part of a table that does not hold, those first that failed lately."""
        for number, path in enumerate(self._tables):
            spec = importlib.util.spec_from_file_location(f"table{number}", ROOT / path)
            if spec is None or spec.loader is None:
                raise ImportError(path)
            table = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(table)
            names = {f"{path}: {part}": part for part in table.parts()}
            known = [name for name in recent if name in names]
            for name in dict.fromkeys([*known, *names]):
                try:
                    right = table.holds(names[name])
                except Exception:  # noqa: BLE001 - a mutant may do anything
                    right = False
                if not right:
                    return name
        return ""

    def _tried(self, mutant: Mutant | None, try_it: Callable[[], str]) -> str:
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            _in_child(mutant, try_it, writing)
        os.close(writing)
        try:
            return _heard(reading, child, self._limit)
        finally:
            os.close(reading)


def _heard(reading: int, child: int, limit: float) -> str:
    """Return what a child says failed; nothing where all tests passed."""
    said, until = b"", time.monotonic() + limit
    while (left := until - time.monotonic()) > 0 and select.select([reading], [], [], left)[0]:
        if not (piece := os.read(reading, 4_096)):
            break
        said += piece
    over = time.monotonic() >= until
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL) if over else None
    _, status = os.waitpid(child, 0)
    if over:
        return "time"
    return said.decode() or ("" if status == 0 else f"status {status}")


def _tested(tests: Sequence[str]) -> str:
    """Return the first test that fails, or is skipped."""
    noting = _Noting()
    status = int(pytest.main([*ARGUMENTS, *tests], plugins=[noting]))
    return noting.failed or (f"status {status}" if status else "")


def _in_child(mutant: Mutant | None, try_it: Callable[[], str], writing: int) -> None:
    """Try, tell what failed, and end; nothing of the parent goes on here."""
    status = WORST
    try:
        os.setpgid(0, 0)
        megabytes = 2_048
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
        silent = os.open(os.devnull, os.O_RDWR)
        if not os.environ.get("MUTATION_SHOWS_TESTS"):
            for stream in (0, 1, 2):
                os.dup2(silent, stream)
        if mutant:
            path = ROOT / mutant.place.module
            finder = _Finder(dotted(mutant.place.module), str(path), mutant.source)
            sys.meta_path.insert(0, finder)
        os.write(writing, try_it().encode()[:4_000])
        status = 0
    finally:
        os._exit(status)
