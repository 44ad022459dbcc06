"""The end of a session: what is written then, and the exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from datausage.session.differing import told
from datausage.session.distribution import distribution
from datausage.session.outcomes import outcomes
from datausage.session.summary import reminder, summary, suspect

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from datausage.grading.differing import Difference
    from datausage.session.sides import Side
    from datausage.session.tally import Tally

_INTERRUPTED = "Interrupted: what follows is about a part of what was to be asked."


def exit_code(tallies: Sequence[Tally], *, collect_only: bool) -> pytest.ExitCode:
    """Return how a session ends that has found this, of each of its targets."""
    if any(tally.failing or tally.lapsed or tally.coherence.fails for tally in tallies):
        return pytest.ExitCode.TESTS_FAILED
    if any(tally.strangers for tally in tallies):
        return pytest.ExitCode.TESTS_FAILED
    nothing = [tally for tally in tallies if tally.nothing]
    if not nothing or collect_only:
        return pytest.ExitCode.OK
    empty = any(tally.census.empty for tally in nothing)
    return pytest.ExitCode.USAGE_ERROR if empty else pytest.ExitCode.NO_TESTS_COLLECTED


def summarise(reporter: pytest.TerminalReporter, exitstatus: int, side: Side, tally: Tally) -> None:
    """Write what was found of one target."""
    if reporter.config.option.verbose > 0 and not tally.nothing:
        reporter.section("What was asked, by check and by fact")
        _write(reporter, distribution(tally.results))
    reporter.section(f"Data usage policy, edition {tally.edition.id}")
    if exitstatus == pytest.ExitCode.INTERRUPTED:
        _write(reporter, [_INTERRUPTED])
    _write(
        reporter, [reminder(side.setup, side.met, side.label), *suspect(tally, side.setup.reviews)]
    )
    _write(reporter, summary(tally, side.setup))


def compare(
    reporter: pytest.TerminalReporter,
    sides: Sequence[Side],
    tallies: Sequence[Tally],
    differences: Sequence[Difference],
) -> None:
    """Write how several targets differ."""
    reporter.section("Side by side")
    _write(reporter, [outcomes(sides, tallies), *told(differences, sides)])


def _write(reporter: pytest.TerminalReporter, paragraphs: Iterable[str]) -> None:
    for paragraph in paragraphs:
        reporter.write_line(paragraph)
        reporter.write_line("")
