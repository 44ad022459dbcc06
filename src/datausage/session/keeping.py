"""Keeping the evidence of a run: in the folder that the user names, and only by one process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from datausage.evidence import folder, formats, written
from datausage.session import clock, job_summary, options
from datausage.session.escaping import shown
from datausage.session.recording import Run
from datausage.session.refusing import wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from pathlib import Path

    from datausage.session.sides import Side
    from datausage.session.tally import Tally


def prepare(config: pytest.Config, labels: Sequence[str]) -> Sequence[Path]:
    """Return the folders for the evidence of each target, once they are known to be fit.

    There are none where no evidence is wanted. With one target it is the folder named, with
    several each has its own in there.

    Raises:
        pytest.UsageError: it holds what is not ours.
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
        for own in places:
            folder.examine(own, formats.NAMES)
    except folder.ForeignFolderError as error:
        wrong(given.written, f"{shown(str(error))}; name a folder that is empty or not there yet")
    except OSError as error:
        wrong(given.written, f"it cannot be used: {error.strerror or type(error).__name__}")
    # Refused now, and not after the run, where it is wrong.
    clock.now()
    return places


def keep(config: pytest.Config, place: Path, side: Side, tally: Callable[[], Tally]) -> None:
    """Write a record that says that the run is under way, and see to it that its end is told.

    Raises:
        pytest.UsageError: the folder cannot be written to.
    """
    keeper = Keeper(config, place, side, tally)
    config.pluginmanager.register(keeper, f"datausage-evidence-{side.number}")
    if trouble := keeper.begin():
        raise pytest.UsageError(f"--{options.EVIDENCE.name}={shown(str(place))}: {trouble}")


class Keeper:
    """Writes the evidence when a run begins, and again when it has ended."""

    def __init__(
        self, config: pytest.Config, place: Path, side: Side, tally: Callable[[], Tally]
    ) -> None:
        self._place = place
        self._tally = tally
        self._run = Run(side.setup, side.met)
        typed = tuple(str(word) for word in config.invocation_params.args)
        self._begun = self._run.begun(clock.now(), typed)
        self._told = ""
        self._whole = False

    def begin(self) -> str:
        """Write the record that is not complete; return what went wrong, if anything."""
        return self._write({written.FILE: written.written(self._begun)})

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
        exit_code = int(session.exitstatus)
        record = self._run.ended(
            self._begun, self._tally(), clock.now(), exit_code, whole=self._whole
        )
        made = formats.files(record)
        trouble = self._write(made)
        kept = f"Evidence: {len(made) + 1} files in {shown(str(self._place))}"
        self._told = "\n".join(filter(None, (trouble or kept, job_summary.append(record))))
        if trouble and exit_code == pytest.ExitCode.OK:
            # Who asks for evidence and gets none must not be told that all is well.
            session.exitstatus = pytest.ExitCode.INTERNAL_ERROR

    @pytest.hookimpl(trylast=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say where the evidence is, or why there is none."""
        terminalreporter.write_line(self._told)

    def _write(self, made: dict[str, bytes]) -> str:
        try:
            folder.replace_all(self._place, made, formats.NAMES)
        except OSError as error:
            return f"the evidence cannot be written: {error.strerror or type(error).__name__}"
        return ""
