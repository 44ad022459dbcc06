"""The kill matrix as tables: for a terminal of 80 columns, and as a part of a Markdown page."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Any

from tabulate import tabulate

from datausage.strength.matrix import kinds
from datausage.strength.running import FLOORS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from datausage.strength.matrix import Matrix
    from datausage.strength.measures import Excused, Measured, Runs

WAYS = {
    "exposes": "exposes",
    "over-restrictive": "restricts",
    "differs": "differs",
    "nondeterministic": "unstable",
    "": "-",
}
"""In which direction a fault was caught, in a word that fits a column."""

NARROW = (17, 17, 17)
WIDTH = 100
"""Columns of the page, tables apart."""

SHOWN = 12
"""How many faults that some run did not catch are listed by name."""


def shown(matrix: Matrix) -> str:
    """Return the matrix for a terminal."""
    rows = [
        (
            fault.name,
            "\n".join(fault.rules),
            fault.first or "-",
            "/".join(_calls(fault)),
            _way(fault),
        )
        for fault in matrix.faults
    ]
    heads = ("fault", "rules", "caught first by", "calls", "way")
    widths = [*NARROW, None, None]
    sections = [
        _calls_are(matrix),
        _table(heads, rows, widths),
        _DASHES,
        summary(matrix),
        *(part for part in (_weak(matrix.excused), _without(matrix)) if part),
    ]
    return "\n\n".join(sections)


def summary(matrix: Matrix) -> str:
    """Return how many faults were caught, by budget and by kind."""
    return f"{_table(_BUDGETS, _budgets(matrix))}\n\n{_table(_KINDS, _kinds(matrix))}"


def page(matrix: Matrix) -> str:
    """Return the part of a Markdown page that is generated."""
    rows = [
        (
            fault.name,
            fault.kind,
            ", ".join(fault.rules),
            ", ".join(fault.checks),
            *_calls(fault),
            _way(fault),
        )
        for fault in matrix.faults
    ]
    heads = ("fault", "kind", "rules", "caught by", "calls", "95 %", "way")
    faults = _counted(len(matrix.faults), "fault")
    lines = [
        f"{faults}, {_counted(matrix.seeds, 'run')} of each with each budget.",
        _calls_are(matrix),
        _markdown(_BUDGETS, _budgets(matrix)),
        "### By kind",
        _markdown(_KINDS, _kinds(matrix)),
        "### Not caught by every run",
        *_escaped(matrix),
        "### Every fault",
        _DASHES,
        _markdown(heads, rows),
        "### Excused by a weak reading only",
        _markdown(_EXCUSED, [_excused(one) for one in matrix.excused]),
        "### Open points outside whose readings there is no answer",
        _markdown(("point", "why"), list(matrix.roomless.items())),
    ]
    return "\n\n".join(lines) + "\n"


# --- Rows

_CALLS = """\
Calls: how often the target is called about the question until something wrong
is answered; the median of the runs that saw it, and what 95 % of them needed."""

_DASHES = """\
"-" stands where no run caught the fault. The check and the way are those of the
first run at standard effort, and "-" where there was none. Under "promised" it
says that nothing is."""

_BUDGETS = ("budget", "runs", "caught", "share", "promised")
_KINDS = ("kind", "faults", "questions", "exposing")
_EXCUSED = ("point", "reading", "question", "contested by, or why not")


def _calls_are(matrix: Matrix) -> str:
    return f"{_CALLS}\nThe numbers are those of {_budget(matrix.spends[0])}."


def _budgets(matrix: Matrix) -> list[tuple[Any, ...]]:
    rows = []
    for spend in matrix.spends:
        runs = [fault.runs[spend] for fault in matrix.faults]
        promised = f"{FLOORS[spend]:.0%}" if spend in FLOORS else "-"
        done, caught = sum(one.runs for one in runs), sum(one.caught for one in runs)
        rows.append((_budget(spend), done, caught, f"{matrix.rate(spend):.1%}", promised))
    return rows


def _budget(spend: str) -> str:
    calls, _, untold = spend.partition("-")
    if not calls.isdigit():
        return f"{spend} effort"
    return f"{calls} calls, untold" if untold else f"{calls} calls a question"


def _kinds(matrix: Matrix) -> list[tuple[Any, ...]]:
    return [
        (
            kind,
            len(faults),
            len({fault.question for fault in faults}),
            sum(fault.direction == "exposes" for fault in faults),
        )
        for kind, faults in kinds(matrix.faults).items()
        if faults
    ]


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _calls(fault: Measured) -> tuple[str, str]:
    runs: Runs | None = next(iter(fault.runs.values()), None)
    if runs is None or runs.median is None:
        return "-", "-"
    return f"{runs.median:.0f}", str(runs.most)


def _way(fault: Measured) -> str:
    return WAYS.get(fault.direction, fault.direction)


def _excused(one: Excused) -> tuple[str, str, str, str]:
    return one.point, one.reading, one.question or "-", ", ".join(one.checks) or one.reason


def _escaped(matrix: Matrix) -> Iterator[str]:
    for spend, faults in matrix.escaped().items():
        names = ", ".join(
            f"{fault.name} ({fault.runs[spend].caught} of {fault.runs[spend].runs})"
            for fault in faults
        )
        yield fill(f"With {_budget(spend)}: {names or 'none'}.", WIDTH, break_on_hyphens=False)


def _weak(excused: Sequence[Excused]) -> str:
    if not excused:
        return ""
    table = _table(_EXCUSED, [_excused(one) for one in excused], [20, 14, 13, 24])
    return f"Excused by a weak reading only:\n\n{table}"


def _without(matrix: Matrix) -> str:
    if not matrix.roomless:
        return ""
    table = _table(("point", "why"), list(matrix.roomless.items()), [34, 42])
    return f"Open points outside whose readings there is no answer:\n\n{table}"


# --- Forms


def _table(
    heads: Sequence[str],
    rows: Iterable[Sequence[Any]],
    widths: Sequence[int | None] | None = None,
) -> str:
    return tabulate(
        list(rows), headers=heads, tablefmt="simple", disable_numparse=True, maxcolwidths=widths
    )


def _markdown(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    return tabulate(rows, headers=heads, tablefmt="github", disable_numparse=True)
