"""What pytest shows of failures: the full report once, and one line wherever it lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from datausage.grading.results import Result
from datausage.session.grouping import causes
from datausage.session.violations import referred

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from datausage.session.setting_up import Setup


@dataclass(frozen=True, slots=True)
class Reference:
    """A report that refers to another one, in the form in which pytest keeps what it shows."""

    text: str
    reprcrash: Any

    def toterminal(self, writer: Any) -> None:
        """Write the report."""
        writer.line(self.text)

    def __str__(self) -> str:
        return self.text


def leave_the_headline(report: pytest.TestReport, call: pytest.CallInfo[None]) -> None:
    """Make the headline of a report all that pytest says where it lists a failure.

    In a CI pytest does not cut what it lists, and so would print every report twice.
    """
    crash: Any = getattr(report.longrepr, "reprcrash", None)
    if crash is not None and call.excinfo and call.excinfo.errisinstance(pytest.fail.Exception):
        crash.message = " ".join(str(call.excinfo.value).partition("\n\n")[0].split())


def refer(failed: Iterable[Any], results: Sequence[Result], setup: Setup) -> None:
    """Leave the full report of each cause once; what else failed for it refers to that."""
    explained = {
        (other.rule, other.scenario): cause.first
        for cause in causes(results, setup.edition)
        for other in cause.others
    }
    for report in failed:
        found = [Result.from_json(plain) for plain in getattr(report, "datausage", [])]
        wrong = [result for result in found if result.finding is not None]
        firsts = [explained.get((result.rule, result.scenario)) for result in wrong]
        if wrong and all(firsts):
            text = "\n\n".join(
                referred(result, first, setup)
                for result, first in zip(wrong, firsts, strict=True)
                if first
            )
            report.longrepr = Reference(text, getattr(report.longrepr, "reprcrash", None))
