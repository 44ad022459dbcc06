"""Keeping the evidence of a run: in the folder that the user names, and only by one process."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from datausage.evidence import folder, formats, watched, written
from datausage.session import clock, job_summary, options, runs
from datausage.session.escaping import shown
from datausage.session.recording import Run
from datausage.session.refusing import wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from datetime import datetime
    from pathlib import Path

    from datausage.session.sides import Side
    from datausage.session.tally import Tally


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when: the folder, the page of the job if there is one, and the clock.

    All of it is settled before anything is asked. A target may change what it came from.
    """

    folder: Path
    page: Path | None
    now: Callable[[], datetime]


def prepare(config: pytest.Config, labels: Sequence[str]) -> Sequence[Place]:
    """Return where the evidence of each target goes, once that is known to be fit.

    There is no place where no evidence is wanted. With one target it is the folder named, with
    several each has its own in there.

    Raises:
        pytest.UsageError: the folder holds what is not ours, or there is no such time.
    """
    given = options.one(config, options.EVIDENCE)
    if given is None or hasattr(config, "workerinput") or config.option.collectonly:
        return ()
    if not given.value.strip():
        wrong(given.written, options.EVIDENCE.wants)
    typed = getattr(config.option, options.EVIDENCE.dest, None) is not None
    place = (config.invocation_params.dir if typed else config.rootpath) / given.value
    places = [place / label for label in labels]
    try:
        if len(labels) > 1:
            folder.examine_above(place)
        for own in places:
            folder.examine(own, formats.OURS)
    except folder.ForeignFolderError as error:
        wrong(given.written, f"{shown(str(error))}; name a folder that is empty or not there yet")
    except OSError as error:
        wrong(given.written, f"it cannot be used: {error.strerror or type(error).__name__}")
    page, now = job_summary.page(os.environ), clock.clock(os.environ)
    return [Place(own.absolute(), page, now) for own in places]


def keep(config: pytest.Config, place: Place, side: Side, ended: Ended) -> None:
    """Write a record that says that the run is under way, and see to it that its end is told.

    Raises:
        pytest.UsageError: the folder cannot be written to, or another run writes there.
    """
    told = f"--{options.EVIDENCE.name}={shown(str(place.folder))}"
    try:
        config.add_cleanup(folder.hold(place.folder))
        keeper = Keeper(config, place, side, ended)
        keeper.begin()
    except folder.BusyFolderError as busy:
        raise pytest.UsageError(f"{told}: {busy}") from busy
    except OSError as error:
        raise pytest.UsageError(f"{told}: {_reason(error)}") from error
    config.pluginmanager.register(keeper, f"datausage-evidence-{side.number}")


@dataclass(frozen=True, slots=True)
class Ended:
    """What a target came to: its results, and its exit code where that of the session is known."""

    tally: Callable[[], Tally]
    exit_code: Callable[[int], int]


class Keeper:
    """Writes the evidence when a run begins, and again when it has ended."""

    def __init__(self, config: pytest.Config, place: Place, side: Side, ended: Ended) -> None:
        self._place = place
        self._side, self._ended = side, ended
        self._run = Run(side.setup, side.met)
        typed = tuple(str(word) for word in config.invocation_params.args)
        self._begun = self._run.begun(place.now(), typed)
        self._told = ""
        self._whole = False

    def begin(self) -> None:
        """Write the record that is not complete.

        Raises:
            OSError: it cannot be written.
        """
        folder.begin(self._place.folder, written.written(self._begun), formats.OURS)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self) -> Generator[None, object, object]:
        """Note that the loop has come to its end: whatever breaks it off is thrown through here."""
        result = yield
        self._whole = True
        return result

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None, None, None]:
        """Write everything, once every other has had its say about the exit code."""
        yield
        exit_code = self._ended.exit_code(int(session.exitstatus))
        tally = self._ended.tally()
        beside = runs.files(self._side, tally.results, self._begun.run.started)
        record = self._run.ended(
            self._begun, tally, self._place.now(), exit_code, whole=self._whole
        )
        record = watched.naming(record, beside)
        made = formats.files(record, beside)
        trouble = self._write(made)
        kept = f"Evidence: {len(made) + 1} files in {shown(str(self._place.folder))}"
        page = self._place.page
        untold = job_summary.append(record, page) if page else ""
        self._told = "\n".join(filter(None, (trouble or kept, untold)))
        if trouble and session.exitstatus == pytest.ExitCode.OK:
            # Who asks for evidence and gets none must not be told that all is well.
            session.exitstatus = pytest.ExitCode.INTERNAL_ERROR

    @pytest.hookimpl(trylast=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say where the evidence is, or why there is none."""
        terminalreporter.write_line(self._told)

    def _write(self, made: dict[str, bytes]) -> str:
        place = self._place.folder
        try:
            if folder.taken_over(place, written.written(self._begun)):
                return (
                    f"the evidence cannot be written: another run has begun in {shown(str(place))}"
                )
            folder.replace_all(place, made, formats.OURS)
        except OSError as error:
            return _reason(error)
        return ""


def _reason(error: OSError) -> str:
    return f"the evidence cannot be written: {error.strerror or type(error).__name__}"
