"""Cold runs: a new process in an empty folder, with its time, its memory and what it asked."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from time import perf_counter
from typing import TYPE_CHECKING, Final

from benchmarks.asked import MeasuringError

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET: Final = "datausage.examples.faithful"
CORES: Final = 2
SAMPLE: Final = 0.02
MOST_SHOWN: Final = 2_000

_ASKED = re.compile(r"([\d,]+) situations asked")
_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)
_FOREIGN = ("PYTEST_", "HYPOTHESIS_", "COVERAGE_", "COV_CORE_", "CI", "PYTHONDONTWRITEBYTECODE")

_COMPILED = tempfile.TemporaryDirectory(prefix="compiled-")
"""Where compiled modules are kept from one run to the next, wherever the suite is installed."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the whole policy: seconds, megabytes, and situations asked.

    The memory is the sum of the peaks of all its processes; where the system does not tell them,
    it is the peak of the largest one.
    """

    seconds: float
    megabytes: float
    asked: int


def cold(*options: str, target: str = TARGET) -> Run:
    """Check a target in a new process, on two cores where the system can do that.

    Modules are compiled, and those of pytest's plugins rewritten, in the first run only: so it is
    wherever an environment does not forbid Python to keep what it has compiled.

    Raises:
        MeasuringError: the run did not pass, or does not say how much it asked.
    """
    command = [sys.executable, "-m", "pytest", f"--target={target}", "-p", "no:cacheprovider"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(_FOREIGN)}
    environment["PYTHONPYCACHEPREFIX"] = _COMPILED.name
    with tempfile.TemporaryDirectory() as folder, _on_two_cores():
        report = Path(folder) / "report"
        place = Path(folder) / "empty"
        place.mkdir()
        with report.open("wb") as out:
            start = perf_counter()
            process = subprocess.Popen(  # noqa: S603 - our own command
                [*command, *options], cwd=place, env=environment, stdout=out, stderr=out
            )
            peaks, largest = _watched(process)
            seconds = perf_counter() - start
        text = report.read_text("utf-8", errors="replace")
    found = _ASKED.search(" ".join(text.split()))
    if process.returncode or not found:
        raise MeasuringError(f"{' '.join(options)} did not pass: {text[-MOST_SHOWN:]}")
    megabytes = max(sum(peaks.values()), 0 if peaks else largest)
    return Run(seconds, megabytes, int(found[1].replace(",", "")))


def _watched(process: subprocess.Popen[bytes]) -> tuple[dict[int, float], float]:
    """Wait for the end; return the peak of each process, and that of the largest, in megabytes."""
    peaks: dict[int, float] = {}
    over = Event()

    def watch() -> None:
        while not over.wait(SAMPLE):
            for pid in _family(process.pid):
                peaks[pid] = max(peaks.get(pid, 0), _peak(pid))

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        _, status, usage = os.wait4(process.pid, 0)
    finally:
        over.set()
        watcher.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    # It may be that of this process before the new one began: only the second best.
    return peaks, usage.ru_maxrss / unit


def _family(pid: int) -> Iterator[int]:
    yield pid
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = path.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _family(int(child))


def _peak(pid: int) -> float:
    try:
        found = _PEAK.search(Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) / 1024 if found else 0


@contextmanager
def _on_two_cores() -> Iterator[None]:
    """Let what is started meanwhile use two cores, where the system can see to that."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(before)[:CORES])
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
