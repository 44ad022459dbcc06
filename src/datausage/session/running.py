"""The hooks of a run: registered only when a target was given."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from datausage.grading.results import Result
from datausage.grading.waiving import enough
from datausage.session import (
    features,
    host_properties,
    keeping,
    misspelt,
    refusing,
    selection,
    shortening,
    waiving,
)
from datausage.session.breaking import broken_down
from datausage.session.collection import Scenario, collect
from datausage.session.distribution import distribution
from datausage.session.meeting import meet, shake_hands
from datausage.session.selection import Census
from datausage.session.setting_up import set_up
from datausage.session.stash import MET, REASON, RESULTS, SETUP, TYPED
from datausage.session.summary import header, reminder, summary
from datausage.session.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

_CENSUS = "datausage"


def start(config: pytest.Config) -> None:
    """Prepare the session: markers, what is collected, and the hooks of this module."""
    for tag in features.tags():
        config.addinivalue_line("markers", f"{tag}: a tag of the features of datausage")
    here = config.invocation_params.dir
    paths = config.stash[TYPED]
    chosen = {path: node for path in paths if (node := selection.ours(path, here)) is not None}
    # Paths in a host's configuration say where its own tests are; nobody asked for those.
    config.args = [path for path in paths if path not in chosen]
    config.args_source = config.ArgsSource.ARGS
    config.pluginmanager.register(Run(list(chosen.values())), "datausage-run")


class Run:
    """A session that checks a target; in workers of pytest-xdist too."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self._wanted = wanted
        self._census = Census()
        self._results: list[Result] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Check the options and meet the target, before anything is collected."""
        config = session.config
        try:
            setup = config.stash[SETUP] = set_up(config)
            evidence = keeping.prepare(config)
            met = config.stash[MET] = meet(setup)
            if not _is_worker(config):
                shake_hands(setup, met)
            if evidence is not None:
                keeping.keep(config, evidence, lambda: self._tally(config))
        except pytest.UsageError as error:
            raise refusing.folded(error) from error

    def pytest_report_header(self, config: pytest.Config) -> list[str]:
        """Say what is going to be checked."""
        return header(config.stash[SETUP], config.stash[MET])

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        """Add the scenarios to what was found in the paths."""
        report = yield
        if isinstance(collector, pytest.Session) and report.passed:
            report.result = [*report.result, *collect(collector)]
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Leave out what was not asked for."""
        setup = config.stash[SETUP]
        for item in items:
            if isinstance(item, Scenario):
                self._census.count(selection.rules_of(item, setup.edition))
        self._census.strangers = misspelt.strangers(config, items)
        left = selection.mark(items, setup, self._wanted)
        if left:
            config.hook.pytest_deselected(items=left)
            items[:] = [item for item in items if item not in left]

    def pytest_deselected(self, items: Sequence[pytest.Item]) -> None:
        """Count what does not run, with the reason."""
        for item in items:
            if isinstance(item, Scenario):
                reason = item.stash.get(REASON, "") or selection.others_reason(item.config)
                rules = selection.rules_of(item, item.config.stash[SETUP].edition)
                self._census.leave_out(rules, reason)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Attach the results to the report, as plain data: it may travel between processes."""
        report = yield
        if isinstance(item, Scenario):
            results = item.stash.get(RESULTS, []) if call.when == "call" else []
            if report.failed and all(result.passed for result in results):
                results = [*results, *broken_down(item, report)]
            plain = [json.loads(json.dumps(result.to_json())) for result in results]
            report.datausage = plain  # type: ignore[attr-defined]
            shortening.leave_the_headline(report, call)
            host_properties.add(item, results)
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the results."""
        plain: list[dict[str, Any]] = getattr(report, "datausage", [])
        self._results += map(Result.from_json, plain)

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Give a worker what all of them must have alike."""
        waiving.tell_worker(node.workerinput, node.config.stash[SETUP].waivers)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take over the census of a worker; all of them collect the same."""
        output = getattr(node, "workeroutput", None) or {}
        if _CENSUS in output:
            self._census = Census.from_json(output[_CENSUS])

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Let the exit code say what was found, whatever the host made of single tests."""
        config = session.config
        if _is_worker(config):
            config.workeroutput[_CENSUS] = self._census.to_json()  # type: ignore[attr-defined]
            return
        if SETUP in config.stash:
            reporter: Any = config.pluginmanager.get_plugin("terminalreporter")
            failed = reporter.stats.get("failed", []) if reporter else []
            covered = self._tally(config).covered
            left = [result for result in self._results if result.scenario not in covered]
            shortening.refer(failed, left, config.stash[SETUP])
        usual = (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
        if SETUP not in config.stash or session.exitstatus not in usual:
            return
        tally = self._tally(config)
        if tally.failing or tally.lapsed or tally.coherence.fails:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        elif tally.nothing and not config.option.collectonly:
            empty = tally.census.empty
            code = pytest.ExitCode.USAGE_ERROR if empty else pytest.ExitCode.NO_TESTS_COLLECTED
            session.exitstatus = code

    def pytest_terminal_summary(
        self,
        terminalreporter: pytest.TerminalReporter,
        exitstatus: int,
        config: pytest.Config,
    ) -> None:
        """Write the summary."""
        if MET not in config.stash or config.option.collectonly:
            return
        tally = self._tally(config)
        if config.option.verbose > 0 and not tally.nothing:
            terminalreporter.section("What was asked, by check and by fact")
            for paragraph in distribution(tally.results):
                terminalreporter.write_line(paragraph)
                terminalreporter.write_line("")
        terminalreporter.section(f"Data usage policy, edition {tally.edition.id}")
        interrupted = "Interrupted: what follows is about a part of what was to be asked."
        paragraphs = [
            reminder(config.stash[SETUP], config.stash[MET]),
            *summary(tally, config.stash[SETUP]),
        ]
        if exitstatus == pytest.ExitCode.INTERRUPTED:
            paragraphs = [interrupted, *paragraphs]
        for paragraph in paragraphs:
            terminalreporter.write_line(paragraph)
            terminalreporter.write_line("")

    def pytest_unconfigure(self, config: pytest.Config) -> None:
        """Let go of the target."""
        if MET in config.stash:
            config.stash[MET].caller.close()

    def _tally(self, config: pytest.Config) -> Tally:
        setup = config.stash[SETUP]
        asked = enough(setup.effort, setup.calls, setup.replay)
        results = tuple(self._results)
        declared = config.stash[MET].description.readings if MET in config.stash else {}
        return Tally(setup.edition, results, self._census, setup.waivers, asked, declared)


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")
