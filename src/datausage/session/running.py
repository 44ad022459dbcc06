"""The hooks of a run: registered only when a target was given."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from datausage.grading.differing import Difference
from datausage.grading.results import Result
from datausage.grading.waiving import enough
from datausage.session import (
    ending,
    features,
    host_properties,
    misspelt,
    options,
    refusing,
    selection,
    shortening,
    waiving,
    watching,
)
from datausage.session.breaking import broken_down
from datausage.session.collection import Scenario, collect
from datausage.session.database import database
from datausage.session.differing import SideBySide, side_by_side
from datausage.session.meeting import shake_hands
from datausage.session.progress import Progress
from datausage.session.selection import Census
from datausage.session.setting_up import set_up
from datausage.session.sharding import Sharding
from datausage.session.sides import SIDES, labels, meet_all
from datausage.session.spreading import Spreading, hand_out_singly
from datausage.session.stash import MET, REASON, RESULTS, SETUP, SHARED, TYPED
from datausage.session.summary import header
from datausage.session.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence

    from datausage.session.sides import Side

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
        self._censuses: dict[int, Census] = {}
        self._told_census = self._in_worker = False
        self._results: dict[int, list[Result]] = {}
        self._differences: list[Difference] = []
        self._ran: set[tuple[str, str]] = set()
        self._tallies: dict[tuple[int, int, int, int], Tally] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Check the options and meet the target, before anything is collected."""
        config = session.config
        self._in_worker = _is_worker(config)
        try:
            setup = config.stash[SETUP] = set_up(config)
            config.stash[SHARED] = database(config)
            keep = self._keeper(config)
            if setup.shard is not None:
                config.pluginmanager.register(Sharding(setup.shard), "datausage-shard")
            sides = meet_all(config, setup)
            config.stash[MET] = sides[0].met
            if not _is_worker(config):
                for side in sides:
                    shake_hands(side.setup, side.met)
            keep()
            if _is_worker(config):
                config.pluginmanager.register(Spreading(), "datausage-spreading")
            else:
                hand_out_singly(config)
                config.pluginmanager.register(Progress(config), "datausage-progress")
        except pytest.UsageError as error:
            raise refusing.folded(error) from error

    def pytest_report_header(self, config: pytest.Config) -> list[str]:
        """Say what is going to be checked."""
        return [line for s in config.stash[SIDES] for line in header(s.setup, s.met, s.label)]

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        """Add the scenarios to what was found in the paths."""
        report = yield
        if isinstance(collector, pytest.Session) and report.passed:
            # Who types what is to run means that, and no comparison beside it.
            compared = () if self._wanted else side_by_side(collector)
            report.result = [*report.result, *collect(collector), *compared]
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Leave out what was not asked for."""
        setup = config.stash[SETUP]
        for item in items:
            if isinstance(item, Scenario):
                self._census(item.side).count(selection.rules_of(item, setup.edition))
        for side in config.stash[SIDES]:
            self._census(side).strangers = misspelt.strangers(config, items)
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
                self._census(item.side).leave_out(rules, reason)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Attach the results to the report, as plain data: it may travel between processes."""
        report = yield
        if isinstance(item, Scenario):
            results = item.stash.get(RESULTS, []) if call.when == "call" else []
            # Items and reports live as long as the session; the results are kept once.
            item.stash[RESULTS] = []
            if report.failed and all(result.passed for result in results):
                results = [*results, *broken_down(item, report)]
            plain = [json.loads(json.dumps(result.to_json())) for result in results]
            report.datausage = plain  # type: ignore[attr-defined]
            report.datausage_side = item.side.number  # type: ignore[attr-defined]
            if _is_worker(item.config) and not self._told_census:
                # With the first report: a run that is interrupted never hears of a worker's end.
                report.datausage_census = self._plain_census()  # type: ignore[attr-defined]
                self._told_census = True
            shortening.leave_the_headline(report, call)
            host_properties.add(item, results, item.config.stash[SETUP].reviews)
        if isinstance(item, SideBySide) and item.found is not None:
            report.datausage_difference = item.found.to_json()  # type: ignore[attr-defined]
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the results; of an item that somebody has run again, those of the first time."""
        key = report.nodeid, report.when
        plain: list[dict[str, Any]] = (
            getattr(report, "datausage", []) if key not in self._ran else []
        )
        self._ran.add(key)
        kept = self._results.setdefault(getattr(report, "datausage_side", 0), [])
        kept += map(Result.from_json, plain)
        if not self._in_worker:
            for one in plain:
                one["reliances"] = []
        if (found := getattr(report, "datausage_difference", None)) is not None:
            self._differences.append(Difference.from_json(found))
        census = getattr(report, "datausage_census", None)
        if census and not any(one.scenarios for one in self._censuses.values()):
            self._take_census(census)

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Give a worker what all of them must have alike."""
        waiving.tell_worker(node.workerinput, node.config.stash[SETUP].waivers)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take over the census of a worker; all of them collect the same."""
        output = getattr(node, "workeroutput", None) or {}
        if _CENSUS in output:
            self._take_census(output[_CENSUS])

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Let the exit code say what was found, whatever the host made of single tests."""
        config = session.config
        if _is_worker(config):
            config.workeroutput[_CENSUS] = self._plain_census()  # type: ignore[attr-defined]
            return
        sides = config.stash.get(SIDES, [])
        for side in sides:
            watching.end(side)
        reporter: Any = config.pluginmanager.get_plugin("terminalreporter")
        failed = reporter.stats.get("failed", []) if reporter else []
        for side in sides:
            tally = self._tally(side)
            own = [one for one in failed if getattr(one, "datausage_side", 0) == side.number]
            left = [result for result in tally.results if result.scenario not in tally.covered]
            shortening.refer(own, left, side.setup)
        usual = (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
        if sides and session.exitstatus in usual:
            session.exitstatus = self._exit_code(config, *sides)

    def _exit_code(self, config: pytest.Config, *sides: Side) -> pytest.ExitCode:
        return ending.exit_code(
            list(map(self._tally, sides)), collect_only=config.option.collectonly
        )

    def _own_exit(self, config: pytest.Config, side: Side, code: int) -> int:
        """Return how the session would have ended with one of its targets alone."""
        if len(config.stash[SIDES]) == 1 or code != pytest.ExitCode.TESTS_FAILED:
            return code
        return int(self._exit_code(config, side))

    def pytest_terminal_summary(
        self,
        terminalreporter: pytest.TerminalReporter,
        exitstatus: int,
        config: pytest.Config,
    ) -> None:
        """Write the summary."""
        if MET not in config.stash or config.option.collectonly:
            return
        sides = config.stash[SIDES]
        for side in sides:
            ending.summarise(terminalreporter, exitstatus, side, self._tally(side))
        if len(sides) > 1:
            tallies = list(map(self._tally, sides))
            ending.compare(terminalreporter, sides, tallies, self._differences)

    def pytest_unconfigure(self, config: pytest.Config) -> None:
        """Let go of the targets."""
        for side in config.stash.get(SIDES, []):
            side.met.caller.close()

    def _keeper(self, config: pytest.Config) -> Callable[[], None]:
        """Return what begins to keep the evidence, where it is wanted, in folders that are fit."""
        if options.one(config, options.EVIDENCE) is None:
            labels(config)
            return lambda: None
        from datausage.session import keeping  # noqa: PLC0415 - many modules, for few runs

        places = keeping.prepare(config, labels(config))

        def keep() -> None:
            sides = config.stash[SIDES]
            # There is a folder for each target, or none at all.
            for side, place in zip(sides, places, strict=False):
                ended = keeping.Ended(
                    partial(self._tally, side), partial(self._own_exit, config, side)
                )
                keeping.keep(config, place, side, ended)

        return keep

    def _plain_census(self) -> dict[str, Any]:
        return {str(number): one.to_json() for number, one in self._censuses.items()}

    def _take_census(self, plain: Mapping[str, Any]) -> None:
        self._censuses = {int(number): Census.from_json(one) for number, one in plain.items()}

    def _census(self, side: Side) -> Census:
        return self._censuses.setdefault(side.number, Census())

    def _tally(self, side: Side) -> Tally:
        setup, census = side.setup, self._census(side)
        results = self._results.get(side.number, [])
        # Counting takes its time; nothing is counted twice as long as nothing comes in.
        key = side.number, len(results), id(census), watching.runs(side)
        if key not in self._tallies:
            asked = enough(setup.effort, setup.calls, setup.replay)
            readings = side.met.description.readings
            self._tallies[key] = Tally(
                setup.edition,
                tuple(results),
                census,
                setup.waivers,
                asked,
                readings,
                watching.seen(side),
            )
        return self._tallies[key]


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")
